import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalDeployment } from "@banata-auth/local";
import { CommandError } from "./command";
import { setVariable, fetchVariable } from "./deploymentVariables";
import type { LocalFiles } from "./localFiles";
import { importLocalPackage } from "./localPackage";

const SECRET = "BANATA_AUTH_SECRET";
/** A process that was killed together with its npm may need a moment to notice. */
const LOCK_WAIT_MS = 1500;

/**
 * Starts the deployment on the app's data, with the component's secret in its environment. The
 * first start generates the secret.
 *
 * @throws CommandError when another process has the data open or a requested port is in use
 */
export async function openDeployment(
  files: LocalFiles,
  ports: { cloudPort?: number; sitePort?: number },
): Promise<LocalDeployment> {
  const deployment = await exclusively(files, () => start(files, ports));
  try {
    await ensureSecret(deployment);
    await files.writeCliEnv(deployment);
    return deployment;
  } catch (error) {
    await deployment.close();
    throw error;
  }
}

/** Deletes the app's data; throws a CommandError when a process has it open. */
export async function resetData(files: LocalFiles): Promise<void> {
  await exclusively(files, () => files.reset());
}

async function exclusively<T>(files: LocalFiles, action: () => Promise<T>): Promise<T> {
  const { DirectoryError } = await importLocalPackage();
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    const owner = await files.owner();
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof DirectoryError) || owner === null) throw error;
      if (Date.now() > deadline) throw await alreadyRunning(files, owner);
      await sleep(100);
    }
  }
}

async function alreadyRunning(files: LocalFiles, owner: number): Promise<CommandError> {
  const facts = await files.facts();
  const where = facts === null ? "" : `, at ${facts.cloudUrl}`;
  return new CommandError(
    `Already running as process ${owner}${where}. Stop it first: press Ctrl-C in its terminal, or run kill ${owner}.`,
  );
}

async function start(
  { data }: LocalFiles,
  ports: { cloudPort?: number; sitePort?: number },
): Promise<LocalDeployment> {
  const { startLocalDeployment } = await importLocalPackage();
  return await startLocalDeployment({
    directory: data,
    ...ports,
    log: (message) => console.error(message),
  });
}

async function ensureSecret(deployment: LocalDeployment): Promise<void> {
  if ((await fetchVariable(deployment, SECRET)) === undefined)
    await setVariable(deployment, SECRET, randomBytes(32).toString("base64url"));
}
