import { randomUUID } from "node:crypto";
import type { JSONValue } from "convex/values";
import type { FunctionCall, FunctionOutcome } from "../types";
import type { ActionScope } from "./actionScope";
import { checkArgs, checkReturns } from "./argumentCheck";
import { requireFunction, type FunctionTarget } from "./functionAddress";
import { FunctionFailure, toFailure } from "./functionError";
import { LogLines } from "./logLine";
import { noUsage } from "./metrics";
import type { CallHost, ModuleExports, Realm } from "./realm";
import type { RealmKind } from "./realmPool";
import type { Services } from "./services";
import { ActionSyscalls } from "./syscalls/actionSyscalls";
import { wrongType } from "./syscalls/transactionSyscalls";
import { warnOfDangling } from "./transactionFunction";
import { callFailure, errorOutcome } from "./transactions";

/** Runs an action. It is not a transaction, but each query and mutation that it calls is one. */
export async function runAction(services: Services, call: FunctionCall): Promise<FunctionOutcome> {
  const started = performance.now();
  const scope: ActionScope = {
    services,
    app: services.app.current(),
    identity: call.identity,
    request: call.request,
    log: new LogLines(),
  };
  const usage = noUsage();
  const common = { logLines: scope.log.lines, usage };
  let failure: FunctionFailure | null = null;
  try {
    const target = requireFunction(scope.app, call.component, call.path, call.access);
    if (target.analysis.udfType !== "Action") throw wrongType(target, "Action");
    return { ...common, status: "success", value: await performAction(scope, target, call.args) };
  } catch (error) {
    failure = callFailure(error);
    return { ...common, ...errorOutcome(call.request.requestId, failure) };
  } finally {
    const { component, path, request } = call;
    const milliseconds = performance.now() - started;
    services.metrics.add({ component, path, type: "Action", usage, retries: 0, milliseconds });
    services.onExecution({
      component,
      path,
      type: "Action",
      requestId: request.requestId,
      milliseconds,
      logLines: scope.log.lines,
      error: failure?.message ?? null,
      errorData: failure?.data,
    });
  }
}

/** Runs the action's code, also for actions that other actions call. Throws FunctionFailure. */
async function performAction(
  scope: ActionScope,
  target: FunctionTarget,
  args: JSONValue,
): Promise<JSONValue> {
  const text = JSON.stringify(args);
  // The transaction reads nothing; it maps ids to tables.
  checkArgs(scope.services.database.begin(), target, args, text);
  const kind: RealmKind = target.environment === "node" ? "node" : "action";
  const result = await withRealm(scope, target, kind, async (realm) => {
    const promise = realm.enter(target.module, (exports) =>
      invokeAction(exports, target)(randomUUID(), `[${text}]`),
    );
    return await promise;
  });
  return checkReturns(scope.services.database.begin(), target, result);
}

async function withRealm<T>(
  scope: ActionScope,
  target: FunctionTarget,
  kind: RealmKind,
  body: (realm: Realm) => Promise<T>,
): Promise<T> {
  const { pool } = scope.services;
  const realm = await pool.take(scope.app, target.component, kind);
  const abortion = new Abortion();
  realm.begin(actionHost(scope, target, abortion));
  try {
    const result = abortion.race(body(realm));
    // Also after an error, and before the realm serves another call.
    await result.catch(() => undefined);
    await endAction(scope, realm);
    return await result;
  } catch (error) {
    throw toFailure(error);
  } finally {
    pool.give(scope.app, target.component, kind, realm);
  }
}

/** Ends an action whatever its code does. */
export class Abortion {
  private fail: (failure: FunctionFailure) => void = () => undefined;
  private readonly aborted = new Promise<never>((_, reject) => (this.fail = reject));

  constructor() {
    this.aborted.catch(() => undefined);
  }

  abort(failure: FunctionFailure): void {
    this.fail(failure);
  }

  race<T>(result: Promise<T>): Promise<T> {
    return Promise.race([result, this.aborted]);
  }
}

/**
 * Ends an action's call. Throws the reason of a promise that rejected and that its code did not
 * handle, which Node reports in the next turn. Operations that were left behind could reject only
 * now, so they are not waited for.
 */
export async function endAction(scope: ActionScope, realm: Realm): Promise<void> {
  const dangling = realm.end();
  warnOfDangling(scope.log, dangling);
  if (dangling.length === 0) await new Promise((resolve) => setImmediate(resolve));
  if (realm.rejection !== null) throw realm.rejection.reason;
}

/** What an action or an HTTP action can request from the runtime. */
export function actionHost(
  scope: ActionScope,
  target: FunctionTarget,
  abortion: Abortion,
): CallHost {
  const { env } = target.component;
  const names = Object.keys(env);
  const [startedAt, started] = [Date.now(), performance.now()];
  const syscalls = new ActionSyscalls(scope, target, performAction);
  return {
    allowsEffects: true,
    now: () => Date.now(),
    startedAt: () => startedAt,
    elapsed: () => performance.now() - started,
    abort: (failure) => abortion.abort(failure),
    env: (name) => env[name],
    envNames: () => names,
    log: (level, args) => scope.log.add(level, args),
    syscall: (operation) => {
      throw new Error(`${operation} is not available in actions.`);
    },
    asyncSyscall: (operation, args) => syscalls.perform(operation, args),
    resumed: () => undefined,
  };
}

/** Registered actions have their own invoker (`registration_impl.ts`). */
function invokeAction(
  exports: ModuleExports,
  target: FunctionTarget,
): (requestId: string, args: string) => Promise<string> {
  const registered = exports[target.analysis.name] as
    { invokeAction?: (requestId: string, args: string) => Promise<string> } | undefined;
  if (registered?.invokeAction === undefined)
    throw new FunctionFailure(`Couldn't find "${target.path}" in the module it was deployed with.`);
  return registered.invokeAction;
}
