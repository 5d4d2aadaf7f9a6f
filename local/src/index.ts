import type { Database, DeployedApp, Runner } from "./types";
import { createRunner, createScheduler, type Execution } from "./runtime";
import { createCapacity, type Profile } from "./runtime/capacity";
import type { Mode } from "./runtime/realmPool";
import { adminKeyCheck, loadAdminKey } from "./server/adminKey";
import { cliEndpoints } from "./server/cliEndpoints";
import { cloudHandler } from "./server/cloudServer";
import { createDeploymentRunner } from "./server/deploymentRunner";
import { ExecutionLog } from "./server/executionLog";
import { httpUrl, isLoopback, listen } from "./server/listen";
import { Pushes } from "./server/push/pushes";
import { Mailbox, MAILBOX_PATH, withMailbox } from "./server/mailbox";
import { parseRequestUrl, withValidTarget } from "./server/requestUrl";
import { siteHandler } from "./server/siteServer";
import { DeploymentState } from "./server/state";
import { openDatabase } from "./storage";
import { createSyncServer, verifyToken } from "./sync";

export type { Execution } from "./runtime";
export type { Profile } from "./runtime/capacity";
export { PortError } from "./server/listen";
export { Mailbox, MAILBOX_PATH, MAILBOX_VARIABLE, withMailbox } from "./server/mailbox";
export type { MailboxMessage } from "./server/mailboxMessage";
export { DirectoryError, DiskFullError, openDatabase } from "./storage";
export { lockDirectory } from "./storage/directoryLock";
export type {
  Database,
  DeployedApp,
  IndexPosition,
  Runner,
  StoredDocument,
  Transaction,
} from "./types";

export interface LocalDeploymentOptions {
  /** Where data, code and the admin key are stored; null keeps everything in memory. */
  readonly directory: string | null;
  /** Default "127.0.0.1". */
  readonly host?: string;
  /**
   * The port for clients and the CLI: 3210 by default, or any free port if that is taken. 0 takes
   * any free port.
   */
  readonly cloudPort?: number;
  /**
   * The port for HTTP actions: 3211 by default, or any free port if that is taken. 0 takes any free
   * port.
   */
  readonly sitePort?: number;
  /** Required for a host that other machines can reach; the server is not hardened for that. */
  readonly allowNonLoopback?: boolean;
  /**
   * Opens a damaged directory with what is intact before the damage, and keeps the rest in files
   * beside it. Without it, a damaged directory is refused. Default false.
   */
  readonly recover?: boolean;
  /**
   * Receives messages of the deployment itself. By default they are ignored, except those about the
   * data (a full disk, an incomplete write), which are warnings of the process.
   */
  readonly log?: (message: string) => void;
  /** Receives every finished call of a function with its log lines; ignored by default. */
  readonly onExecution?: (execution: Execution) => void;
  /**
   * Returns the text with which `convex dev` and `convex logs` show a failed call; undefined for its
   * error with the stack, which is the default for all.
   */
  readonly formatFailure?: (execution: Execution) => string | undefined;
  /**
   * The deployment to imitate in how many functions run at once and how much is written per second.
   * What does not fit within 5 seconds (10 for an action) is refused with
   * `TooManyConcurrentRequests`, and writes beyond the rate with `TooManyWrites`, both 429. By
   * default, calls have the slots of `s16` and wait as long as it takes.
   */
  readonly profile?: Profile;
  /**
   * `strict` evaluates the modules of a function anew for each call, and for each call that it makes,
   * as Convex does: no module state survives, and evaluation counts as the function's computing.
   * `fast`, the default, keeps contexts and is several times as fast.
   */
  readonly mode?: Mode;
}

export interface LocalDeployment {
  /** The URL for clients, and `CONVEX_SELF_HOSTED_URL` for the CLI. */
  readonly cloudUrl: string;
  /** The URL of HTTP actions. */
  readonly siteUrl: string;
  /** `CONVEX_SELF_HOSTED_ADMIN_KEY` for the CLI. */
  readonly adminKey: string;
  readonly directory: string | null;
  readonly database: Database;
  readonly runner: Runner;
  readonly scheduler: ReturnType<typeof createScheduler>;
  /** Returns what was pushed last: the components with their mounts, and the auth providers. */
  app(): DeployedApp;
  /** Changes the mode for calls that start from now on: to prepare data in the fast one. */
  setMode(mode: Mode): void;
  /** Stops the deployment, makes all commits durable, and releases the ports and the directory. */
  close(): Promise<void>;
}

/**
 * Starts a local Convex deployment in this process, with the data and code of an earlier one in the
 * directory. For development, tests and CI only.
 *
 * @throws PortError when a requested port is taken or needs more rights
 * @throws Error when the host is not a loopback address and `allowNonLoopback` is not set
 * @throws DirectoryError when another process has the directory open, when its files are damaged and
 *   `recover` is not set, or when this process may not write there
 * @example
 * const deployment = await startLocalDeployment({ directory: ".banata/local" });
 * const client = new ConvexHttpClient(deployment.cloudUrl);
 */
export async function startLocalDeployment(
  options: LocalDeploymentOptions,
): Promise<LocalDeployment> {
  const { directory, recover, host = "127.0.0.1", log = () => undefined } = options;
  if (!isLoopback(host) && options.allowNonLoopback !== true) {
    throw new Error(
      `${host} is not a loopback address. The local deployment is not for production; set allowNonLoopback to serve it anyway.`,
    );
  }
  const cleanup: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const step of cleanup.splice(0).reverse()) await step();
  };
  try {
    const database = await openDatabase({
      directory,
      ...(recover !== undefined && { recover }),
      ...(options.log && { log: options.log }),
    });
    cleanup.push(() => database.close());
    const adminKey = await loadAdminKey(directory);
    const isAdminKey = adminKeyCheck(adminKey);

    // Functions need the URLs, which are known only once the ports are open.
    const cloud = await listen({
      host,
      port: options.cloudPort ?? 3210,
      orAnyFree: options.cloudPort === undefined,
    });
    cleanup.push(cloud.close);
    const site = await listen({
      host,
      port: options.sitePort ?? 3211,
      orAnyFree: options.sitePort === undefined,
    });
    cleanup.push(site.close);
    const urls = { cloudUrl: httpUrl(host, cloud.port), siteUrl: httpUrl(host, site.port) };
    // Never where other machines could read it: mails contain links that sign in.
    const mailboxUrl = isLoopback(host) ? urls.siteUrl + MAILBOX_PATH : null;

    const state = new DeploymentState(database, { ...urls, mailboxUrl }, log);
    const executions = new ExecutionLog();
    const onExecution = (execution: Execution) => {
      const error = execution.error && (options.formatFailure?.(execution) ?? execution.error);
      executions.record({ ...execution, error });
      options.onExecution?.(execution);
    };
    const capacity = createCapacity(options.profile);
    const functions = createRunner({
      database,
      capacity,
      mode: options.mode ?? "fast",
      app: state,
      ...urls,
      log,
      onExecution,
      verifyToken,
    });
    cleanup.push(() => functions.close());
    await state.load(functions);
    const scheduler = createScheduler({
      database,
      runner: functions,
      app: state,
      slots: capacity.scheduledFunctions,
    });
    cleanup.push(() => scheduler.close());

    const runner = createDeploymentRunner(functions, {
      database,
      app: state,
      cloudUrl: urls.cloudUrl,
    });
    const sync = createSyncServer({ database, runner, app: state, isAdminKey, log });
    cleanup.push(() => sync.close());

    const pushes = new Pushes(state, runner, database);
    const endpoints = cliEndpoints({ state, runner, pushes, executions, urls });
    const functionApi = { runner, database, app: state, isAdminKey, verifyToken };
    cloud.serve(withValidTarget(urls.cloudUrl, cloudHandler({ ...functionApi, endpoints, log })));
    cloud.server.on("upgrade", (request, socket, head) => {
      const path = parseRequestUrl(request, urls.cloudUrl)?.pathname ?? "";
      if (/^\/api(\/[^/]+)?\/sync$/.test(path)) sync.handleUpgrade(request, socket, head);
      else socket.end("HTTP/1.1 404 Not Found\r\n\r\n");
    });
    const pages = siteHandler({ runner, siteUrl: urls.siteUrl, log });
    const handler = mailboxUrl === null ? pages : withMailbox(new Mailbox(), pages);
    site.serve(withValidTarget(urls.siteUrl, handler));
    const currentApp = () => state.current();
    const { setMode } = functions;
    return {
      ...urls,
      adminKey,
      directory,
      database,
      runner,
      scheduler,
      app: currentApp,
      setMode,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
