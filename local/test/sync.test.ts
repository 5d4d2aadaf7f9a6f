import { BaseConvexClient, type ConvexClient } from "convex/browser";
import { anyApi, makeFunctionReference } from "convex/server";
import { ConvexReactClient } from "convex/react";
import { ConvexError } from "convex/values";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cuttable,
  eventually,
  observe,
  openSocket,
  startSyncBackend,
  type SyncBackend,
} from "./fixtures/syncBackend";

const messages = anyApi.messages!;
const accounts = anyApi.accounts!;
const session = anyApi.session!;

let backend: SyncBackend;
let channels = 0;

/** Every test has its own data. */
const newChannel = () => `channel ${(channels += 1)}`;
const send = (client: Pick<ConvexClient, "mutation">, channel: string, body: string) =>
  client.mutation(messages.send!, { channel, body });
/** How often a function has run so far. */
const runs = (path: string) =>
  backend.deployment.runner.metrics.calls().filter((call) => call.path === path).length;

beforeAll(async () => {
  backend = await startSyncBackend();
}, 60_000);

afterAll(() => backend.close());

test("two clients see each other's changes", async () => {
  const channel = newChannel();
  const [one, two] = [backend.client().client, backend.client().client];
  const [seenByOne, seenByTwo] = [
    observe<string[]>(one, "messages:list", { channel }),
    observe<string[]>(two, "messages:list", { channel }),
  ];
  await send(one, channel, "from one");
  await send(two, channel, "from two");
  await Promise.all([seenByOne, seenByTwo].map(({ until }) => until((list) => list.length === 2)));
  expect(seenByOne.values.at(-1)).toEqual(["from one", "from two"]);
  expect(seenByTwo.values.at(-1)).toEqual(["from one", "from two"]);
});

test("a change made over HTTP reaches subscribers", async () => {
  const channel = newChannel();
  const seen = observe<string[]>(backend.client().client, "messages:list", { channel });
  await seen.until((list) => list.length === 0);
  await backend.http.mutation(messages.send!, { channel, body: "hello" });
  await seen.until((list) => list.length === 1);
});

test("a mutation's own effects are visible when it returns", async () => {
  const channel = newChannel();
  const { client } = backend.client();
  const seen = observe<string[]>(client, "messages:list", { channel });
  await seen.until((list) => list.length === 0);
  for (const body of ["a", "b", "c"]) {
    expect(await send(client, channel, body)).toBe(body);
    expect(seen.values.at(-1)).toContain(body);
  }
});

test("mutations of one client run in call order", async () => {
  const channel = newChannel();
  const { client } = backend.client();
  const bodies = Array.from({ length: 20 }, (_, i) => String(i));
  await Promise.all(bodies.map((body) => send(client, channel, body)));
  expect(await client.query(messages.list!, { channel })).toEqual(bodies);
});

test("all queries of a client are shown at one timestamp", async () => {
  const [from, to] = [newChannel(), newChannel()];
  await backend.http.mutation(accounts.open!, { name: from, balance: 100 });
  await backend.http.mutation(accounts.open!, { name: to, balance: 0 });
  const sums: number[] = [];
  const client = new BaseConvexClient(
    backend.deployment.cloudUrl,
    () => {
      const balances = [from, to].map(
        (name) => client.localQueryResult("accounts:balance", { name }) as number | undefined,
      );
      if (balances.every((balance) => balance !== undefined))
        sums.push(balances[0]! + balances[1]!);
    },
    { webSocketConstructor: cuttable().constructor, logger: false },
  );
  for (const name of [from, to]) client.subscribe("accounts:balance", { name });
  await eventually(() => sums.length > 0);
  for (let i = 0; i < 30; i += 1)
    await backend.http.mutation(accounts.transfer!, { from, to, amount: 1 });
  await eventually(() => client.localQueryResult("accounts:balance", { name: to }) === 30);
  expect(new Set(sums)).toEqual(new Set([100]));
  expect(sums.length).toBeGreaterThan(1);
  await client.close();
});

test("a query reruns only when something that it read was written", async () => {
  const [channel, other] = [newChannel(), newChannel()];
  const { client } = backend.client();
  const seen = observe<string[]>(client, "messages:list", { channel });
  await seen.until((list) => list.length === 0);
  const before = runs("messages:list");
  for (let i = 0; i < 5; i += 1) await send(client, other, "elsewhere");
  await client.mutation(accounts.open!, { name: other, balance: 0 });
  expect(runs("messages:list")).toBe(before);
  await send(client, channel, "here");
  expect(runs("messages:list")).toBe(before + 1);
  seen.stop();
  await send(client, channel, "nobody listens");
  expect(runs("messages:list")).toBe(before + 1);
});

test("an unchanged result is not sent again after a rerun", async () => {
  const channel = newChannel();
  const socket = await openSocket(backend);
  const add = { type: "Add", queryId: 0, udfPath: "messages:isEmpty", args: [{ channel }] };
  socket.send({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [add] });
  expect(await socket.next("Transition")).toMatchObject({
    modifications: [{ type: "QueryUpdated", value: true }],
  });
  for (let i = 0; i < 2; i += 1)
    await backend.http.mutation(messages.send!, { channel, body: "x" });
  expect(await socket.next("Transition")).toMatchObject({
    modifications: [{ type: "QueryUpdated", value: false }],
  });
  await backend.http.mutation(messages.shift!, { channel });
  expect(await socket.next("Transition")).toMatchObject({ modifications: [] });
  // The second message is outside of the range that the query read.
  expect(runs("messages:isEmpty")).toBe(3);
  socket.close();
});

test("a failing query sends its error data, and a failing mutation is rolled back", async () => {
  const channel = newChannel();
  const { client } = backend.client();
  const refused = observe(client, "messages:refuse", {});
  await eventually(() => refused.errors.length === 1);
  expect(refused.errors[0]).toBeInstanceOf(ConvexError);
  expect(refused.errors[0]).toMatchObject({ data: { code: "refused" } });
  await expect(client.mutation(messages.fail!, { channel })).rejects.toMatchObject({
    data: { code: "failed" },
  });
  expect(await client.query(messages.list!, { channel })).toEqual([]);
});

test("an unknown or internal function is not found", async () => {
  const { client } = backend.client();
  for (const name of ["messages:nothing", "messages:clear"]) {
    await expect(
      client.mutation(makeFunctionReference<"mutation">(name), { channel: "" }),
    ).rejects.toThrow(`Could not find public function for '${name}'`);
  }
});

test("actions of one client run concurrently, and its mutations do not wait for them", async () => {
  const { client } = backend.client();
  const finished: string[] = [];
  const slow = client
    .action(session.sleep!, { milliseconds: 500 })
    .then(() => finished.push("slow"));
  await client.action(session.sleep!, { milliseconds: 0 }).then(() => finished.push("quick"));
  await send(client, newChannel(), "meanwhile").then(() => finished.push("mutation"));
  await slow;
  expect(finished).toEqual(["quick", "mutation", "slow"]);
});

test("a client recovers completely from a broken connection, and nothing runs twice", async () => {
  const channel = newChannel();
  const { client, cut } = backend.client();
  const seen = observe<string[]>(client, "messages:list", { channel });
  await send(client, channel, "before");
  const sent = Promise.all(["one", "two", "three"].map((body) => send(client, channel, body)));
  await new Promise((resolve) => setTimeout(resolve, 1));
  cut();
  await backend.http.mutation(messages.send!, { channel, body: "while away" });
  await sent;
  await seen.until((list) => list.includes("while away"));
  const own = (await client.query(messages.list!, { channel })).filter(
    (body: string) => body !== "while away",
  );
  expect(own).toEqual(["before", "one", "two", "three"]);
  expect(client.connectionState().connectionCount).toBe(2);
});

test("a mutation that is resent after a reconnect returns the first result", async () => {
  const channel = newChannel();
  const sessionId = crypto.randomUUID();
  const answers = [];
  for (let connection = 0; connection < 2; connection += 1) {
    const socket = await openSocket(backend, { sessionId });
    socket.send({
      type: "Mutation",
      requestId: 0,
      udfPath: "messages:send",
      args: [{ channel, body: "once" }],
    });
    answers.push(await socket.next("MutationResponse"));
    socket.close();
  }
  expect(answers[0]).toMatchObject({ success: true, result: "once" });
  expect(answers[1]).toEqual(answers[0]);
  expect(await backend.http.query(messages.list!, { channel })).toEqual(["once"]);
});

test("subscriptions rerun when the environment changes", async () => {
  const seen = observe<string | null>(backend.client().client, "session:color", {});
  await seen.until((color) => color === null);
  await backend.setEnvironment("COLOR", "green");
  await seen.until((color) => color === "green");
});

test("a result that is too large for one message arrives in parts at clients that can join them", async () => {
  const length = 6_000_000;
  const { client } = backend.client();
  expect(await client.query(messages.long!, { length })).toBe("é".repeat(length));
  const add = { type: "Add", queryId: 0, udfPath: "messages:long", args: [{ length }] };
  for (const [version, type] of [
    ["1.48.0", "TransitionChunk"],
    ["1.27.0", "Transition"],
  ] as const) {
    const socket = await openSocket(backend, { version });
    socket.send({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: [add] });
    await socket.next(type);
    socket.close();
  }
});

test.each<[string, object, string]>([
  [
    "a wrong query set version",
    { type: "ModifyQuerySet", baseVersion: 3, newVersion: 4, modifications: [] },
    "Base version 3 passed up doesn't match the current version 0",
  ],
  [
    "a wrong identity version",
    { type: "Authenticate", tokenType: "None", baseVersion: 7 },
    "Base version 7 passed up doesn't match the current version 0",
  ],
  [
    "removing a query that is not there",
    {
      type: "ModifyQuerySet",
      baseVersion: 0,
      newVersion: 1,
      modifications: [{ type: "Remove", queryId: 5 }],
    },
    "Nonexistent query id: 5",
  ],
  ["an unknown message", { type: "Nonsense" }, "Received Invalid JSON on websocket"],
  [
    "calling into a component without the admin key",
    { type: "Mutation", requestId: 0, udfPath: "a:b", args: [{}], componentPath: "child" },
    "Only admin or system users can call functions on non-root components directly",
  ],
])("%s is fatal", async (_name, message, error) => {
  const socket = await openSocket(backend);
  socket.send(message);
  expect(await socket.next("FatalError")).toMatchObject({ error: expect.stringContaining(error) });
  expect(await socket.closed()).toMatchObject({ code: 1008 });
});

test("ConvexReactClient: an optimistic update is replaced by the real result in one step", async () => {
  const channel = newChannel();
  const client = new ConvexReactClient(backend.deployment.cloudUrl, {
    webSocketConstructor: cuttable().constructor,
    logger: false,
  });
  const watch = client.watchQuery(messages.list!, { channel });
  const shown: string[][] = [];
  watch.onUpdate(() => shown.push(watch.localQueryResult()));
  await eventually(() => shown.length === 1);
  for (const body of ["a", "b", "c", "d", "e"]) {
    await client.mutation(
      messages.send!,
      { channel, body },
      {
        optimisticUpdate: (store, args) => {
          const list: string[] = store.getQuery(messages.list!, { channel }) ?? [];
          store.setQuery(messages.list!, { channel }, [...list, `${args.body} (sending)`]);
        },
      },
    );
  }
  expect(shown.map((list) => list.at(-1))).toEqual([
    undefined,
    ...["a", "b", "c", "d", "e"].flatMap((body) => [`${body} (sending)`, body]),
  ]);
  expect(shown.at(-1)).toEqual(["a", "b", "c", "d", "e"]);
  await client.close();
});

test("ConvexReactClient: the pages of a paginated query have no gaps when rows are added and removed", async () => {
  const channel = newChannel();
  for (let i = 0; i < 7; i += 1)
    await backend.http.mutation(messages.send!, { channel, body: String(i) });
  const client = new ConvexReactClient(backend.deployment.cloudUrl, {
    webSocketConstructor: cuttable().constructor,
    logger: false,
  });
  const watch = paginated(client, channel);
  const results = () => watch.localQueryResult()?.results;
  watch.onUpdate(() => undefined);
  await eventually(() => results()?.length === 3);
  watch.localQueryResult()?.loadMore(3);
  await eventually(() => results()?.length === 6);
  // The first page ends after "2" whatever happens to its rows.
  await backend.http.mutation(messages.shift!, { channel });
  await eventually(() => results()?.length === 5);
  expect(results()).toEqual(["1", "2", "3", "4", "5"]);
  watch.localQueryResult()?.loadMore(3);
  await backend.http.mutation(messages.send!, { channel, body: "7" });
  await eventually(() => results()?.length === 7);
  expect(results()).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
  await client.close();
});

interface PaginatedWatch {
  onUpdate(callback: () => void): () => void;
  localQueryResult(): { readonly results: string[]; loadMore(count: number): boolean } | undefined;
}

function paginated(client: ConvexReactClient, channel: string): PaginatedWatch {
  // `usePaginatedQuery` uses these; convex marks them internal, so they are not in the types.
  const internals = client as unknown as {
    watchPaginatedQuery(query: unknown, args: object, options: object): PaginatedWatch;
  };
  return internals.watchPaginatedQuery(messages.page!, { channel }, { initialNumItems: 3, id: 1 });
}
