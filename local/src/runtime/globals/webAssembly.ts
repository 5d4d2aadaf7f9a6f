/**
 * WebAssembly as in Convex's runtime, whose V8 runs with `--no-wasm-async-compilation`: compiling
 * happens at once and counts as the function's own time, so it also works in queries and mutations.
 * Streams are not compiled. The classes are Node's own, because the buffer of a memory must be what
 * the contexts know as an ArrayBuffer.
 *
 * In an action an instance waits for its turn (see computingTurns.ts).
 */
export const webAssembly = String.raw`
  let hasTurn = false;
  const takeTurn = async () => {
    if (hasTurn || !bridge.allowsEffects()) return;
    await outsideOf(() => shared.takeTurn(() => void (hasTurn = false)));
    hasTurn = true;
  };
  const { Module, Instance } = shared.webAssembly;
  const webAssembly = { ...shared.webAssembly };
  hide(webAssembly, Symbol.toStringTag, "WebAssembly");
  hide(webAssembly, "compile", async function compile(bytes) {
    return new Module(bytes);
  });
  hide(webAssembly, "instantiate", async function instantiate(source, imports) {
    await takeTurn();
    if (source instanceof Module) return new Instance(source, imports);
    const module = new Module(source);
    return { module, instance: new Instance(module, imports) };
  });
  hide(globalThis, "WebAssembly", webAssembly);
`;
