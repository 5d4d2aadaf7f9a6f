/**
 * WebAssembly as in Convex's runtime, whose V8 runs with `--no-wasm-async-compilation`: compiling
 * happens at once and counts as the function's own time, so it also works in queries and mutations.
 * Streams are not compiled. The classes are Node's own, because the buffer of a memory must be what
 * the contexts know as an ArrayBuffer.
 */
const { validate, Module, Instance, Memory, Table, Global } = WebAssembly;
const { CompileError, LinkError, RuntimeError } = WebAssembly;

type Instantiated = WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource;

export const webAssembly = Object.defineProperty(
  {
    ...{ validate, Module, Instance, Memory, Table, Global },
    ...{ CompileError, LinkError, RuntimeError },
    compile: async (bytes: BufferSource): Promise<WebAssembly.Module> => new Module(bytes),
    instantiate: async (
      source: BufferSource | WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ): Promise<Instantiated> => {
      if (source instanceof Module) return new Instance(source, imports);
      const module = new Module(source);
      return { module, instance: new Instance(module, imports) };
    },
  },
  Symbol.toStringTag,
  { value: "WebAssembly" },
);
