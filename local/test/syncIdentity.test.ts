import { BaseConvexClient, type ConvexClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cuttable,
  eventually,
  observe,
  openSocket,
  startSyncBackend,
  type SyncBackend,
} from "./fixtures/syncBackend";

interface Identity {
  readonly tokenIdentifier: string;
  readonly [claim: string]: unknown;
}

let backend: SyncBackend;

beforeAll(async () => {
  backend = await startSyncBackend();
}, 60_000);

afterAll(() => backend.close());

const me = (client: ConvexClient) =>
  client.query(anyApi.session!.me!, {}) as Promise<Identity | null>;

test("functions see the user after setAuth, and none after it is cleared", async () => {
  const { client } = backend.client();
  const seen = observe<Identity | null>(client, "session:me", {});
  await seen.until((identity) => identity === null);
  const token = await backend.sign({ name: "Alice", org: { id: "acme" } });
  let authenticated: boolean | undefined;
  client.setAuth(
    async () => token,
    (is) => (authenticated = is),
  );
  await seen.until((identity) => identity !== null);
  expect(seen.values.at(-1)).toEqual({
    tokenIdentifier: "https://issuer.test|alice",
    subject: "alice",
    issuer: "https://issuer.test",
    name: "Alice",
    "org.id": "acme",
  });
  await eventually(() => authenticated === true);
  client.client.clearAuth();
  await eventually(() => seen.values.at(-1) === null);
});

test("while the identity changes, every result belongs to the identity version it is sent with", async () => {
  const subjects = [null, "alice", "bob", null, "carol"];
  const socket = await openSocket(backend);
  const queries = [0, 1, 2, 3];
  const adds = queries.map((queryId) => ({
    type: "Add",
    queryId,
    udfPath: "session:me",
    args: [{}],
  }));
  socket.send({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications: adds });
  for (const [version, sub] of [...subjects.entries()].slice(1)) {
    const token =
      sub === null
        ? { tokenType: "None" }
        : { tokenType: "User", value: await backend.sign({ sub }) };
    socket.send({ type: "Authenticate", baseVersion: version - 1, ...token });
  }
  const shown = new Map<number, string | null>();
  for (let identity = 0; identity < subjects.length - 1;) {
    const transition = await socket.next("Transition");
    identity = (transition.endVersion as { identity: number }).identity; // as the protocol has it
    const modifications = transition.modifications as {
      queryId: number;
      value: { subject: string } | null;
    }[]; // likewise
    for (const { queryId, value } of modifications) shown.set(queryId, value?.subject ?? null);
    expect([...shown.values()]).toEqual(queries.map(() => subjects[identity]));
  }
  socket.close();
});

test.each([
  ["expired", () => backend.sign({}, { expiresIn: -60 })],
  ["made for another audience", () => backend.sign({}, { audience: "other" })],
  ["no token at all", async () => "nonsense"],
])("a token that is %s does not authenticate", async (_name, make) => {
  const { client } = backend.client();
  const token = await make();
  let authenticated: boolean | undefined;
  client.setAuth(
    async () => token,
    (is) => (authenticated = is),
  );
  await eventually(() => authenticated === false);
  expect(await me(client)).toBe(null);
});

test("a client whose cached token is rejected fetches a new one", async () => {
  const { client } = backend.client();
  const tokens = {
    cached: await backend.sign({}, { expiresIn: -60 }),
    fresh: await backend.sign(),
  };
  let authenticated: boolean | undefined;
  client.setAuth(
    async ({ forceRefreshToken }) => (forceRefreshToken ? tokens.fresh : tokens.cached),
    (is) => (authenticated = is),
  );
  await eventually(() => authenticated === true);
  expect(await me(client)).toMatchObject({ subject: "alice" });
});

test("after its token has expired, a session gets an AuthError at the next call, and no function runs", async () => {
  const socket = await openSocket(backend);
  socket.send({
    type: "Authenticate",
    tokenType: "User",
    baseVersion: 0,
    value: await backend.sign({}, { expiresIn: 1 }),
  });
  expect(await socket.next("Transition")).toMatchObject({ endVersion: { identity: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  socket.send({
    type: "Mutation",
    requestId: 0,
    udfPath: "messages:send",
    args: [{ channel: "expired", body: "never" }],
  });
  expect(await socket.next("AuthError")).toEqual({
    type: "AuthError",
    error: "Convex token identity expired",
    baseVersion: 1,
    authUpdateAttempted: false,
  });
  await socket.closed();
  expect(await backend.http.query(anyApi.messages!.list!, { channel: "expired" })).toEqual([]);
});

test("the answer to a rejected token has the reason and marks it as an authentication attempt", async () => {
  const socket = await openSocket(backend);
  socket.send({
    type: "Authenticate",
    tokenType: "User",
    baseVersion: 0,
    value: await backend.sign({}, { audience: "other" }),
  });
  expect(await socket.next("AuthError")).toEqual({
    type: "AuthError",
    error:
      "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [CustomJWT(issuer=https://issuer.test, app_id=app)]",
    baseVersion: 0,
    authUpdateAttempted: true,
  });
  await socket.closed();
});

test("the admin key on the socket can call internal functions and act as a user", async () => {
  await backend.http.mutation(anyApi.messages!.send!, { channel: "admin", body: "x" });
  const identities: unknown[] = [];
  const client = new BaseConvexClient(
    backend.deployment.cloudUrl,
    () => identities.push(client.localQueryResult("session:me", {})),
    {
      webSocketConstructor: cuttable().constructor,
      logger: false,
    },
  );
  // `convex run` uses this; convex marks it internal, so it is not in the types.
  const admin = client as unknown as { setAdminAuth(key: string, actingAs?: object): void };
  admin.setAdminAuth(backend.deployment.adminKey);
  expect(await client.mutation("messages:clear", { channel: "admin" })).toBe(1);
  admin.setAdminAuth(backend.deployment.adminKey, {
    subject: "bob",
    issuer: "https://convex.test",
    name: "Bob",
  });
  client.subscribe("session:me", {});
  await eventually(() => identities.at(-1) !== undefined);
  expect(identities.at(-1)).toEqual({
    subject: "bob",
    issuer: "https://convex.test",
    name: "Bob",
    tokenIdentifier: "https://convex.test|bob",
  });
  await client.close();
});

test("a wrong admin key is rejected", async () => {
  const socket = await openSocket(backend);
  socket.send({ type: "Authenticate", tokenType: "Admin", baseVersion: 0, value: "local|00" });
  expect(await socket.next("AuthError")).toMatchObject({
    error: "The provided admin key was invalid for this instance.",
  });
});
