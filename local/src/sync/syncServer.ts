import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { JSONValue } from "convex/values";
import { clientMetadata } from "../clientMetadata";
import type { AppHolder, Database, Runner } from "../types";
import { MutationQueues } from "./mutationQueues";
import { QueryRuns } from "./queryRuns";
import { Subscriptions } from "./subscriptions";
import type { SyncContext } from "./syncContext";
import { SyncSocket } from "./syncSocket";

export interface SyncServerOptions {
  readonly database: Database;
  readonly runner: Runner;
  readonly app: AppHolder;
  readonly isAdminKey: (candidate: string) => boolean;
  readonly log: (message: string) => void;
}

/** The current state, for tests. */
export interface SyncStats {
  readonly sessions: number;
  /** The watched queries of all connected clients, and how often each ran for its client. */
  readonly subscriptions: readonly {
    readonly sessionId: string | null;
    readonly component: string;
    readonly path: string;
    readonly args: JSONValue;
    readonly runs: number;
  }[];
}

export interface SyncServer {
  /** Handles an upgrade request of `/api/<version>/sync` or `/api/sync`. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  stats(): SyncStats;
  /** Closes all connections and stops watching commits. */
  close(): void;
}

/**
 * Serves the sync protocol to the unmodified clients: subscriptions, mutations, actions and
 * identities over a WebSocket.
 */
export function createSyncServer({
  database,
  runner,
  app,
  isAdminKey,
  log,
}: SyncServerOptions): SyncServer {
  const subscriptions = new Subscriptions(database);
  const mutations = new MutationQueues((call) => runner.mutation(call));
  const context: SyncContext = {
    database,
    runner,
    app,
    isAdminKey,
    subscriptions,
    mutations,
    queryRuns: new QueryRuns(runner, app),
  };
  const webSockets = new WebSocketServer({ noServer: true });
  const open = new Set<SyncSocket>();
  const stopFollowing = app.onChange(() => open.forEach(({ session }) => session.invalidateAll()));

  return {
    handleUpgrade(request, socket, head) {
      webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const syncSocket = new SyncSocket(webSocket, context, {
          client: clientMetadata(request),
          acceptsChunks: acceptsChunks(request.url ?? ""),
          log,
        });
        open.add(syncSocket);
        webSocket.on("close", () => open.delete(syncSocket));
      });
    },
    stats() {
      const sessions = [...open].map(({ session }) => session);
      return {
        sessions: sessions.length,
        subscriptions: sessions.flatMap(({ sessionId, queries }) =>
          [...queries.values()].map(({ query, runs }) => ({
            sessionId,
            component: query.componentPath ?? "",
            path: query.udfPath,
            args: query.args[0] ?? {},
            runs,
          })),
        ),
      };
    },
    close() {
      stopFollowing();
      subscriptions.close();
      for (const syncSocket of open) syncSocket.goAway();
      mutations.close();
      webSockets.close();
    },
  };
}

/**
 * The path contains the client's version; clients from convex 1.28 on understand TransitionChunk.
 */
function acceptsChunks(url: string): boolean {
  const [, major, minor] = /^\/api\/(\d+)\.(\d+)\.[^/]*\/sync/.exec(url) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 28);
}
