import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startLocalDeployment, type Execution, type LocalDeployment } from "@banata-auth/local";
import { recordPush, replayPush, sharedPush, sharePush, withCheapHashes } from "./recordedPush";
import { testMode } from "./testMode";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

type Address = Pick<LocalDeployment, "cloudUrl" | "adminKey">;

/**
 * A local deployment on free ports with the `convex/` of an app, pushed by the unmodified CLI; or
 * with this repository's, as the CLI pushed it before the test files. Its password hashes are cheap,
 * unless a test measures them. Its host is 127.0.0.1 unless the test needs a name, as passkeys do.
 */
export async function deployApp(
  directory: string | null = null,
  app = repository,
  hashes: "cheap" | "real" = "cheap",
  host?: "localhost",
): Promise<LocalDeployment> {
  return await deployWith({ directory, host }, async (deployment) => {
    const push = app === repository ? await sharedPush() : null;
    if (push === null) await deployIn(app, deployment);
    else await replayPush(deployment, hashes === "cheap" ? withCheapHashes(push) : push);
  });
}

async function deployWith(
  options: { directory: string | null; host?: string | undefined },
  push: (deployment: LocalDeployment) => Promise<void>,
): Promise<LocalDeployment> {
  const deployment = await startLocalDeployment({
    directory: options.directory,
    ...(options.host === undefined ? {} : { host: options.host }),
    cloudPort: 0,
    sitePort: 0,
    onExecution: showUnexpected,
    mode: testMode,
  });
  try {
    await setEnvironment(deployment, {
      BANATA_AUTH_SECRET: "a secret of the tests, long enough",
      BANATA_AUTH_PAGES: "console,hosted,portal",
    });
    await push(deployment);
    return deployment;
  } catch (error) {
    await deployment.close(); // or the test runner never ends
    throw error;
  }
}

/** What the runtime logs is what it answers 500 for: a test that fails by it should say why. */
function showUnexpected({ path, logLines }: Execution): void {
  for (const line of logLines) if (line.startsWith("[ERROR]")) console.error(`${path}: ${line}`);
}

const deployIn = async (app: string, deployment: Address) =>
  await convexIn(app, deployment, "deploy", "--typecheck", "disable", "--codegen", "disable");

/** The same for all test files: what the CLI pushes is kept for `deployApp`. */
export async function deployRecorded(pushPath: string, app = repository): Promise<LocalDeployment> {
  const deployment = await deployWith({ directory: null }, async (deployment) => {
    const push = await recordPush(
      deployment,
      async (cloudUrl) => await deployIn(app, { adminKey: deployment.adminKey, cloudUrl }),
    );
    await writeFile(pushPath, push);
  });
  sharePush(pushPath);
  return deployment;
}

/** Runs the CLI in the repository against the deployment and answers what it printed. */
export const convex = async (deployment: LocalDeployment, ...args: string[]): Promise<string> =>
  await convexIn(repository, deployment, ...args);

export async function convexIn(
  cwd: string,
  { cloudUrl, adminKey }: Address,
  ...args: string[]
): Promise<string> {
  const env = {
    ...process.env,
    CI: "1",
    CONVEX_SELF_HOSTED_URL: cloudUrl,
    CONVEX_SELF_HOSTED_ADMIN_KEY: adminKey,
  };
  const { stdout, stderr } = await promisify(execFile)("npx", ["convex", ...args], {
    cwd,
    env,
    timeout: 180_000, // many test files share the processors
  });
  return stdout + stderr;
}

export async function setEnvironment(
  { cloudUrl, adminKey }: LocalDeployment,
  variables: Record<string, string>,
): Promise<void> {
  const response = await fetch(`${cloudUrl}/api/update_environment_variables`, {
    method: "POST",
    headers: { authorization: `Convex ${adminKey}`, "content-type": "application/json" },
    body: JSON.stringify({
      changes: Object.entries(variables).map(([name, value]) => ({ name, value })),
    }),
  });
  if (!response.ok) throw new Error(await response.text());
}
