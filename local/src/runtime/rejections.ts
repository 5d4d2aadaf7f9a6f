/**
 * A promise that deployed code rejects and nobody awaits would end the process. It is reported
 * instead; rejections of this process's own code go on as if nobody listened. Returns what stops
 * the watching.
 */
export function watchRejections(log: (message: string) => void): () => void {
  const listener = (reason: unknown, promise: Promise<unknown>) => {
    // Promises of a context are made by its own constructor.
    if (!(promise instanceof Promise)) {
      log(`Unhandled rejection in a function: ${String(reason)}`);
      return;
    }
    if (process.listeners("unhandledRejection").every((other) => watchers.has(other))) throw reason;
  };
  watchers.add(listener);
  process.on("unhandledRejection", listener);
  return () => {
    process.off("unhandledRejection", listener);
    watchers.delete(listener);
  };
}

const watchers = new Set<unknown>();
