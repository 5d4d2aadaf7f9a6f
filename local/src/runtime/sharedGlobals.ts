import { AsyncResource } from "node:async_hooks";
import { webcrypto } from "node:crypto";
import { AsyncLocalStorage } from "./asyncLocalStorage";
import { ComputingTurns } from "./computingTurns";
import { subtle } from "./subtle";

/**
 * Web APIs of Node that exist in Convex's default runtime; each context gets Node's own objects, or
 * subclasses of them (`globals/`).
 */
const names = [
  "URL URLSearchParams Event EventTarget AbortController AbortSignal DOMException",
  "TextEncoder TextDecoder TextEncoderStream TextDecoderStream",
  "ReadableStream ReadableStreamBYOBReader ReadableStreamDefaultReader",
  "WritableStream WritableStreamDefaultWriter TransformStream",
  "Blob File FormData CryptoKey atob btoa",
  // Binary data crosses between realms often, and both sides recognize it by `instanceof`.
  "ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array",
  "Float32Array Float64Array BigInt64Array BigUint64Array",
].flatMap((line) => line.split(" "));

const errorNames = [
  "Error",
  "TypeError",
  "RangeError",
  "SyntaxError",
  "ReferenceError",
  "EvalError",
  "URIError",
  "AggregateError",
];

// Looked up by name: only the lists above define what is shared.
const outer = globalThis as unknown as Record<string, unknown>;
const pick = (wanted: readonly string[]) =>
  Object.fromEntries(wanted.filter((name) => name in outer).map((name) => [name, outer[name]]));

const turns = new ComputingTurns();
const pickWebAssembly = () => {
  const { validate, Module, Instance, Memory, Table, Global } = WebAssembly;
  const { CompileError, LinkError, RuntimeError } = WebAssembly;
  return {
    ...{ validate, Module, Instance, Memory, Table, Global },
    ...{ CompileError, LinkError, RuntimeError },
  };
};

/** What `bootstrapSource` receives from Node, besides the bridge to the call. */
export const sharedGlobals = {
  globals: { ...pick(names), AsyncLocalStorage, AsyncResource },
  webAssembly: pickWebAssembly(),
  takeTurn: async (onEnd: () => void) => await turns.take(onEnd),
  intrinsics: pick(["Object", "Promise", ...errorNames]),
  errorNames,
  Request,
  Response,
  fetch: (input: RequestInfo, init?: RequestInit) => fetch(input, init),
  setTimeout: (callback: () => void, delay?: number) => setTimeout(callback, delay),
  setInterval: (callback: () => void, delay?: number) => setInterval(callback, delay),
  clearTimer: (timer?: NodeJS.Timeout) => clearTimeout(timer),
  subtle,
  /** The number of required arguments by method; without wrapKey and unwrapKey, which Convex lacks. */
  subtleMethods: {
    digest: 2,
    sign: 3,
    verify: 4,
    encrypt: 3,
    decrypt: 3,
    importKey: 5,
    exportKey: 2,
    deriveBits: 3,
    deriveKey: 5,
    generateKey: 3,
  },
  getRandomValues: (array: Parameters<typeof webcrypto.getRandomValues>[0]) =>
    webcrypto.getRandomValues(array),
  randomUUID: () => webcrypto.randomUUID(),
};
