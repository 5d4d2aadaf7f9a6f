/**
 * Tools of the other parts, and the globals that are Node's own objects.
 *
 * Like all files in this folder, source text of the bootstrap script (see bootstrap.ts).
 */
export const foundation = String.raw`
  const hide = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  const adopt = (object, constructor) => Object.setPrototypeOf(object, constructor.prototype);
  // How a class shows itself in console output.
  const show = (constructor, describe) =>
    hide(constructor.prototype, Symbol.for("nodejs.util.inspect.custom"), function () { return describe(this); });

  for (const name of Object.keys(shared.globals)) hide(globalThis, name, shared.globals[name]);
  // The runtime has to know which calls set a store.
  class AsyncLocalStorage extends shared.globals.AsyncLocalStorage {
    run(...args) {
      bridge.usesStorage();
      return super.run(...args);
    }
    exit(...args) {
      bridge.usesStorage();
      return super.exit(...args);
    }
    enterWith(store) {
      bridge.usesStorage();
      super.enterWith(store);
    }
    disable() {
      bridge.usesStorage();
      super.disable();
    }
  }
  hide(globalThis, "AsyncLocalStorage", AsyncLocalStorage);
  delete globalThis.eval;
  hide(globalThis, "self", globalThis);
  hide(Atomics, "wait", () => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  });

  // Node's own functions (crypto, streams ...) throw and return objects of the outer realm. Code in
  // here must still recognize them: their TypeError is a TypeError.
  const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];
  for (const name of Object.keys(shared.intrinsics)) {
    const inner = globalThis[name];
    const outer = shared.intrinsics[name];
    hide(inner, Symbol.hasInstance, function (value) {
      return ordinaryHasInstance.call(this, value) || (this === inner && ordinaryHasInstance.call(outer, value));
    });
  }

  // Asynchronous operations of Node that will resume the code of the current call.
  let outside = { open: 0 };
  const outsideOf = async (start) => {
    const call = outside;
    call.open++;
    try {
      return await start();
    } finally {
      call.open--;
      bridge.resumed();
    }
  };

  // Fails the whole call: code that catches the error gains nothing.
  const refuse = (message) => {
    bridge.abort(message);
    throw new Error(message);
  };
  const unimplemented = (what, owner) =>
    refuse(
      "Not implemented: " + what + " for " + owner +
        ". Consider calling an action defined in Node.js instead (https://docs.convex.dev/functions/actions).",
    );
  const actionOnly = (what) =>
    "Can't use " + what + " in queries and mutations. Please consider using an action. " +
    "See https://docs.convex.dev/functions/actions for more details.";
  const requireAction = (what) => {
    if (!bridge.allowsEffects()) throw new Error(actionOnly(what));
  };
  const requireArguments = (given, required, prefix) => {
    if (given >= required) return;
    throw new TypeError(
      prefix + ": " + required + (required === 1 ? " argument" : " arguments") + " required, but only " + given + " present.",
    );
  };
`;
