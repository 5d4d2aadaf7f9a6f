/** `structuredClone`: Node's makes objects of the outer realm. */
export const cloning = String.raw`
  hide(globalThis, "structuredClone", function structuredClone(value, options) {
    if (options !== undefined) refuse("structuredClone with transfer not supported");
    const copies = new Map();
    const remember = (original, copy) => {
      copies.set(original, copy);
      return copy;
    };
    const clone = (original) => {
      if (typeof original === "function" || typeof original === "symbol") {
        throw new DOMException(String(original) + " could not be cloned.", "DataCloneError");
      }
      if (typeof original !== "object" || original === null) return original;
      if (copies.has(original)) return copies.get(original);
      if (original instanceof RealDate) return remember(original, new RealDate(original.getTime()));
      if (original instanceof RegExp) return remember(original, new RegExp(original.source, original.flags));
      if (original instanceof ArrayBuffer) return remember(original, original.slice(0));
      if (ArrayBuffer.isView(original)) {
        const length = original instanceof DataView ? original.byteLength : original.length;
        return remember(original, new original.constructor(clone(original.buffer), original.byteOffset, length));
      }
      if (original instanceof Map) {
        const copy = remember(original, new Map());
        for (const [key, item] of original) copy.set(clone(key), clone(item));
        return copy;
      }
      if (original instanceof Set) {
        const copy = remember(original, new Set());
        for (const item of original) copy.add(clone(item));
        return copy;
      }
      if (original instanceof Error) {
        const constructor = shared.errorNames.includes(original.name) ? globalThis[original.name] : Error;
        const copy = remember(original, new constructor(original.message));
        hide(copy, "stack", original.stack);
        if ("cause" in original) hide(copy, "cause", clone(original.cause));
        return copy;
      }
      const copy = remember(original, Array.isArray(original) ? new Array(original.length) : {});
      for (const key of Object.keys(original)) copy[key] = clone(original[key]);
      return copy;
    };
    return clone(value);
  });
`;
