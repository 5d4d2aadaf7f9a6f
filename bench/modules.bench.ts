/**
 * What a real deployment pays before a function runs: each call evaluates the function's modules in
 * a fresh context. Measures every module of the component that has functions, as the unmodified CLI
 * bundles it: `npm run bench -- modules`. Times are CPU time, but a busy machine inflates that, too:
 * compare them within one run, or read them on an idle machine. Sizes are exact, so what makes it exit
 * with 1 are sizes (test/guarantees/support/moduleWeights.ts).
 */
import { loadavg } from "node:os";
import vm from "node:vm";
import { transformSync } from "esbuild";
import { analyzeModules } from "../local/src/runtime/analysis";
import { Isolate } from "../local/src/runtime/isolate";
import { compileModules, type ModuleCode } from "../local/src/runtime/moduleCode";
import { capturePush, type PushedModule } from "../test/guarantees/support/capturedPush";
import { toClass, weightLimit, type FunctionClass } from "../test/guarantees/support/moduleWeights";
import { operations } from "../test/guarantees/support/operations";

const RUNS = 5;
/** Milliseconds on an idle machine. */
const goals: Readonly<Record<FunctionClass, number>> = {
  management: 25,
  "sign-in": 60,
  "http action": 25,
  job: 60,
};

const push = await capturePush();
const { functions: modules } = push.componentDefinitions.find(
  ({ definitionPath }) => definitionPath === "component",
)!; // convex.config.ts installs it
const sizes = new Map(modules.map(({ path, source }) => [path, Buffer.byteLength(source)]));
const cached = await compileModules(new Map(modules.map((module) => [module.path, module])));
const analysis = await analyzeModules(modules, {});
const entries = [...analysis];

/** Scripts that were never run, so that the engine compiles all of them again. */
const sources = new Map(modules.map((module) => [module.path, toFunction(module)]));
let copies = 0;

function toFunction({ source }: PushedModule): string {
  const { code } = transformSync(source, {
    format: "cjs",
    target: "node20",
    supported: { "dynamic-import": false },
  });
  return `(function (exports, require, module) {${code}\n})`;
}

function neverCompiled(paths: readonly string[]): ModuleCode {
  const copy = copies++;
  return new Map(
    paths.map((path) => {
      const script = new vm.Script(`${sources.get(path)!}//${copy}`);
      return [path, { path, environment: "isolate" as const, script }];
    }),
  );
}

interface Evaluation {
  readonly milliseconds: number;
  readonly paths: readonly string[];
}

/** Evaluates a module in a fresh context, and what `then` reads from others. */
function evaluate(code: ModuleCode, path: string, then?: (isolate: Isolate) => void): Evaluation {
  const paths: string[] = [];
  const watched: ModuleCode = new Proxy(code, {
    get: (target, name) => {
      if (name !== "get") return Reflect.get(target, name, target) as unknown;
      return (wanted: string) => {
        paths.push(wanted);
        return target.get(wanted);
      };
    },
  });
  const isolate = new Isolate(watched, {});
  const before = process.cpuUsage();
  isolate.enter(path, () => undefined);
  then?.(isolate);
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1_000, paths };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!; // there are some
const repeat = (run: () => Evaluation) =>
  Number(median(Array.from({ length: RUNS }, () => run().milliseconds)).toFixed(1));

/** Builds the schemas of one operation, as its call does. */
const buildSchemas = (group: string, method: string) => (isolate: Isolate) =>
  isolate.enter(`${group}/contract.js`, (exports) => {
    const slice = exports[group] as Record<string, { input: unknown; output: unknown }>; // the slice's contract
    return [slice[method]?.input, slice[method]?.output];
  });

const rows = entries
  .filter(([path, { functions }]) => functions.length > 0 || path === "http.js")
  .map(([path]) => {
    const { paths } = evaluate(cached, path);
    const kibibytes = Math.round(paths.reduce((sum, each) => sum + sizes.get(each)!, 0) / 1024);
    const called = operations.filter(({ group }) => path === `${group}/functions.js`);
    const withSchemas = called.map(({ group, method }) => ({
      method,
      milliseconds: repeat(() => evaluate(cached, path, buildSchemas(group, method))),
    }));
    const worst = withSchemas.toSorted((a, b) => b.milliseconds - a.milliseconds)[0];
    const [largest] = paths.toSorted((a, b) => sizes.get(b)! - sizes.get(a)!);
    return {
      path,
      class: toClass(path),
      KiB: kibibytes,
      modules: paths.length,
      "compiled anew, ms": repeat(() => evaluate(neverCompiled(paths), path)),
      "cached code, ms": repeat(() => evaluate(cached, path)),
      "with the schemas of": worst === undefined ? "" : `${worst.method}: ${worst.milliseconds}`,
      largest: `${largest!} ${Math.round(sizes.get(largest!)! / 1024)} KiB`, // every module has itself
    };
  })
  .toSorted((a, b) => a.class.localeCompare(b.class) || b.KiB - a.KiB);

console.log(
  `Evaluation in a fresh context, median of ${RUNS}; load average ${loadavg()[0]!.toFixed(1)}`,
);
console.table(Object.fromEntries(rows.map(({ path, ...row }) => [path.replace(/\.js$/, ""), row])));
for (const [name, goal] of Object.entries(goals)) {
  const own = rows.filter((row) => row.class === name);
  for (const column of ["compiled anew, ms", "cached code, ms"] as const) {
    const slow = own.filter((row) => row[column] > goal).map(({ path }) => path);
    console.log(`${name}, ${column}: above the goal of ${goal} are ${slow.join(", ") || "none"}`);
  }
}
const heavy = rows.filter(({ path, KiB }) => KiB > weightLimit(path));
for (const { path, KiB } of heavy)
  console.log(`MISSED ${path} evaluates ${KiB} KiB of ${weightLimit(path)}`);
process.exitCode = heavy.length === 0 ? 0 : 1;
