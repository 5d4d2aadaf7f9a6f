/**
 * What code may ask of the outside during one call. Everything crosses as text, except console
 * arguments.
 */
export interface CallHost {
  /** Fetch, timers and dynamic imports: actions only. */
  readonly allowsEffects: boolean;
  /** Milliseconds since the epoch; the same throughout a query or mutation. */
  now(): number;
  /** A variable's value. Throws where reading an unset variable is an error. */
  env(name: string): string | undefined;
  envNames(): readonly string[];
  log(level: string, args: readonly unknown[]): void;
  /**
   * JSON in, JSON out. Throws a FunctionFailure, or any error whose message is meant for the
   * function.
   */
  syscall(operation: string, args: string): string;
  /** Answers at once where it can: a promise costs a turn of the microtask queue. */
  asyncSyscall(operation: string, args: string): string | Promise<string>;
  /**
   * Something asynchronous of Node's ended: what follows is the function's own computing time
   * again.
   */
  resumed(): void;
}

export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * A place where deployed code runs: one set of globals and of evaluated modules. It serves one call
 * at a time; module state stays from call to call (Convex promises neither that it stays nor that
 * it goes).
 */
export interface Realm {
  begin(host: CallHost): void;
  /**
   * Evaluates a module (once) and hands its exports to `body`, whose synchronous part is under
   * `timeout` milliseconds.
   */
  enter<T>(path: string, body: (exports: ModuleExports) => T, timeout?: number): T;
  /** Ends the call and tells which syscalls were never awaited. */
  end(): readonly string[];
  /** False when the call left something running that would reach into the next one. */
  readonly reusable: boolean;
}
