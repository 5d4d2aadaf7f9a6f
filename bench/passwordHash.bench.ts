/**
 * Measures the password hash in a `vm` context, as the local deployment runs it, beside the one that
 * stock Better Auth makes: `npx tsx bench/passwordHash.bench.ts`. Prints milliseconds of CPU time,
 * because other processes change the time on the clock.
 */
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { build } from "esbuild";

const ROUNDS = 7;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRY = `
import { hashPassword } from "./convex/component/passwords/argon2";
import { verifyPassword } from "./convex/component/passwords/comparison";
import { hashPassword as stock } from "better-auth/crypto";
const earlier = "$scrypt$ln=14,r=16,p=1$c2l4dGVlbiBieXRlcyBvaw$" + "A".repeat(43);
globalThis.hashes = {
  ours: () => hashPassword("correct horse battery"),
  stock: () => stock("correct horse battery"),
  earlier: () => verifyPassword("correct horse battery", earlier),
};`;

type Name = "ours" | "stock" | "earlier";
type Hashes = Readonly<Record<Name, () => Promise<unknown>>>;
const LABELS: Readonly<Record<Name, string>> = {
  ours: "argon2id, 19 MiB, t = 2 (new passwords)",
  stock: "scrypt of stock Better Auth",
  earlier: "comparison with an earlier scrypt hash",
};
const names: readonly Name[] = ["ours", "stock", "earlier"];

/** Milliseconds of CPU time of one hash; `fresh` evaluates the code in a new context for each. */
export async function measurePasswordHashes(fresh: boolean): Promise<Record<Name, number[]>> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: ROOT, loader: "ts" },
    ...{ bundle: true, format: "iife", platform: "browser", write: false, logLevel: "error" },
  });
  const script = new vm.Script(outputFiles[0]!.text); // one entry, one file
  let hashes = evaluate(script);
  const times: Record<Name, number[]> = { ours: [], stock: [], earlier: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      if (fresh) hashes = evaluate(script);
      const before = process.cpuUsage();
      await hashes[name]();
      const { user, system } = process.cpuUsage(before);
      times[name].push((user + system) / 1_000);
    }
  return times;
}

/** The entry above defines `hashes` in its context. */
function evaluate(script: vm.Script): Hashes {
  const { crypto, TextEncoder, TextDecoder, Uint8Array, ArrayBuffer, btoa, atob, setTimeout } =
    globalThis;
  const globals = {
    ...{ crypto, TextEncoder, TextDecoder, Uint8Array, ArrayBuffer, btoa, atob, setTimeout },
  };
  const context: vm.Context & { hashes?: Hashes } = vm.createContext(globals, {
    codeGeneration: { strings: false, wasm: true },
  });
  script.runInContext(context);
  if (!context.hashes) throw new Error("The hashes did not load.");
  return context.hashes;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!; // never empty

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [reused, fresh] = [await measurePasswordHashes(false), await measurePasswordHashes(true)];
  console.log("password hashes, ms of CPU time (median of 7)      reused context  fresh context");
  for (const name of names)
    console.log(
      LABELS[name].padEnd(52),
      median(reused[name]).toFixed(0).padStart(12),
      median(fresh[name]).toFixed(0).padStart(14),
    );
  console.log(
    `ours to stock: ${(median(reused.ours) / median(reused.stock)).toFixed(2)} reused, ` +
      `${(median(fresh.ours) / median(fresh.stock)).toFixed(2)} fresh`,
  );
}
