/**
 * Compares sign-up, sign-in and get-session with stock `@convex-dev/better-auth`, both installed in
 * one app on one local deployment: `npm run bench -- peer`. Rounds alternate, and what counts is CPU
 * time of this process, which is server and client of both, so that other processes do not change
 * the ratios. Our limits are on, stock's are off. Exits with 1 below the ratios reached.
 */
import { join } from "node:path";
import { setVariable } from "../src/cli/deploymentVariables";
import { deployApp } from "../test/support/deployment";
import { measurePasswordHashes } from "./passwordHash.bench";

const ROUNDS = 5;
const PER_ROUND = 8;
const password = "correct horse battery";

const deployment = await deployApp(null, join(import.meta.dirname, "peerApp"), "real");
await setVariable(deployment, "BANATA_AUTH_CLIENT_ADDRESS", "header:x-client");
const { runner, siteUrl } = deployment;
const outcome = await runner.mutation({
  component: "banataAuth",
  path: "setup:createProject",
  args: { name: "Bench", slug: "bench" },
  identity: { kind: "admin" },
  access: "any",
  request: { ip: null, userAgent: null, requestId: "bench" },
});
if (outcome.status === "error") throw new Error(outcome.message);
const { id: projectId } = outcome.value as { id: string }; // setup.ts answers it

const bases = {
  ours: `${siteUrl}/banata/p/${projectId}/api/auth`,
  stock: `${siteUrl}/api/auth`,
} as const;
type Side = keyof typeof bases;

let serial = 0;
async function post(side: Side, path: string, body: object): Promise<string> {
  const client = serial++;
  const response = await fetch(bases[side] + path, {
    method: "POST",
    headers: {
      origin: siteUrl,
      "content-type": "application/json",
      // Another client each time: ours limits sign-ups of one address.
      "x-client": `10.${(client >> 16) & 255}.${(client >> 8) & 255}.${client & 255}`,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${side} ${path}: ${response.status} ${text}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

const addressOf = (i: number) => `user${i}@example.com`;
const signUp = async (side: Side, i: number) =>
  await post(side, "/sign-up/email", { email: addressOf(i), name: "User", password });
const cookies = { ours: await signUp("ours", 0), stock: await signUp("stock", 0) };
const actions: Record<string, (side: Side, i: number) => Promise<unknown>> = {
  "get-session": async (side) => {
    const headers = { origin: siteUrl, cookie: cookies[side] };
    const response = await fetch(`${bases[side]}/get-session`, { headers });
    const session = (await response.json()) as { user?: object } | null; // both answer this
    if (!session?.user) throw new Error(`${side} has no session: ${response.status}`);
  },
  "sign-in": async (side) => await post(side, "/sign-in/email", { email: addressOf(0), password }),
  "sign-up": signUp,
};

async function cost(side: Side, action: string, round: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < PER_ROUND; i++) await actions[action]!(side, 1 + round * PER_ROUND + i); // one of its keys
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / PER_ROUND;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!; // there are some
const costs: Record<string, Record<Side, number>> = {};
for (const action of Object.keys(actions)) {
  const times: Record<Side, number[]> = { ours: [], stock: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const side of round % 2 === 0
      ? (["ours", "stock"] as const)
      : (["stock", "ours"] as const))
      times[side].push(await cost(side, action, round));
  // The first round creates contexts.
  costs[action] = { ours: median(times.ours.slice(1)), stock: median(times.stock.slice(1)) };
}
const hashes = await measurePasswordHashes(false);
const hash: Record<Side, number> = { ours: median(hashes.ours), stock: median(hashes.stock) };
await deployment.close();

/** Each row with the ratio that was reached, less the noise of a busy machine, and the goal. */
const rows = [
  { name: "get-session", action: "get-session", withHash: true, atLeast: 2.2, goal: 3 },
  { name: "sign-in", action: "sign-in", withHash: true, atLeast: 1.2, goal: 1.2 },
  {
    name: "sign-in, without the hash",
    action: "sign-in",
    withHash: false,
    atLeast: 0.9,
    goal: 1.5,
  },
  {
    name: "sign-up, without the hash",
    action: "sign-up",
    withHash: false,
    atLeast: 1.3,
    goal: 1.5,
  },
].map(({ name, action, withHash, atLeast, goal }) => {
  const of = (side: Side) => costs[action]![side] - (withHash ? 0 : hash[side]); // measured above
  const [ours, stock] = [of("ours"), of("stock")];
  return { name, ours, stock, ratio: stock / ours, atLeast, goal };
});
console.log(
  `CPU ms per request; a hash takes ${hash.ours.toFixed(0)} and ${hash.stock.toFixed(0)}`,
);
console.table(
  Object.fromEntries(
    rows.map(({ name, ours, stock, ratio, ...limits }) => [
      name,
      {
        ours: Number(ours.toFixed(1)),
        stock: Number(stock.toFixed(1)),
        ratio: Number(ratio.toFixed(2)),
        ...limits,
      },
    ]),
  ),
);
process.exitCode = rows.every(({ ratio, atLeast }) => ratio >= atLeast) ? 0 : 1;
