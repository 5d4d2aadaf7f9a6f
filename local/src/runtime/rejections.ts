/**
 * Reports unhandled rejections of promises of deployed code, which would end the process. Unhandled
 * rejections of the process's own code still do. Returns a function that removes the handler.
 */
export function watchRejections(log: (message: string) => void): () => void {
  const listener = (reason: unknown, promise: Promise<unknown>) => {
    // Promises of a context have the context's own constructor.
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
