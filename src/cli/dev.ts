import type { LocalDeployment, Profile } from "@banata-auth/local";
import { CommandError, command, type Command } from "./command";
import { convexCli } from "./convexCli";
import { setVariable, fetchVariable } from "./deploymentVariables";
import { backUpEnvironmentFile } from "./environmentFile";
import { startFrontEnd, type FrontEnd } from "./frontEnd";
import { writeFrontEndVariables } from "./frontEndVariables";
import { readApp, type App } from "./init/app";
import { DEFAULT_MOUNT, LIVE_FUNCTION } from "./init/appFiles";
import { describeMissing, findRuntime, type InstalledRuntime } from "./installedRuntime";
import { LocalFiles, type LocalFacts } from "./localFiles";
import { importLocalPackage } from "./localPackage";
import { openDeployment, resetData } from "./openDeployment";
import { parsePort } from "./ports";
import { createSignInLink, seed } from "./seed";
import { seedClient } from "./seedClient";
import { onStopSignal } from "./stopSignal";
import { formatNotes, summary } from "./summary";
import { watchApp } from "./watcher";

/** Which pages the runtime serves. */
const PAGES = "BANATA_AUTH_PAGES";
/** Which query of the app tells pages of new events. */
const LIVE = "BANATA_AUTH_LIVE_FUNCTION";
/** Names the project for the app's own functions. */
const PROJECT = "BANATA_PROJECT_ID";

export const devCommand: Command = command({
  name: "dev",
  summary: "Runs the app in convex/ on a local deployment with a development project and API key.",
  options: {
    port: { type: "string" },
    "site-port": { type: "string" },
    reset: { type: "boolean" },
    recover: { type: "boolean" },
    typecheck: { type: "string", default: "disable" },
    component: { type: "string", default: "banataAuth" },
    profile: { type: "string" },
    strict: { type: "boolean" },
    start: { type: "string" },
  },
  optionHelp: {
    port: [
      "<port>",
      "for Convex clients and the CLI (default: that of the last start; 3210 at first)",
    ],
    "site-port": ["<port>", "for HTTP actions (default: that of the last start; 3211 at first)"],
    reset: ["", "delete all data first"],
    recover: ["", "open damaged data with what is intact, and keep the rest in a file"],
    typecheck: [
      "<mode>",
      "type checking before each push, as in the convex CLI: enable, try or disable (default: disable)",
    ],
    component: ["<path>", "the component's name in the app (default: banataAuth)"],
    profile: [
      "<size>",
      "refuse what a deployment of Convex of this size refuses under load: s16, s256 or unlimited (default: calls wait)",
    ],
    strict: [
      "",
      "evaluate the modules of a function anew for each call, as Convex does (default: keep them, which is faster)",
    ],
    start: ["<command>", "run this command too, once the deployment is ready: 'vite', 'next dev'"],
  },
  notes:
    "Stores data in .banata/. For development only: use Convex Cloud or the self-hosted Convex backend in production.",
  run: async ({
    port,
    "site-port": sitePort,
    reset,
    recover = false,
    typecheck = "disable",
    component = "banataAuth",
    profile,
    strict,
    start,
  }) => {
    const startedAt = performance.now();
    const directory = process.cwd();
    convexCli(directory); // fails early when it is not installed
    const size = parseProfile(profile);
    const requested = {
      cloudPort: parsePort(port, "port"),
      sitePort: parsePort(sitePort, "site-port"),
    };
    if (
      requested.cloudPort !== 0 &&
      requested.cloudPort === requested.sitePort &&
      port !== undefined
    )
      throw new CommandError("--port and --site-port must differ.");
    const app = await readApp(directory);
    const files = new LocalFiles(directory);
    if (reset) await resetData(files);
    const deployment = await openDeployment(files, {
      ...requested,
      recover,
      profile: size,
      mode: strict ? "strict" : "fast",
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
          baseUrl: findRuntime(deployment, component)?.baseUrl ?? siteUrl + DEFAULT_MOUNT,
          adminKey,
        });
      await backUpEnvironmentFile(directory, files);
      return await serve(deployment, { app, files, typecheck, component, start, startedAt });
    } finally {
      await deployment.close();
    }
  },
});

const PROFILES: readonly Profile[] = ["s16", "s256", "unlimited"];

function parseProfile(given: string | undefined): Profile | undefined {
  const profile = PROFILES.find((known) => known === given);
  if (given !== undefined && profile === undefined)
    throw new CommandError(`--profile must be one of ${PROFILES.join(", ")}, not '${given}'.`);
  return profile;
}

interface Session {
  readonly app: App;
  readonly files: LocalFiles;
  readonly typecheck: string;
  readonly component: string;
  /** The command of the front end. */
  readonly start: string | undefined;
  readonly startedAt: number;
}

/** Runs until a signal stops it or the CLI exits. */
async function serve(deployment: LocalDeployment, session: Session): Promise<number> {
  const { app, files, typecheck, start } = session;
  const prepare = followPushes(deployment, session);
  let prepared = Promise.resolve();
  let frontEnd = null as FrontEnd | null; // not narrowed to null: a callback assigns it
  let failed: unknown;
  let stopped = false;
  const fail = (error: unknown) => {
    failed ??= error;
    void watcher.stop();
  };
  const startApp = (command: string): FrontEnd => {
    const started = startFrontEnd(command, app.directory);
    void started.ended.then((exitCode) =>
      fail(new CommandError(`${command} exited with code ${exitCode}.`)),
    );
    return started;
  };
  const watcher = watchApp({
    directory: app.directory,
    envFile: files.cliEnv,
    typecheck,
    onPush: () => {
      prepared = prepared
        .then(async () => {
          const isReady = await prepare();
          if (isReady && start !== undefined && !stopped) frontEnd ??= startApp(start);
        })
        .catch(fail);
    },
  });
  const release = onStopSignal(() => {
    stopped = true;
    void watcher.stop();
  });
  const exitCode = await watcher.ended;
  await prepared;
  await frontEnd?.stop();
  release();
  if (stopped) return 0;
  if (failed !== undefined) throw failed;
  throw new CommandError(`npx convex dev exited with code ${exitCode}; see its output above.`);
}

/**
 * Returns what to do after each push: the first one with the runtime prepares the app and prints the
 * summary, and later ones print what has changed about the installation. Resolves with whether the
 * app is prepared.
 */
function followPushes(
  deployment: LocalDeployment,
  { app, files, component, startedAt }: Session,
): () => Promise<boolean> {
  let seen: string | undefined;
  let isReady = false;
  return async () => {
    const runtime = findRuntime(deployment, component);
    const now = JSON.stringify(runtime);
    if (now === seen) return isReady;
    seen = now;
    if (runtime === null) {
      console.error(
        `The app is deployed, but it has no component "${component}". Add it to ${app.functions}/convex.config.ts with npx banata-auth init, or pass --component.`,
      );
      return isReady;
    }
    const facts = await prepareApp(deployment, { runtime, app, files, component });
    const notes = [
      ...(await describeMissing(runtime, app)),
      ...(await writeFrontEndVariables(app, facts)),
    ];
    if (isReady) console.log(`\n  Auth base URL    ${facts.baseUrl}\n${formatNotes(notes)}`);
    else {
      const { MAILBOX_PATH } = await importLocalPackage();
      const mailboxUrl = deployment.siteUrl + MAILBOX_PATH;
      const seconds = (performance.now() - startedAt) / 1000;
      const consoleLink = await openConsole(deployment, facts, component);
      console.log(summary(facts, { mailboxUrl, consoleLink, seconds, notes }));
    }
    return (isReady = true);
  };
}

/** A link that opens the console, or null in an app that does not pass the variable on. */
async function openConsole(
  deployment: LocalDeployment,
  { baseUrl, projectId }: LocalFacts,
  component: string,
): Promise<string | null> {
  const { status } = await fetch(`${baseUrl}/console`);
  // 403: the console is at an origin of its own.
  return status === 200 || status === 403
    ? await createSignInLink(deployment, component, projectId)
    : null;
}

interface Preparation {
  readonly runtime: InstalledRuntime;
  readonly app: App;
  readonly files: LocalFiles;
  readonly component: string;
}

/** Gives the app a project, a key and an auth client, and stores the facts. */
async function prepareApp(
  deployment: LocalDeployment,
  { runtime, app, files, component }: Preparation,
): Promise<LocalFacts> {
  const baseUrl = runtime.baseUrl ?? deployment.siteUrl + DEFAULT_MOUNT;
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
  // Keep what the developer has set, also to nothing.
  if ((await fetchVariable(deployment, PAGES)) === undefined)
    await setVariable(deployment, PAGES, "console,hosted,portal");
  if (runtime.hasLiveFunction && (await fetchVariable(deployment, LIVE)) === undefined)
    await setVariable(deployment, LIVE, LIVE_FUNCTION);
  const facts: LocalFacts = {
    cloudUrl: deployment.cloudUrl,
    siteUrl: deployment.siteUrl,
    baseUrl,
    adminKey: deployment.adminKey,
    projectId,
    apiKey,
  };
  await files.writeFacts(facts);
  const isReachable = runtime.baseUrl !== null && (await status(apiKey)) === 200;
  if (runtime.baseUrl === null)
    console.error(
      `The component is installed without a path for HTTP. Mount it with httpPrefix: "${DEFAULT_MOUNT}/".`,
    );
  else if (!isReachable)
    console.error(
      `The runtime does not answer at ${baseUrl}; a route of the app may be in its way.`,
    );
  if (!isReachable) return facts;
  const prepared = { ...facts, clientId: await seedClient(app.dependencies, facts) };
  await files.writeFacts(prepared);
  return prepared;
}
