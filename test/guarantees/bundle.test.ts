/**
 * What the unmodified CLI makes of `convex/` runs where Convex runs it: with the isolate's globals
 * alone, and within its size.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, test } from "vitest";
import { analyzeModules } from "../../local/src/runtime/analysis";
import { repository } from "../support/deployment";
import { capturePush, type Push, type PushedModule } from "./support/capturedPush";
import { behind, countBytes, staleExceptions, weightLimit } from "./support/moduleWeights";
import { operations } from "./support/operations";

/** Convex allows 32 MiB. */
const MAXIMUM_BYTES = 6 * 1024 * 1024;

interface Bundle {
  readonly name: string;
  readonly modules: readonly PushedModule[];
}

let bundles: Bundle[];
beforeAll(async () => {
  bundles = bundlesOf(await capturePush());
}, 120_000);

const bundlesOf = ({ appDefinition, componentDefinitions }: Push): Bundle[] =>
  [
    { name: "app", modules: appDefinition.changedModules, schema: appDefinition.schema },
    ...componentDefinitions.map(({ definitionPath, functions, schema }) => ({
      name: definitionPath,
      modules: functions,
      schema,
    })),
  ].map(({ name, modules, schema }) => ({
    name,
    modules: schema ? [...modules, { ...schema, path: "schema.js" }] : modules,
  }));

const component = () => bundles.find(({ name }) => name === "component")!;

type Evaluation =
  { exports: string[]; milliseconds: number; error?: undefined } | { error: string };

async function evaluations({ modules }: Bundle): Promise<Record<string, Evaluation>> {
  const program = join(repository, "test/guarantees/support/bareIsolate.ts");
  const child = spawn(
    process.execPath,
    ["--experimental-vm-modules", "--no-warnings", "--import", "tsx", program],
    { cwd: repository, stdio: ["pipe", "pipe", "inherit"] },
  );
  child.stdin.end(JSON.stringify(modules.map(({ path, source }) => ({ path, source }))));
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  return JSON.parse(output) as Record<string, Evaluation>; // what bareIsolate.ts prints
}

test("every module evaluates with the isolate's globals alone", async () => {
  expect(bundles.map(({ name }) => name)).toContain("component");
  const times: Record<string, string> = {};
  for (const bundle of bundles) {
    const results = Object.entries(await evaluations(bundle));
    if (bundle.name !== "app") expect(results.length, bundle.name).toBeGreaterThan(0); // the app itself need not have functions
    expect(
      results.flatMap(([path, { error }]) =>
        error === undefined ? [] : [`${bundle.name} ${path}: ${error}`],
      ),
    ).toEqual([]);
    if (bundle === component())
      for (const [path, result] of results)
        if (/functions|http/.test(path) && result.error === undefined)
          times[path] = `${result.milliseconds.toFixed(1)} ms`;
  }
  console.log("The modules of functions evaluate in", times);
});

test("the functions of all operations are in it", async () => {
  const results = await evaluations(component());
  for (const { name, group, method } of operations)
    expect(results[`${group}/functions.js`], name).toMatchObject({
      exports: expect.arrayContaining([method]),
    });
});

test("what Node has and the isolate has not would not get through", async () => {
  const sources = [
    "Buffer.from('')",
    "setImmediate(() => 0)",
    "queueMicrotask(() => 0)",
    "process.nextTick(() => 0)",
    "global.x = 1",
    "new Function('return 1')()",
    "eval('1')",
    "require('fs')",
    "import 'node:crypto'",
  ];
  const modules = sources.map((source, i) => ({
    path: `m${i}.js`,
    source,
    environment: "isolate" as const,
  }));
  const results = await evaluations({
    name: "faults",
    modules: [
      ...modules,
      {
        path: "good.js",
        source:
          "export const size = new TextEncoder().encode(btoa('x')).length + Number(process.env.NONE ?? 1)",
        environment: "isolate",
      },
    ],
  });
  for (const [i, source] of sources.entries())
    expect(results[`m${i}.js`], source).toMatchObject({
      error: expect.stringMatching(
        /not defined|not a function|not allowed|disallowed|does not have/,
      ),
    });
  expect(results["good.js"]).toMatchObject({ exports: ["size"] });
});

const filesOf = ({ sourceMap }: PushedModule): string[] =>
  sourceMap ? (JSON.parse(sourceMap) as { sources: string[] }).sources : []; // as the format has them
const isHeavy = (file: string) =>
  /zod\/(v3|v4\/classic)\/|better-auth\/dist\/(auth|api)\//.test(file);

/** What a request evaluates before it needs Better Auth, or instead. */
const withoutBetterAuth = [
  "signIn/attempt.js",
  "signIn/current.js",
  "signIn/http.js",
  "signIn/limits/reservations.js",
  "signIn/origins/cors.js",
  "signIn/reads/session.js",
  "signIn/reads/token.js",
];

describe("the component's bundle", () => {
  test("is under 6 MiB, all components together too", () => {
    const [own, all] = [
      countBytes(component().modules),
      bundles.reduce((sum, { modules }) => sum + countBytes(modules), 0),
    ];
    console.log(
      `The component is ${(own / 1024).toFixed(0)} KiB in ${component().modules.length} modules, the whole push ${(all / 1024).toFixed(0)} KiB`,
    );
    expect(own).toBeGreaterThan(10_000);
    expect(all).toBeLessThan(MAXIMUM_BYTES);
  });

  test("evaluates no more code in a call than the table of weights allows", async () => {
    const { modules } = component();
    const analysis = await analyzeModules(modules, {});
    const weights = new Map(
      modules
        .filter(({ path }) => path === "http.js" || analysis.get(path)?.functions.length)
        .map((module) => [module.path, countBytes(behind(module, modules)) / 1_024]),
    );
    expect(weights.size).toBeGreaterThan(50);
    const heavy = [...weights].filter(([path, kibibytes]) => kibibytes > weightLimit(path));
    expect(heavy).toEqual([]);
    expect(staleExceptions(weights)).toEqual([]);
  });

  test("runs in the isolate alone: a component may have no Node modules", () => {
    expect(component().modules.filter(({ environment }) => environment === "node")).toEqual([]);
  });

  test("has the small zod in it; the classic one, which Better Auth brings, and Better Auth itself are in nothing but what signs people in", () => {
    const { modules } = component();
    expect(modules.flatMap(filesOf).some((file) => file.includes("zod/v4/mini"))).toBe(true);
    const heavy = modules
      .filter(
        ({ path, ...module }) =>
          !path.startsWith("_deps/") &&
          behind({ path, ...module }, modules)
            .flatMap(filesOf)
            .some(isHeavy),
      )
      .map(({ path }) => path);
    expect(heavy).toContain("signIn/perform.js");
    expect(
      heavy.filter(
        (path) =>
          // It re-seals what Better Auth has encrypted: by the clock and by hand, never for a request.
          !/^(signIn|secretRotation|sso\/flow)\//.test(path) || withoutBetterAuth.includes(path),
      ),
    ).toEqual([]);
    expect(modules.map(({ path }) => path)).toEqual(expect.arrayContaining(withoutBetterAuth));
  });

  // One `import { z } from "zod"`, or of what looks zod's functions up by name, and the CLI's
  // bundler puts all locales where every module that parses input shares code: 320 KB more in 119
  // modules.
  test("has no languages of zod but English", () => {
    const locales = component()
      .modules.flatMap(filesOf)
      .filter((file) => /zod\/v4\/locales\//.test(file));
    expect(locales.filter((file) => !file.endsWith("/en.js"))).toEqual([]);
  });

  test("evaluates the assets of pages in no function, but for the request of each", () => {
    const { modules } = component();
    const isAsset = (file: string) =>
      /pages\/generated\//.test(file) && !file.endsWith("/entry.generated.ts");
    expect(modules.flatMap(filesOf).filter(isAsset).length).toBeGreaterThan(10);
    const users = modules.filter(
      (module) =>
        !module.path.startsWith("_deps/") &&
        behind(module, modules)
          .flatMap(filesOf)
          .some((file) => isAsset(file) && !file.endsWith("/assets.generated.ts")),
    );
    expect(users.map(({ path }) => path)).toEqual([]);
  });

  test("evaluates the modules of WebAuthn at the endpoints of passkeys alone", () => {
    const { modules } = component();
    const users = modules.filter(
      (module) =>
        !module.path.startsWith("_deps/") &&
        behind(module, modules)
          .flatMap(filesOf)
          .some((file) => file.includes("@simplewebauthn/server")),
    );
    expect(users.map(({ path }) => path).sort()).toEqual([
      "signIn/performPasskey.js",
      "signIn/settings/passkeyEndpoints.js",
      "signIn/settings/passkeys.js",
    ]);
  });
});
