import type { FunctionFailure } from "./functionError";

/**
 * What code can request from the host during one call. All values cross as text, except console
 * arguments.
 */
export interface CallHost {
  /** Fetch, timers and dynamic imports: actions only. */
  readonly allowsEffects: boolean;
  /** Milliseconds since the epoch; the same throughout a query or mutation. */
  now(): number;
  /** `now` when the call began. */
  startedAt(): number;
  /**
   * Milliseconds since then, with fractions; 0 in queries. Moves with a clock that is never set, and
   * that stands still while the machine sleeps.
   */
  elapsed(): number;
  /** Fails the call, whatever its code does next. */
  abort(failure: FunctionFailure): void;
  /** Returns a variable's value. Throws where reading an unset variable is an error. */
  env(name: string): string | undefined;
  envNames(): readonly string[];
  log(level: string, args: readonly unknown[]): void;
  /**
   * Takes and returns JSON. Throws a FunctionFailure, or an error whose message the function may
   * see.
   */
  syscall(operation: string, args: string): string;
  /**
   * Returns synchronously where possible, because a promise costs a turn of the microtask queue.
   */
  asyncSyscall(operation: string, args: string): string | Promise<string>;
  /** An asynchronous operation of Node ended, so the function's computing time continues. */
  resumed(): void;
}

export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * A place where deployed code runs: one set of globals and evaluated modules. It serves one call at
 * a time and keeps module state between calls, so in the strict mode a realm serves only one.
 */
export interface Realm {
  begin(host: CallHost): void;
  /**
   * Evaluates a module once and passes its exports to `body`, whose synchronous part may take
   * `timeout` milliseconds.
   */
  enter<T>(path: string, body: (exports: ModuleExports) => T, timeout?: number): T;
  /** Whether an asynchronous operation of Node, which will resume the call's code, is running. */
  readonly isWaiting: boolean;
  /** The reason of a promise that rejected and that no code has handled; null without one. */
  readonly rejection: { readonly reason: unknown } | null;
  /**
   * Whether the call's code was answered without a turn of the event loop that it would have taken
   * otherwise. Node reports rejections at the end of a turn, so the call's end has to wait for one.
   */
  readonly owesTurn: boolean;
  /** Ends the call and returns the syscalls that were never awaited. */
  end(): readonly string[];
  /** False when the call left something running that could affect the next one. */
  readonly reusable: boolean;
}
