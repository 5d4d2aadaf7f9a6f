/**
 * Measures API key verification, with and without limits, on a local deployment: `npx tsx
 * bench/keys.bench.ts`. It sends 16 parallel HTTP requests from the machine that is also server and
 * database, so only compare the numbers with each other. Exits with 1 when a goal is missed.
 */
import { wireClient } from "../test/support/wireClient";
import { deployApp } from "../test/support/deployment";

const CONCURRENCY = 16;
const SLICE_MILLISECONDS = 4_000;

const deployment = await deployApp();
const { runner, siteUrl } = deployment;
const run = async <T>(path: string, args: object): Promise<T> => {
  const request = { ip: null, userAgent: null, requestId: "bench" };
  const outcome = await runner.mutation({
    component: "banataAuth",
    path,
    args: args as never,
    identity: { kind: "admin" },
    access: "any",
    request,
  }); // plain JSON
  if (outcome.status === "error") throw new Error(outcome.message);
  return outcome.value as T; // the function's answer
};
const { id: projectId } = await run<{ id: string }>("setup:createProject", {
  name: "Bench",
  slug: "bench",
});
const { key: apiKey } = await run<{ key: string }>("setup:createKey", { projectId, name: "bench" });
const client = wireClient({ apiKey, baseUrl: `${siteUrl}/banata`, retries: 0 });
const verifications = () =>
  runner.metrics.calls().filter(({ path }) => path === "apiKeys/functions:verifyKey");
const limits = { requests: 1_000_000, windowSeconds: 86_400 };
const { id: organizationId } = await client.organizations.createOrganization({ name: "Bench" });
const make = async (fields: object) =>
  (
    await client.apiKeys.createKey({
      name: "bench",
      permissions: ["user.read"],
      organizationId,
      ...fields,
    })
  ).key;

const cases: readonly { readonly name: string; readonly key: string; readonly refused: boolean }[] =
  [
    { name: "no limit", key: await make({}), refused: false },
    { name: "exact rate limit", key: await make({ rateLimit: limits }), refused: false },
    {
      name: "32 shards",
      key: await make({ rateLimit: { ...limits, shards: 32 } }),
      refused: false,
    },
    {
      name: "rate limit and quota, 32 shards",
      key: await make({
        rateLimit: { ...limits, shards: 32 },
        quota: { requests: 1_000_000, period: "day", shards: 32 },
      }),
      refused: false,
    },
    {
      name: "limit used up",
      key: await make({ rateLimit: { requests: 1, windowSeconds: 86_400 } }),
      refused: true,
    },
  ];

interface Row {
  readonly "verify/s": number;
  readonly "p50 ms": number;
  readonly "p99 ms": number;
  readonly "documents read": number;
  readonly "documents written": number;
  readonly "retried in %": number;
  readonly "refused in %": number;
}

async function measure(key: string): Promise<Row> {
  const verify = async () =>
    (
      await client.apiKeys
        .verifyKey({ key, permission: "user.read", organizationId })
        .catch(() => ({ valid: false }))
    ).valid;
  await verify();
  runner.metrics.clear();
  await verify();
  const { usage } = verifications()[0]!; // one request is one mutation
  runner.metrics.clear();
  const times: number[] = [];
  let refused = 0;
  const start = performance.now();
  const worker = async () => {
    while (performance.now() - start < SLICE_MILLISECONDS) {
      const begun = performance.now();
      if (!(await verify())) refused++;
      times.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  const elapsed = performance.now() - start;
  const sorted = times.toSorted((a, b) => a - b);
  const percentile = (part: number) => Number(sorted[Math.floor(sorted.length * part)]!.toFixed(1)); // there are some
  const percent = (part: number) => Number(((100 * part) / times.length).toFixed(1));
  return {
    "verify/s": Math.round((times.length * 1_000) / elapsed),
    "p50 ms": percentile(0.5),
    "p99 ms": percentile(0.99),
    "documents read": usage.documentsRead,
    "documents written": usage.documentsWritten,
    "retried in %": percent(verifications().filter(({ retries }) => retries > 0).length),
    "refused in %": percent(refused),
  };
}

await run("tenancy/keyUse:fold", {}); // as the cron does every minute: from now on the calling key records no use for an hour
const rows = new Map<string, Row>();
for (const { name, key } of cases) rows.set(name, await measure(key));
console.log(
  `Verifications of an organization's API key with a permission, ${CONCURRENCY} in parallel`,
);
console.table(Object.fromEntries(rows));

const {
  "documents read": read,
  "documents written": written,
  "retried in %": retried,
} = rows.get("no limit")!; // measured above
const goals = [
  { name: "a key without a limit: documents read", value: read, atMost: 4 },
  { name: "a key without a limit: documents written", value: written, atMost: 1 },
  { name: "a key without a limit: verifications retried, in %", value: retried, atMost: 0 },
];
for (const { name, value, atMost } of goals)
  console.log(`${value <= atMost ? "met   " : "MISSED"} ${name} is ${value}, at most ${atMost}`);
await deployment.close();
process.exitCode = goals.every(({ value, atMost }) => value <= atMost) ? 0 : 1;
