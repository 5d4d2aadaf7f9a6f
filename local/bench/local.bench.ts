/**
 * Compares the local deployment with convex-test on one machine: `npm run bench -w
 * @banata-auth/local`. Exits with 1 when a goal is missed. Goals are ratios, so they do not depend
 * on the machine's speed.
 */
import { convexTestEngine, localEngine, type Engine } from "./engines";

const sizes = [1_000, 10_000, 100_000];
const convexTestSizes = [1_000, 10_000];
const httpSize = 10_000;
const rounds = 5;
const SLICE_MS = 500;
const concurrency = 16;

/**
 * Returns each engine's median rate per second. Engines take turns in each round, so that a busy
 * moment of the machine affects all of them.
 */
async function measure(
  engines: readonly Engine[],
  slice: (engine: Engine) => Promise<number>,
): Promise<Map<Engine, number>> {
  for (const engine of engines) await slice(engine);
  const rates = new Map<Engine, number[]>(engines.map((engine) => [engine, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const engine of engines) rates.get(engine)!.push(await slice(engine)); // every engine is in the map
  }
  return new Map(
    [...rates].map(([engine, all]) => [
      engine,
      all.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!,
    ]),
  ); // there is a middle one
}

async function measureReads(engine: Engine): Promise<number> {
  // Enough reads that the call itself hardly matters, and few enough that a query of the slower
  // engine takes less than a second.
  const perQuery = engine.name === "local" ? 500 : 20;
  return measureRate(async () => {
    await engine.read(perQuery);
    return perQuery;
  });
}

function measureRequests(engine: Engine): Promise<number> {
  let key = 0;
  return measureRate(async () => {
    await Promise.all(
      Array.from({ length: concurrency }, () => engine.request((key += 7919) % engine.size)),
    );
    return concurrency;
  });
}

async function measureRate(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < SLICE_MS) done += await work();
  return (done * 1000) / (performance.now() - start);
}

const local = await Promise.all(sizes.map(localEngine));
const convexTests = await Promise.all(convexTestSizes.map(convexTestEngine));
const find = (engines: readonly Engine[], size: number) =>
  engines.find((engine) => engine.size === size)!; // all sizes used below are in the lists
const count = (rate: number) => Math.round(rate).toLocaleString("en");

const reads = await measure([...local, ...convexTests], measureReads);
const getReads = (engines: readonly Engine[], size: number) => reads.get(find(engines, size))!; // all were measured
console.log("Indexed reads/s in a query");
for (const size of sizes) {
  const other = convexTestSizes.includes(size) ? getReads(convexTests, size) : null;
  const mine = getReads(local, size);
  const ratio =
    other === null ? "" : `, convex-test ${count(other)}, ratio ${(mine / other).toFixed(1)}`;
  console.log(`  ${count(size).padStart(7)} documents: local ${count(mine)}${ratio}`);
}

const httpEngines = [find(local, httpSize), find(convexTests, httpSize)];
const [localHttp, convexTestHttp] = [...(await measure(httpEngines, measureRequests)).values()] as [
  number,
  number,
]; // two engines
console.log(
  `HTTP actions/s with a mutation and a query, ${count(httpSize)} documents, ${concurrency} in parallel`,
);
console.log(
  `  local ${count(localHttp)}, convex-test ${count(convexTestHttp)}, ratio ${(localHttp / convexTestHttp).toFixed(1)}`,
);

const goals = [
  {
    name: "reads at 10,000 documents: local ÷ convex-test",
    ratio: getReads(local, 10_000) / getReads(convexTests, 10_000),
    atLeast: 50,
  },
  {
    name: "reads of local: 100,000 ÷ 1,000 documents",
    ratio: getReads(local, 100_000) / getReads(local, 1_000),
    atLeast: 0.6,
  },
  {
    name: "HTTP actions at 10,000 documents: local ÷ convex-test",
    ratio: localHttp / convexTestHttp,
    atLeast: 5,
  },
];
for (const { name, ratio, atLeast } of goals)
  console.log(
    `${ratio >= atLeast ? "met   " : "MISSED"} ${name} is ${ratio.toFixed(2)}, goal ${atLeast}`,
  );

await Promise.all([...local, ...convexTests].map((engine) => engine.close()));
process.exitCode = goals.every(({ ratio, atLeast }) => ratio >= atLeast) ? 0 : 1;
