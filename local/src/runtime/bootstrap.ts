import { webAssembly } from "./globals/webAssembly";

/**
 * The first script of every context: turns V8's bare globals into those of Convex's default
 * runtime.
 *
 * It is source text because it must use the context's own objects, and because build tools that
 * rewrite functions (tsx, vitest) would add references to helpers that exist only outside of the
 * context. It evaluates to a function of the `Bridge` (see isolate.ts) that returns the
 * `ContextHooks`.
 */
export const bootstrapSource = String.raw`(function (bridge, shared) {
  "use strict";
  const hide = (target, name, value) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

  for (const name of Object.keys(shared.globals)) hide(globalThis, name, shared.globals[name]);
  delete globalThis.eval;

  // Node's own functions (URL, crypto, streams ...) throw and return objects of the outer realm.
  // Code in here must still recognize them: a TypeError of "new URL" is a TypeError.
  const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];
  for (const name of Object.keys(shared.intrinsics)) {
    const inner = globalThis[name];
    const outer = shared.intrinsics[name];
    hide(inner, Symbol.hasInstance, function (value) {
      return ordinaryHasInstance.call(this, value) || (this === inner && ordinaryHasInstance.call(outer, value));
    });
  }

${webAssembly}
  const requireAction = (what) => {
    if (bridge.allowsEffects()) return;
    throw new Error(
      "Can't use " + what + " in queries and mutations. Please consider using an action. " +
        "See https://docs.convex.dev/functions/actions for more details.",
    );
  };

  // ---- time
  const RealDate = Date;
  const ContextDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [bridge.now()] : args, newTarget === ContextDate ? target : newTarget),
    apply: () => new RealDate(bridge.now()).toString(),
  });
  hide(RealDate, "now", () => bridge.now());
  hide(RealDate.prototype, "constructor", ContextDate);
  hide(globalThis, "Date", ContextDate);
  const timeOrigin = bridge.now();
  hide(globalThis, "performance", {
    timeOrigin,
    now: () => (bridge.allowsEffects() ? shared.performanceNow() : bridge.now() - timeOrigin),
    toJSON: () => ({ timeOrigin }),
  });

  let timers = new Map();
  let nextTimer = 1;
  const startTimer = (name, start, repeats) =>
    function (callback, delay, ...args) {
      requireAction(name);
      const id = nextTimer++;
      const fire = () => {
        if (!repeats) timers.delete(id);
        try {
          callback(...args);
        } catch (error) {
          bridge.uncaught(error);
        }
      };
      timers.set(id, start(fire, delay));
      return id;
    };
  const stopTimer = (id) => {
    shared.clearTimer(timers.get(id));
    timers.delete(id);
  };
  hide(globalThis, "setTimeout", startTimer("setTimeout", shared.setTimeout, false));
  hide(globalThis, "setInterval", startTimer("setInterval", shared.setInterval, true));
  hide(globalThis, "clearTimeout", stopTimer);
  hide(globalThis, "clearInterval", stopTimer);

  // ---- process.env and console
  const env = new Proxy(Object.create(null), {
    get: (_, name) => (typeof name === "string" ? bridge.env(name) : undefined),
    has: (_, name) => typeof name === "string" && bridge.envNames().includes(name),
    ownKeys: () => [...bridge.envNames()],
    getOwnPropertyDescriptor: (_, name) => {
      if (typeof name !== "string" || !bridge.envNames().includes(name)) return undefined;
      return { value: bridge.env(name), writable: true, enumerable: true, configurable: true };
    },
    set: () => {
      throw new TypeError("process.env is read-only in Convex functions.");
    },
  });
  hide(globalThis, "process", { env });

  const levels = { debug: "DEBUG", error: "ERROR", info: "INFO", log: "LOG", warn: "WARN", trace: "LOG" };
  const started = new Map();
  const elapsed = (label) => label + ": " + (bridge.now() - (started.get(label) ?? bridge.now())) + "ms";
  const console = {
    time: (label = "default") => void started.set(label, bridge.now()),
    timeLog: (label = "default", ...rest) => bridge.log("INFO", [elapsed(label), ...rest]),
    timeEnd: (label = "default") => {
      bridge.log("INFO", [elapsed(label)]);
      started.delete(label);
    },
  };
  for (const method of Object.keys(levels)) console[method] = (...args) => bridge.log(levels[method], args);
  hide(globalThis, "console", console);

  // ---- crypto
  const algorithmName = (algorithm) => String(typeof algorithm === "string" ? algorithm : algorithm?.name).toUpperCase();
  const nondeterministic = {
    sign: ["ECDSA", "RSA-PSS"],
    encrypt: ["RSA-OAEP"],
  };
  const subtle = {};
  for (const name of shared.subtleMethods) {
    subtle[name] = async (...args) => {
      if (name === "generateKey") requireAction("crypto.subtle.generateKey()");
      const algorithm = algorithmName(args[0]);
      if (nondeterministic[name]?.includes(algorithm)) requireAction("crypto.subtle." + name + "() with " + algorithm);
      try {
        return await shared.subtle[name](...args);
      } finally {
        bridge.resumed();
      }
    };
  }
  hide(globalThis, "crypto", {
    subtle,
    getRandomValues: shared.getRandomValues,
    randomUUID: shared.randomUUID,
  });

  // ---- fetch. Subclasses of Node's, so that parsed bodies are made of this context's objects.
  const streamed = new WeakSet();
  const adopt = (object, constructor) => Object.setPrototypeOf(object, constructor.prototype);
  const withBody = (Outer) =>
    class extends Outer {
      async text() {
        return await super.text();
      }
      async json() {
        return JSON.parse(await super.text());
      }
      async arrayBuffer() {
        return await super.arrayBuffer();
      }
      async blob() {
        return await super.blob();
      }
      async formData() {
        return await super.formData();
      }
      clone() {
        return adopt(super.clone(), this.constructor);
      }
    };
  const ContextRequest = class Request extends withBody(shared.Request) {
    constructor(input, init) {
      super(input, init?.body instanceof ReadableStream && init.duplex === undefined ? { ...init, duplex: "half" } : init);
    }
  };
  const ContextResponse = class Response extends withBody(shared.Response) {
    constructor(body, init) {
      super(body, init);
      if (body instanceof ReadableStream) streamed.add(this);
    }
    static json(data, init) {
      const headers = new Headers(init?.headers);
      if (!headers.has("content-type")) headers.set("content-type", "application/json");
      return new ContextResponse(JSON.stringify(data), { ...init, headers });
    }
    static redirect(url, status) {
      return adopt(shared.Response.redirect(url, status), ContextResponse);
    }
    static error() {
      return adopt(shared.Response.error(), ContextResponse);
    }
  };
  hide(globalThis, "Request", ContextRequest);
  hide(globalThis, "Response", ContextResponse);
  hide(globalThis, "fetch", async function fetch(input, init) {
    requireAction("fetch()");
    return adopt(await shared.fetch(input, init), ContextResponse);
  });

  // ---- structuredClone: Node's makes objects of the outer realm.
  hide(globalThis, "structuredClone", function structuredClone(value) {
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

  // ---- syscalls
  const failure = (message, data) => {
    const error = new Error(message);
    if (data !== undefined) error.data = JSON.parse(data);
    return error;
  };
  let pending = new Map();
  let nextOperation = 0;
  hide(globalThis, "Convex", {
    syscall(operation, args) {
      const answer = bridge.syscall(operation, args);
      if (answer.failed) throw failure(answer.message, answer.data);
      return answer.value;
    },
    asyncSyscall(operation, args) {
      return new Promise((resolve, reject) => {
        const id = nextOperation++;
        const operations = pending;
        operations.set(id, operation);
        bridge.asyncSyscall(
          operation,
          args,
          (value) => {
            operations.delete(id);
            resolve(value);
          },
          (message, data) => {
            operations.delete(id);
            reject(failure(message, data));
          },
        );
      });
    },
    jsSyscall(operation) {
      throw new Error(bridge.unavailable(operation));
    },
  });

  // Called through a script with a time limit, which only covers what runs before it returns.
  hide(globalThis, "__enterConvexLocal", () => bridge.entry());

  return {
    adoptRequest: (request) => adopt(request, ContextRequest),
    isStreamed: (response) => streamed.has(response),
    isResponse: (value) => value instanceof shared.Response,
    // Ends a call: what it left running is stopped, and named.
    finish() {
      const dangling = [...pending.values()];
      pending = new Map();
      const running = timers.size;
      for (const id of [...timers.keys()]) stopTimer(id);
      started.clear();
      return { dangling, running };
    },
  };
})`;
