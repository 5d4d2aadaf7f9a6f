import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "../src/storage";
import { MutationQueues } from "../src/sync/mutationQueues";
import type { ServerMessage } from "../src/sync/protocol";
import { QueryRuns } from "../src/sync/queryRuns";
import { SyncSession } from "../src/sync/session";
import { Subscriptions } from "../src/sync/subscriptions";
import type {
  AppHolder,
  Database,
  FunctionCall,
  MutationOutcome,
  QueryOutcome,
  Runner,
} from "../src/types";

// Races that need slow functions: a session over a real database, with functions that wait where a
// test wants.

let database: Database;
let session: SyncSession;
let sent: ServerMessage[];
/**
 * Set by a test: runs after a query has read and before its result is known; and likewise after a
 * commit.
 */
let duringQuery: () => Promise<unknown>;
let afterCommit: () => Promise<unknown>;

const usage = {
  documentsRead: 0,
  bytesRead: 0,
  rangesRead: 0,
  documentsWritten: 0,
  bytesWritten: 0,
  functionsScheduled: 0,
};

async function query({ identity }: FunctionCall, at?: bigint): Promise<QueryOutcome> {
  const tx = at === undefined ? database.begin() : database.beginAt(at);
  const rows = tx.scan({
    component: "",
    table: "rows",
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  let count = 0;
  while (rows.next().done !== true) count += 1;
  await duringQuery();
  return {
    status: "success",
    value: `${identity.kind} sees ${count}`,
    logLines: [],
    usage,
    readSet: tx.readSet,
    timestamp: tx.snapshot,
  };
}

async function mutation(): Promise<MutationOutcome> {
  const timestamp = await insert();
  await afterCommit();
  return { status: "success", value: null, logLines: [], usage, timestamp, retries: 0 };
}

function insert(): Promise<bigint> {
  const tx = database.begin();
  tx.insert("", "rows", {});
  return tx.commit();
}

beforeEach(async () => {
  database = await openDatabase({ directory: null });
  sent = [];
  duringQuery = afterCommit = async () => undefined;
  const runner = { query, mutation } as unknown as Runner; // nothing else is called here
  const app: AppHolder = {
    current: () => ({ version: "1", components: new Map(), authProviders: [] }),
    onChange: () => () => undefined,
  };
  session = new SyncSession(
    {
      database,
      runner,
      app,
      isAdminKey: () => true,
      subscriptions: new Subscriptions(database),
      queryRuns: new QueryRuns(runner, app),
      mutations: new MutationQueues(mutation),
    },
    {
      send: async (message) => void sent.push(message),
      fail: (error) => {
        throw error;
      },
    },
    { ip: null, userAgent: null },
  );
  session.receive({ type: "Connect", sessionId: "s", connectionCount: 0 });
});

afterEach(async () => {
  session.close();
  await database.close();
});

const add = (queryId: number) => ({
  type: "Add" as const,
  queryId,
  udfPath: "q",
  args: [{ queryId }],
});
const subscribe = (...queryIds: number[]) =>
  session.receive({
    type: "ModifyQuerySet",
    baseVersion: 0,
    newVersion: 1,
    modifications: queryIds.map(add),
  });
const transitions = () => sent.filter((message) => message.type === "Transition");
const shown = () =>
  transitions().map(({ endVersion, modifications }) => [
    endVersion.identity,
    ...modifications.map((m) => (m.type === "QueryUpdated" ? m.value : m.type)),
  ]);

test("a commit while a query runs is not missed", async () => {
  duringQuery = async () => {
    duringQuery = async () => undefined;
    await insert();
  };
  subscribe(0);
  await expect.poll(shown).toEqual([
    [0, "none sees 0"],
    [0, "none sees 1"],
  ]);
});

test("results of queries that ran before authentication are not shown under the new identity", async () => {
  let first = true;
  duringQuery = async () => {
    if (!first) return;
    first = false;
    session.receive({ type: "Authenticate", tokenType: "Admin", value: "key", baseVersion: 0 });
    await sleep(5);
  };
  subscribe(0, 1);
  await expect.poll(shown).toEqual([
    [0, "none sees 0", "none sees 0"],
    [1, "admin sees 0", "admin sees 0"],
  ]);
});

test("a query that is removed while it runs sends no result", async () => {
  duringQuery = async () => {
    duringQuery = async () => undefined;
    session.receive({
      type: "ModifyQuerySet",
      baseVersion: 1,
      newVersion: 2,
      modifications: [{ type: "Remove", queryId: 0 }],
    });
    await sleep(5);
  };
  subscribe(0, 1);
  await expect.poll(shown).toEqual([
    [0, "none sees 0"],
    [0, "QueryRemoved"],
  ]);
});

test("a mutation's result is sent before its effects", async () => {
  subscribe(0);
  await expect.poll(() => sent.length).toBe(1);
  afterCommit = () => sleep(30);
  session.receive({ type: "Mutation", requestId: 0, udfPath: "m", args: [{}] });
  await expect
    .poll(
      () =>
        sent.some(({ type }) => type === "MutationResponse") &&
        shown().flat().includes("none sees 1"),
    )
    .toBe(true);
  expect(sent.slice(1, 3).map(({ type }) => type)).toEqual(["MutationResponse", "Transition"]);
});
