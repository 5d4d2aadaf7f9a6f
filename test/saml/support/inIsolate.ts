/** The folder `convex/component/saml`, compiled and evaluated as the isolate does it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { verifyResponse } from "../../../convex/component/saml/response";
import { Isolate } from "../../../local/src/runtime/isolate";
import { compileModules } from "../../../local/src/runtime/moduleCode";
import { openConnection } from "./connection";
import { issueResponse, USER, type Combination } from "./identityProviders";

export const folder = join(import.meta.dirname, "../../../convex/component/saml");
export const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".ts"),
);

export interface SamlModule {
  readonly verifyResponse: typeof verifyResponse;
}

export interface CompiledSaml {
  /** Of the code with its packages. */
  readonly kibibytes: number;
  /** Evaluates it in a fresh context. */
  evaluate(): SamlModule;
}

export async function compileSaml(): Promise<CompiledSaml> {
  const { outputFiles } = await build({
    stdin: {
      contents: files.map((path) => `export * from "./${path}";`).join("\n"),
      resolveDir: folder,
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "esnext",
    conditions: ["convex", "module"],
    write: false,
  });
  const source = outputFiles[0]!.text; // of one entry
  const code = await compileModules(
    new Map([["saml.js", { path: "saml.js", source, environment: "isolate" as const }]]),
  );
  return {
    kibibytes: Math.round(source.length / 1024),
    // What the entry above exports.
    evaluate: () =>
      new Isolate(code, {}).enter("saml.js", (exports) => exports) as unknown as SamlModule,
  };
}

/** Responses that differ in what their verification costs. */
export const measuredCombinations: readonly Combination[] = [
  { provider: "samlp", signed: "assertion", encryption: "none" },
  { provider: "samlify", signed: "both", encryption: "none" },
  { provider: "samlp", signed: "both", encryption: "aes256-gcm" },
  { provider: "samlify", signed: "assertion", encryption: "aes256-cbc" },
];

/** CPU milliseconds of verifications of one response, in one context. */
export async function measureVerifications(
  { evaluate }: CompiledSaml,
  combination: Combination,
  runs: number,
): Promise<number[]> {
  const connection = await openConnection();
  const xml = await issueResponse(connection, combination);
  const rules = { ...connection.rules, now: Date.now() };
  const saml = evaluate();
  const times: number[] = [];
  for (let run = 0; run < runs; run++)
    times.push(
      await cpuMilliseconds(async () => {
        const { nameId } = await saml.verifyResponse(xml, rules);
        if (nameId.value !== USER) throw new Error(`The response names ${nameId.value}.`);
      }),
    );
  return times;
}

export async function cpuMilliseconds(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export function summarize(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const [min, p50] = [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!]; // there are some
  return { min, p50, text: `min ${min.toFixed(1)} ms, p50 ${p50.toFixed(1)} ms` };
}
