import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { LocalDeployment, LocalDeploymentOptions } from "@banata-auth/local";
import { CommandError } from "./command";
import { setVariable, fetchVariable } from "./deploymentVariables";
import { formatRefusal } from "./failureText";
import type { LocalFiles } from "./localFiles";
import { importLocalPackage } from "./localPackage";
import { choosePorts, type Ports } from "./ports";

const SECRET = "BANATA_AUTH_SECRET";
/** A process that was killed together with its npm may need a moment to notice. */
const LOCK_WAIT_MS = 1500;

/** The ports, if any, must be these; 0 is any free port. */
interface OpenOptions extends Partial<Ports>, Pick<LocalDeploymentOptions, "profile" | "mode"> {
  /** Whether to open damaged data up to the damage. */
  readonly recover?: boolean;
}

/**
 * Starts the deployment on the app's data, with the component's secret in its environment. The
 * first start generates the secret.
 *
 * @throws CommandError when another process has the data open, when the data is damaged, or when a
 *   requested port cannot be opened
 */
export async function openDeployment(
  files: LocalFiles,
  requested: OpenOptions,
): Promise<LocalDeployment> {
  const deployment = await exclusively(files, () => start(files, requested));
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
      if (!(error instanceof DirectoryError)) throw error;
      if (owner === null) throw new CommandError(error.message);
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
  files: LocalFiles,
  { recover = false, profile, mode, ...requested }: OpenOptions,
): Promise<LocalDeployment> {
  const { startLocalDeployment, PortError } = await importLocalPackage();
  const { ports, moved } = await choosePorts(requested, await files.ports());
  try {
    const deployment = await startLocalDeployment({
      directory: files.data,
      recover,
      ...ports,
      log: (message) => console.error(message),
      formatFailure: formatRefusal,
      profile,
      mode,
    });
    for (const { wanted, port } of moved)
      console.error(
        `Port ${wanted} is in use by another process. This app now uses ${port} instead, also at its next start.`,
      );
    await files.writePorts({
      cloudPort: Number(new URL(deployment.cloudUrl).port),
      sitePort: Number(new URL(deployment.siteUrl).port),
    });
    return deployment;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    const option = error.port === ports.cloudPort ? "port" : "site-port";
    throw new CommandError(
      error.reason === "in use"
        ? `Port ${error.port} is in use by another process. Stop that process, or choose another port with --${option} (0: any free port).`
        : `Port ${error.port} needs more rights than this process has. Choose one above 1023 with --${option} (0: any free port).`,
    );
  }
}

async function ensureSecret(deployment: LocalDeployment): Promise<void> {
  if ((await fetchVariable(deployment, SECRET)) === undefined)
    await setVariable(deployment, SECRET, randomBytes(32).toString("base64url"));
}
