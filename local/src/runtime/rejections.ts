/** Promises of one realm that rejected while no code handled them. */
export class Rejections {
  private readonly reasons = new Map<unknown, unknown>();

  add(promise: unknown, reason: unknown): void {
    this.reasons.set(promise, reason);
  }

  /** A handler was added after all. */
  remove(promise: unknown): void {
    this.reasons.delete(promise);
  }

  clear(): void {
    this.reasons.clear();
  }

  first(): { readonly reason: unknown } | null {
    for (const reason of this.reasons.values()) return { reason };
    return null;
  }
}

/** By the prototype of a context's promises, which every context has for itself. */
const realms = new WeakMap<object, Rejections>();

export function watchPromises(prototype: object, rejections: Rejections): void {
  realms.set(prototype, rejections);
}

/**
 * Reports unhandled rejections of promises of deployed code, which would end the process. Unhandled
 * rejections of the process's own code still do. Returns a function that removes the handlers.
 */
export function watchRejections(log: (message: string) => void): () => void {
  const onRejection = (reason: unknown, promise: Promise<unknown>) => {
    // Promises of a context have the context's own constructor.
    if (!(promise instanceof Promise)) {
      findRealm(promise)?.add(promise, reason);
      log(`Unhandled rejection in a function, which fails in Convex: ${String(reason)}`);
      return;
    }
    if (process.listeners("unhandledRejection").every((other) => watchers.has(other))) throw reason;
  };
  const onHandled = (promise: Promise<unknown>) => findRealm(promise)?.remove(promise);
  watchers.add(onRejection);
  process.on("unhandledRejection", onRejection);
  process.on("rejectionHandled", onHandled);
  return () => {
    process.off("unhandledRejection", onRejection);
    process.off("rejectionHandled", onHandled);
    watchers.delete(onRejection);
  };
}

function findRealm(promise: object): Rejections | undefined {
  const prototype: unknown = Object.getPrototypeOf(promise);
  return typeof prototype === "object" && prototype !== null ? realms.get(prototype) : undefined;
}

const watchers = new Set<unknown>();
