/**
 * Compares sign-up, sign-in and get-session with stock `@convex-dev/better-auth`, both installed in
 * one app on one local deployment: `npm run bench -- peer`. Rounds alternate, and what counts is CPU
 * time of the server, so that neither the client nor other processes change the ratios. Our limits
 * are on, stock's are off. Exits with 1 below the ratios reached.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setVariable } from "../src/cli/deploymentVariables";
import { deployRecorded } from "../test/support/deployment";
import { replayPush, withCheapHashes } from "../test/support/recordedPush";
import type { Action, Batch, Side } from "./support/peerClient";

const ROUNDS = 7;
const PER_ROUND: Readonly<Record<Action, number>> = {
  "get-session": 200,
  "sign-in": 8,
  "sign-up": 8,
};
/** Of the scrypt that stock Better Auth uses, as esbuild formats it. */
const STOCK_WORK = "N: 16384,";
/** Longer than the jobs of a sign-up take. */
const BACKGROUND_MS = 500;

const folder = await mkdtemp(join(tmpdir(), "peer-bench-"));
const pushPath = join(folder, "push.json");
const deployment = await deployRecorded(pushPath, join(import.meta.dirname, "peerApp"));
const push = await readFile(pushPath, "utf8");
await replayPush(deployment, push); // with real hashes
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

const program = fileURLToPath(new URL("support/peerClient.ts", import.meta.url));
const client = fork(program, [siteUrl, projectId], { execArgv: ["--import", "tsx"] });
client.once("exit", (code) => code && process.exit(code)); // it has printed why
await once(client, "message");

let users = 1;
const perform = async (batch: Batch) => {
  client.send(batch);
  await once(client, "message");
};
/** Signs up on both sides. Returns the user's number. */
async function newUser(): Promise<number> {
  const user = users++;
  for (const side of ["ours", "stock"] as const)
    await perform({ side, action: "sign-up", user, count: 1 });
  return user;
}

/** CPU milliseconds for each request, with the background work that they leave. */
async function cost(side: Side, action: Action, known: number): Promise<number> {
  const count = PER_ROUND[action];
  const before = process.cpuUsage();
  await perform({ side, action, user: action === "sign-up" ? users : known, count });
  await new Promise((resolve) => setTimeout(resolve, BACKGROUND_MS));
  const { user, system } = process.cpuUsage(before);
  users += count;
  return (user + system) / 1_000 / count;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!; // there are some
/** The medians of both sides. */
async function measure(action: Action): Promise<Record<Side, number>> {
  const known = await newUser();
  const times: Record<Side, number[]> = { ours: [], stock: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const side of round % 2 === 0
      ? (["ours", "stock"] as const)
      : (["stock", "ours"] as const))
      times[side].push(await cost(side, action, known));
  // The first round creates contexts.
  return { ours: median(times.ours.slice(1)), stock: median(times.stock.slice(1)) };
}

/** Deploys password hashes that cost next to nothing, on both sides. */
async function cheapenHashes(): Promise<void> {
  const parts = withCheapHashes(push).split(STOCK_WORK);
  if (parts.length < 3) throw new Error("The pushed code does not have Better Auth's hash twice.");
  await replayPush(deployment, parts.join("N: 2,"));
}

/** Each row with the ratio that was reached, less the noise of a busy machine, and the goal. */
const limits: readonly {
  readonly name: string;
  readonly action: Action;
  readonly atLeast: number;
  readonly goal: number;
}[] = [
  { name: "get-session", action: "get-session", atLeast: 2.2, goal: 3 },
  { name: "sign-in", action: "sign-in", atLeast: 1.2, goal: 1.2 },
];
const withoutHash: typeof limits = [
  { name: "sign-in, without the hash", action: "sign-in", atLeast: 0.45, goal: 1.5 },
  { name: "sign-up, without the hash", action: "sign-up", atLeast: 0.45, goal: 1.5 },
];
const rows: (Record<Side | "ratio" | "atLeast" | "goal", number> & { name: string })[] = [];
for (const part of [limits, withoutHash]) {
  if (part === withoutHash) await cheapenHashes();
  for (const { name, action, atLeast, goal } of part) {
    const { ours, stock } = await measure(action);
    rows.push({ name, ours, stock, ratio: stock / ours, atLeast, goal });
  }
}
client.kill();
await deployment.close();
await rm(folder, { recursive: true });
console.log("CPU ms of the server per request");
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
