import type { JSONValue } from "convex/values";
import { checkArgs, checkReturns } from "./argumentCheck";
import type { FunctionTarget } from "./functionAddress";
import { FunctionFailure, toFailure } from "./functionError";
import type { CallHost, ModuleExports, Realm } from "./realm";
import { TransactionSyscalls } from "./syscalls/transactionSyscalls";
import { StallWatch, type WatchedCall } from "./stallWatch";
import type { TransactionScope } from "./transactionScope";
import { USER_TIME_LIMIT_MS } from "./userClock";

/**
 * Runs a query or mutation inside a transaction and returns its result. Throws FunctionFailure; the
 * caller then rolls back a mutation's writes.
 */
export async function runInTransaction(
  scope: TransactionScope,
  target: FunctionTarget,
  args: JSONValue,
): Promise<JSONValue> {
  const text = JSON.stringify(args);
  checkArgs(scope.tx, target, args, text);
  const { pool } = scope.services;
  const realm = await pool.take(scope.app, target.component, "transaction");
  let result: string;
  try {
    result = await invoke(realm, scope, target, `[${text}]`);
  } catch (error) {
    throw toFailure(error);
  } finally {
    pool.give(scope.app, target.component, "transaction", realm);
  }
  return checkReturns(scope.tx, target, result);
}

const stalls = new StallWatch();

async function invoke(
  realm: Realm,
  scope: TransactionScope,
  target: FunctionTarget,
  args: string,
): Promise<string> {
  const syscalls = new TransactionSyscalls(scope, target, runInTransaction);
  let isExpired = false;
  let reject: (failure: FunctionFailure) => void = () => undefined;
  const expired = new Promise<never>((_, fail) => (reject = fail));
  expired.catch(() => undefined);
  const expire = (failure: FunctionFailure) => {
    isExpired = true;
    reject(failure);
  };
  let activity = 0;
  const onActivity = () => void activity++;
  realm.begin(
    callHost(scope, target, { syscalls, expire, isExpired: () => isExpired, onActivity }),
  );
  const watched: WatchedCall = {
    isBusy: () => syscalls.isRunning || realm.isWaiting,
    activity: () => activity,
    onStall: () => expire(new FunctionFailure("Returned promise will never resolve")),
  };
  const countsEvaluation = scope.services.pool.mode === "strict";
  try {
    scope.clock.leaveHost();
    const promise = realm.enter(
      target.module,
      (exports) => {
        if (countsEvaluation) scope.clock.enterHost();
        scope.clock.leaveHost();
        return invoker(exports, target)(args);
      },
      isGuarded(target) ? GUARD_LIMIT_MS : undefined,
    );
    scope.clock.enterHost();
    stalls.add(watched);
    const result = await Promise.race([promise, expired]);
    if (realm.owesTurn) await new Promise((resolve) => setImmediate(resolve));
    if (realm.rejection !== null) throw realm.rejection.reason;
    return result;
  } finally {
    stalls.remove(watched);
    await syscalls.settled();
    warnOfDangling(scope.log, realm.end());
  }
}

/**
 * A time limit costs a thread (0.1 ms, more on a busy machine), so a function that is called more
 * often is guarded only ten times a second. An endless loop in an unguarded call blocks the
 * process.
 */
const GUARD_INTERVAL_MS = 100;
/**
 * The guard measures elapsed time, not computing time, and only has to end endless loops: on a busy
 * machine a valid function may take several times its limit.
 */
const GUARD_LIMIT_MS = 10 * USER_TIME_LIMIT_MS;
const guardedAt = new WeakMap<FunctionTarget["analysis"], number>();

function isGuarded({ analysis }: FunctionTarget): boolean {
  const now = performance.now();
  if (now - (guardedAt.get(analysis) ?? -Infinity) < GUARD_INTERVAL_MS) return false;
  guardedAt.set(analysis, now);
  return true;
}

interface CallControl {
  readonly syscalls: TransactionSyscalls;
  /** Ends the call, although its code may catch the error that it sees. */
  readonly expire: (failure: FunctionFailure) => void;
  readonly isExpired: () => boolean;
  readonly onActivity: () => void;
}

function callHost(
  scope: TransactionScope,
  target: FunctionTarget,
  { syscalls, expire, isExpired, onActivity }: CallControl,
): CallHost {
  const { env } = target.component;
  const started = performance.now();
  // Queries are deterministic, so their clock stands still.
  const elapsed = target.analysis.udfType === "Query" ? () => 0 : () => performance.now() - started;
  const names = Object.keys(env);
  return {
    allowsEffects: false,
    now: () => scope.now,
    startedAt: () => scope.now,
    elapsed,
    abort: expire,
    env: (name) => env[name],
    envNames: () => names,
    log: (level, args) => scope.log.add(level, args),
    syscall: (operation, args) => {
      onActivity();
      scope.clock.enterHost();
      try {
        return syscalls.perform(operation, args);
      } finally {
        scope.clock.leaveHost();
      }
    },
    asyncSyscall: (operation, args) => {
      onActivity();
      if (isExpired()) return new Promise(() => undefined);
      try {
        scope.clock.enterHost();
      } catch (error) {
        expire(toFailure(error));
        return new Promise(() => undefined);
      }
      try {
        const answer = syscalls.performAsync(operation, args);
        return typeof answer === "string" ? answer : resuming(answer, scope);
      } finally {
        scope.clock.leaveHost();
      }
    },
    resumed: () => {
      onActivity();
      scope.clock.leaveHost();
    },
  };
}

/** What other calls computed meanwhile does not count as this one's computing. */
async function resuming(answer: Promise<string>, { clock }: TransactionScope): Promise<string> {
  try {
    return await answer;
  } finally {
    clock.leaveHost();
  }
}

/**
 * Registered functions have their own invoker (`registration_impl.ts`); the analysis has checked
 * that this one exists.
 */
function invoker(
  exports: ModuleExports,
  target: FunctionTarget,
): (args: string) => Promise<string> {
  const registered = exports[target.analysis.name] as
    Record<string, ((args: string) => Promise<string>) | undefined> | undefined;
  const invoke =
    registered?.[target.analysis.udfType === "Query" ? "invokeQuery" : "invokeMutation"];
  if (invoke === undefined)
    throw new FunctionFailure(`Couldn't find "${target.path}" in the module it was deployed with.`);
  return invoke;
}

/** Logs Convex's warning about promises that a function did not await. */
export function warnOfDangling(log: TransactionScope["log"], operations: readonly string[]): void {
  if (operations.length === 0) return;
  const count =
    operations.length === 1 ? "1 unawaited operation" : `${operations.length} unawaited operations`;
  log.warn(
    `${count}: [${operations.map((operation) => operation.replace(/^1\.0\//, "")).join(", ")}]. Async operations should be awaited or they might not run. ` +
      "See https://docs.convex.dev/functions/actions#dangling-promises for more information.",
  );
}
