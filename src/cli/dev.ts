import type { LocalDeployment } from "@banata-auth/local";
import { CommandError, command, type Command } from "./command";
import { convexCli } from "./convexCli";
import { setVariable, fetchVariable } from "./deploymentVariables";
import { backUpEnvironmentFile } from "./environmentFile";
import { startFrontEnd, type FrontEnd } from "./frontEnd";
import { LocalFiles, type LocalFacts } from "./localFiles";
import { openDeployment, resetData } from "./openDeployment";
import { isInstalled, seed } from "./seed";
import { onStopSignal } from "./stopSignal";
import { summary } from "./summary";
import { watchApp } from "./watcher";

/** The path at which `app.use(banataAuth, { httpPrefix: "/banata/" })` mounts the runtime. */
const MOUNT = "/banata";
/** Names the project for the app's own functions. */
const PROJECT = "BANATA_PROJECT_ID";

export const devCommand: Command = command({
  name: "dev",
  summary: "Runs the app in convex/ on a local deployment with a development project and API key.",
  options: {
    port: { type: "string" },
    "site-port": { type: "string" },
    reset: { type: "boolean" },
    typecheck: { type: "string", default: "disable" },
    component: { type: "string", default: "banataAuth" },
    start: { type: "string" },
  },
  optionHelp: {
    port: ["<port>", "for Convex clients and the CLI (default: 3210, or any free port)"],
    "site-port": ["<port>", "for HTTP actions (default: 3211, or any free port)"],
    reset: ["", "delete all data first"],
    typecheck: [
      "<mode>",
      "type checking before each push, as in the convex CLI: enable, try or disable (default: disable)",
    ],
    component: ["<path>", "the component's name in the app (default: banataAuth)"],
    start: ["<command>", "run this command too, once the deployment is ready: 'vite', 'next dev'"],
  },
  notes:
    "Stores data in .banata/. For development only: use Convex Cloud or the self-hosted Convex backend in production.",
  run: async ({
    port,
    "site-port": sitePort,
    reset,
    typecheck = "disable",
    component = "banataAuth",
    start,
  }) => {
    const startedAt = performance.now();
    const directory = process.cwd();
    convexCli(directory); // fails early when it is not installed
    const files = new LocalFiles(directory);
    if (reset) await resetData(files);
    const deployment = await openDeployment(files, {
      cloudPort: parsePort(port, "port"),
      sitePort: parsePort(sitePort, "site-port"),
    });
    try {
      const { cloudUrl, siteUrl, adminKey } = deployment;
      const before = await files.facts();
      // The ports may differ from last time, and the code of the last push is already running.
      if (before !== null)
        await files.writeFacts({
          ...before,
          cloudUrl,
          siteUrl,
          baseUrl: siteUrl + MOUNT,
          adminKey,
        });
      await backUpEnvironmentFile(directory, files);
      return await serve(deployment, {
        directory,
        files,
        typecheck,
        component,
        start,
        startedAt,
      });
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
  /** The command of the front end. */
  readonly start: string | undefined;
  readonly startedAt: number;
}

/** Runs until a signal stops it or the CLI exits. */
async function serve(
  deployment: LocalDeployment,
  { directory, files, typecheck, component, start, startedAt }: Session,
): Promise<number> {
  let ready = null as Promise<void> | null; // not narrowed to null: a callback assigns it
  let frontEnd = null as FrontEnd | null; // as above
  let failed: unknown;
  let stopped = false;
  const watcher = watchApp({
    directory,
    envFile: files.cliEnv,
    typecheck,
    onPush: () => {
      ready ??= prepareApp(deployment, files, component).then(
        (facts) => {
          if (facts === null)
            ready = null; // the next push may install it
          else {
            console.log(summary(facts, (performance.now() - startedAt) / 1000));
            if (start === undefined || stopped) return;
            frontEnd = startFrontEnd(start, directory);
            void frontEnd.ended.then((exitCode) => {
              failed ??= new CommandError(`${start} exited with code ${exitCode}.`);
              void watcher.stop();
            });
          }
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
  await frontEnd?.stop();
  release();
  if (stopped) return 0;
  if (failed !== undefined) throw failed;
  throw new CommandError(`npx convex dev exited with code ${exitCode}; see its output above.`);
}

async function prepareApp(
  deployment: LocalDeployment,
  files: LocalFiles,
  component: string,
): Promise<LocalFacts | null> {
  if (!isInstalled(deployment, component)) {
    console.error(
      `The app is deployed, but it has no component "${component}". Add app.use(banataAuth, …) to convex/convex.config.ts, or pass --component.`,
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
  const named = await fetchVariable(deployment, PROJECT);
  // Keep another project: the developer has set it.
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
      `The runtime does not answer at ${baseUrl}. Mount it with httpPrefix: "/banata/".`,
    );
  return facts;
}

function parsePort(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandError(`--${option} must be a port from 0 to 65535, not ${text}.`);
  return port;
}
