/**
 * Measures what a schema library costs a function module: bundle size, and evaluation time in a
 * fresh context.
 */
import vm from "node:vm";
import { build } from "esbuild";

const sources = {
  "zod/mini":
    'import * as z from "zod/mini"; export const schema = z.strictObject({ a: z.string().check(z.maxLength(10)) });',
  "zod (namespace)":
    'import * as z from "zod"; export const schema = z.strictObject({ a: z.string().max(10) });',
  "zod (named)":
    'import { z } from "zod"; export const schema = z.strictObject({ a: z.string().max(10) });',
};

const rows: Record<string, { kibibytes: number; milliseconds: number }> = {};
for (const [name, contents] of Object.entries(sources)) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: "cjs",
    write: false,
    platform: "browser",
  });
  const code = outputFiles[0]!.text;
  const times = Array.from({ length: 7 }, () => evaluate(code)).sort((a, b) => a - b);
  rows[name] = {
    kibibytes: Math.round(code.length / 1024),
    milliseconds: Number(times[3]!.toFixed(1)),
  };
}
console.table(rows);

/** Compiles anew each time, as in a fresh isolate; the text differs so that nothing is cached. */
function evaluate(code: string): number {
  const context = vm.createContext({ URL, console });
  const started = performance.now();
  const wrapper = new vm.Script(
    `(function (module, exports) {${code}\n})//${Math.random()}`,
  ).runInContext(context) as (module: object, exports: object) => void; // the line above
  wrapper({}, {});
  return performance.now() - started;
}
