/**
 * What signing in costs, counted: transactions of a request, and documents of a transaction,
 * however large the project is.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { measuredRuntime, type Calls, type Measured } from "../guarantees/support/measured";
import { begin, type Scene } from "../support/signIn";

interface Cost {
  readonly calls: number;
  readonly read: number;
  readonly written: number;
  readonly retries: number;
}

let measured: Measured;
const scenes: { readonly users: number; readonly scene: Scene }[] = [];

beforeAll(async () => {
  measured = await measuredRuntime();
  for (const users of [10, 2_000]) {
    const scene = await begin(() => measured.runtime);
    await measured.seedUsers(scene.project, users);
    scenes.push({ users, scene });
  }
});
afterAll(async () => await measured.close());

/** Those of the request; the jobs that it has scheduled are not of it. */
const costOf = async (work: () => Promise<unknown>): Promise<Cost> => {
  const calls: Calls = (await measured.during(work)).filter(({ path }) =>
    /^signIn\/(attempt|reads\/\w+|limits\/reservations|cors|signingKeys):/.test(path),
  );
  const sum = (of: (call: Calls[number]) => number) =>
    calls.reduce((total, call) => total + of(call), 0);
  return {
    calls: calls.length,
    read: sum(({ usage }) => usage.documentsRead),
    written: sum(({ usage }) => usage.documentsWritten),
    retries: sum(({ retries }) => retries),
  };
};

/** Limits count in random rows; one that is taken is read, and another one tried. */
const TAKEN_AT_RANDOM = 4;

/** Documents that are read in all its transactions, at most. */
const steps: readonly (readonly [
  name: string,
  most: { calls: number; read: number },
  work: (scene: Scene) => Promise<unknown>,
])[] = [
  [
    "signing up",
    { calls: 2, read: 20 },
    async ({ visit, ada }) =>
      await visit().client.signUp.email({ ...ada, email: `b-${ada.email}` }),
  ],
  ["signing in", { calls: 2, read: 20 }, async ({ client, ada }) => await client.signIn.email(ada)],
  [
    "asking who is signed in",
    { calls: 1, read: 4 },
    async ({ client }) => await client.getSession(),
  ],
  [
    "listing the sessions",
    { calls: 1, read: 8 },
    async ({ client }) => await client.listSessions(),
  ],
  [
    "listing the accounts",
    { calls: 1, read: 5 },
    async ({ client }) => await client.listAccounts(),
  ],
  ["a token for Convex", { calls: 1, read: 8 }, async ({ get }) => await get("/convex/token")],
  [
    "asking for a new password",
    { calls: 1, read: 8 },
    async ({ client, ada }) => await client.requestPasswordReset({ email: ada.email }),
  ],
  [
    "a wrong password",
    { calls: 2, read: 20 },
    async ({ visit, ada }) =>
      await visit().client.signIn.email({ email: ada.email, password: "not her password" }),
  ],
  ["signing out", { calls: 1, read: 8 }, async ({ client }) => await client.signOut()],
];

test("a read of the session is one query, without Better Auth", async () => {
  const { scene } = scenes[0]!;
  await scene.client.signUp.email({ ...scene.ada, email: `c-${scene.ada.email}` });
  const calls = await measured.during(async () => {
    await scene.client.getSession();
    await scene.client.listSessions();
  });
  expect(calls.map(({ type, path }) => [type, path])).toEqual([
    ["Query", "signIn/reads/session:read"],
    ["Query", "signIn/reads/session:read"],
  ]);
});

test("every step takes its few transactions, and reads as many documents with two thousand users as with ten", async () => {
  const costs: Record<string, Cost[]> = {};
  for (const { scene } of scenes) {
    const { client, ada, get } = scene;
    await client.signUp.email(ada);
    await get("/convex/token"); // makes the key that signs, once a deployment
    for (const [name, most, work] of steps) {
      const cost = await costOf(async () => await work(scene));
      (costs[name] ??= []).push(cost);
      expect(cost.calls, name).toBe(most.calls);
      expect(cost.read, `${name} reads`).toBeLessThanOrEqual(most.read);
      expect(cost.retries, name).toBe(0);
    }
  }
  for (const [name, [small, large]] of Object.entries(costs)) {
    const { read, ...others } = small!;
    expect(large, name).toMatchObject(others);
    expect(Math.abs(large!.read - read), name).toBeLessThanOrEqual(TAKEN_AT_RANDOM);
  }
});
