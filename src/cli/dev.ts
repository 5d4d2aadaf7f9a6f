import { CommandError, command, type Command } from "./command";
import { convexCli } from "./convexCli";
import { setVariable, variable } from "./deploymentVariables";
import { keepEnvironmentFile } from "./environmentFile";
import { LocalFiles, type LocalFacts } from "./localFiles";
import { openDeployment, resetData } from "./openDeployment";
import { isInstalled, seed } from "./seed";
import { onStopSignal } from "./stopSignal";
import { summary } from "./summary";
import { watchApp } from "./watcher";
import type { LocalDeployment } from "../local";

/** Where `app.use(banataAuth, { httpPrefix: "/banata/" })` puts the runtime. */
const MOUNT = "/banata";
/** Tells the app's own functions which project to work in. */
const PROJECT = "BANATA_PROJECT_ID";

export const devCommand: Command = command({
  name: "dev",
  summary:
    "Runs the app in convex/ on a local deployment, with a project and an API key to try things with.",
  options: {
    port: { type: "string" },
    "site-port": { type: "string" },
    reset: { type: "boolean" },
    typecheck: { type: "string", default: "disable" },
    component: { type: "string", default: "banataAuth" },
  },
  optionHelp: {
    port: ["<port>", "for Convex clients and the CLI (3210, or any free one)"],
    "site-port": ["<port>", "for HTTP actions (3211, or any free one)"],
    reset: ["", "forgets all data first"],
    typecheck: [
      "<mode>",
      "enable, try or disable: check types before each push, as the CLI does (disable)",
    ],
    component: ["<path>", "where the component is installed in the app (banataAuth)"],
  },
  notes:
    "Data stays in .banata/. For development only: production is Convex Cloud or Convex's own self-hosted backend.",
  run: async ({
    port,
    "site-port": sitePort,
    reset,
    typecheck = "disable",
    component = "banataAuth",
  }) => {
    const startedAt = performance.now();
    const directory = process.cwd();
    convexCli(directory); // says so at once when it is not there
    const files = new LocalFiles(directory);
    if (reset) await resetData(files);
    const deployment = await openDeployment(files, {
      cloudPort: portOf(port, "port"),
      sitePort: portOf(sitePort, "site-port"),
    });
    try {
      const { cloudUrl, siteUrl, adminKey } = deployment;
      const before = await files.facts();
      // The ports may be others than last time, and the code of last time answers already.
      if (before !== null)
        await files.writeFacts({
          ...before,
          cloudUrl,
          siteUrl,
          baseUrl: siteUrl + MOUNT,
          adminKey,
        });
      await keepEnvironmentFile(directory, files);
      return await serve(deployment, { directory, files, typecheck, component, startedAt });
    } finally {
      await deployment.close();
    }
  },
});

interface Session {
  readonly directory: string;
  readonly files: LocalFiles;
  readonly typecheck: string;
  readonly component: string;
  readonly startedAt: number;
}

/** Until a signal stops it, or the CLI gives up. */
async function serve(
  deployment: LocalDeployment,
  { directory, files, typecheck, component, startedAt }: Session,
): Promise<number> {
  let ready: Promise<void> | null = null;
  let failed: unknown;
  let stopped = false;
  const watcher = watchApp({
    directory,
    envFile: files.cliEnv,
    typecheck,
    onPush: () => {
      ready ??= getReady(deployment, files, component).then(
        (facts) => {
          if (facts === null)
            ready = null; // the next push may install it
          else console.log(summary(facts, (performance.now() - startedAt) / 1000));
        },
        (error: unknown) => {
          failed = error;
          void watcher.stop();
        },
      );
    },
  });
  const release = onStopSignal(() => {
    stopped = true;
    void watcher.stop();
  });
  const exitCode = await watcher.ended;
  await ready;
  release();
  if (failed !== undefined) throw failed;
  if (stopped) return 0;
  throw new CommandError(`npx convex dev ended (${exitCode}); what it said is above.`);
}

async function getReady(
  deployment: LocalDeployment,
  files: LocalFiles,
  component: string,
): Promise<LocalFacts | null> {
  if (!isInstalled(deployment, component)) {
    console.error(
      `The app is deployed, but there is no component "${component}" in it. Add app.use(banataAuth, …) to convex/convex.config.ts, or say --component.`,
    );
    return null;
  }
  const baseUrl = deployment.siteUrl + MOUNT;
  const status = async (apiKey: string) =>
    (
      await fetch(`${baseUrl}/api/auth/banata/projects/current`, {
        headers: { authorization: `Bearer ${apiKey}` },
      })
    ).status;
  const before = await files.facts();
  const { projectId, apiKey } = await seed(
    deployment,
    component,
    before,
    async (key) => (await status(key)) !== 401,
  );
  const named = await variable(deployment, PROJECT);
  // Another project than ours in it is the developer's choice.
  if (named === undefined || (named === before?.projectId && named !== projectId))
    await setVariable(deployment, PROJECT, projectId);
  const facts = {
    cloudUrl: deployment.cloudUrl,
    siteUrl: deployment.siteUrl,
    baseUrl,
    adminKey: deployment.adminKey,
    projectId,
    apiKey,
  };
  await files.writeFacts(facts);
  if ((await status(apiKey)) !== 200)
    console.error(
      `The runtime does not answer at ${baseUrl}: it is meant to be mounted with httpPrefix: "/banata/".`,
    );
  return facts;
}

function portOf(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandError(`--${option} is not a port: ${text}`);
  return port;
}
