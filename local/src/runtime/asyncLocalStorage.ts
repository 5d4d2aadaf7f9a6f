import { AsyncLocalStorage as NodeStorage } from "node:async_hooks";

/** The stores that are set where the code runs, by storage. A map never changes once it is set. */
const current = new NodeStorage<ReadonlyMap<AsyncLocalStorage<unknown>, unknown>>();

/** The calls that have set a store and have not ended. */
let users = 0;

/**
 * Counts a call that sets a store, until the returned function ends it. While Node's storage is
 * enabled, which its first use does for good, Node runs a hook at every promise of the process: a
 * tenth of a request. So it is disabled when no such call is left.
 */
export function useStorage(): () => void {
  users++;
  return () => {
    users--;
    if (users === 0) current.disable();
  };
}

/**
 * What deployed code gets as `AsyncLocalStorage`. All of them share one of Node's: before Node 24,
 * each of Node's own is copied at every promise of the process and is never released, and libraries
 * create several in each of the many contexts that come and go.
 */
export class AsyncLocalStorage<Store> {
  static bind<F extends (...args: never[]) => unknown>(fn: F) {
    return NodeStorage.bind(fn);
  }

  static snapshot() {
    return NodeStorage.snapshot();
  }

  getStore(): Store | undefined {
    // What run and enterWith of this storage have set.
    return current.getStore()?.get(this) as Store | undefined;
  }

  run<Args extends unknown[], Result>(
    store: Store,
    fn: (...args: Args) => Result,
    ...args: Args
  ): Result {
    return current.run(this.with(store), fn, ...args);
  }

  exit<Args extends unknown[], Result>(fn: (...args: Args) => Result, ...args: Args): Result {
    return current.run(this.with(undefined), fn, ...args);
  }

  enterWith(store: Store): void {
    current.enterWith(this.with(store));
  }

  disable(): void {
    current.enterWith(this.with(undefined));
  }

  private with(store: Store | undefined): ReadonlyMap<AsyncLocalStorage<unknown>, unknown> {
    return new Map(current.getStore()).set(this, store);
  }
}
