/**
 * Run as a program of its own (`node --experimental-vm-modules --import tsx bareIsolate.ts`,
 * modules as JSON on stdin): evaluates each module in a fresh context that has JavaScript and what
 * Convex's isolate has besides, nothing of Node. Prints `{ [path]: { exports, milliseconds } | {
 * error } }`.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { posix } from "node:path";
import { text } from "node:stream/consumers";
import vm from "node:vm";

// https://docs.convex.dev/functions/runtimes
const names = [
  "URL URLSearchParams crypto CryptoKey Event EventTarget structuredClone AbortController AbortSignal DOMException atob btoa console performance",
  "setTimeout setInterval clearTimeout clearInterval TextEncoder TextDecoder TextEncoderStream TextDecoderStream CompressionStream DecompressionStream",
  "ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader WritableStream WritableStreamDefaultWriter TransformStream",
  "Blob File Headers FormData Request Response fetch",
].flatMap((line) => line.split(" "));
const outer = globalThis as unknown as Record<string, unknown>; // by name

interface Module {
  readonly path: string;
  readonly source: string;
}

function bareContext(): vm.Context {
  const globals = {
    ...Object.fromEntries(names.map((name) => [name, outer[name]])),
    AsyncLocalStorage,
    process: { env: {} },
  };
  return vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } });
}

async function evaluate(entry: Module, all: ReadonlyMap<string, Module>) {
  const context = bareContext();
  const made = new Map<string, vm.SourceTextModule>();
  const moduleOf = ({ path, source }: Module): vm.SourceTextModule => {
    const known = made.get(path) ?? new vm.SourceTextModule(source, { context, identifier: path });
    made.set(path, known);
    return known;
  };
  const started = performance.now();
  const module = moduleOf(entry);
  await module.link((specifier, from) => {
    const found = all.get(posix.join(posix.dirname(from.identifier), specifier));
    if (!found || !specifier.startsWith("."))
      throw new Error(`${from.identifier} imports ${specifier}, which the isolate does not have`);
    return moduleOf(found);
  });
  await module.evaluate({ timeout: 5_000 });
  return { exports: Object.keys(module.namespace), milliseconds: performance.now() - started };
}

const modules = new Map(
  (JSON.parse(await text(process.stdin)) as Module[]).map((module) => [module.path, module]),
); // what bundle.test.ts wrote
const results: Record<string, unknown> = {};
for (const module of modules.values()) {
  if (module.path.startsWith("_deps/")) continue; // evaluated by those who import them
  results[module.path] = await evaluate(module, modules).catch((error: unknown) => ({
    error: String(error),
  }));
}
console.log(JSON.stringify(results));
