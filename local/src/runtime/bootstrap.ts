import { cloning } from "./globals/cloning";
import { crypto } from "./globals/crypto";
import { environment } from "./globals/environment";
import { foundation } from "./globals/foundation";
import { requests } from "./globals/requests";
import { syscalls } from "./globals/syscalls";
import { time } from "./globals/time";
import { urls } from "./globals/urls";
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
${[foundation, time, environment, urls, crypto, requests, cloning, syscalls, webAssembly].join("\n")}

  // Called through a script with a time limit, which only covers what runs before it returns.
  hide(globalThis, "__enterConvexLocal", () => bridge.entry());

  return {
    adoptRequest: (request) => adopt(request, ContextRequest),
    isStreamed: (response) => streamed.has(response),
    text: (response) => unreadText(response),
    isResponse: (value) => value instanceof shared.Response,
    isWaiting: () => outside.open > 0,
    // The prototype of all promises of this context.
    promise: Promise.prototype,
    // Ends a call: what it left running is stopped, and named.
    finish() {
      const dangling = [...pending.values()];
      pending = new Map();
      const running = timers.size + outside.open;
      outside = { open: 0 };
      for (const id of [...timers.keys()]) stopTimer(id);
      started.clear();
      return { dangling, running };
    },
  };
})`;
