import type { JSONValue } from "convex/values";
import { ConflictError, DiskFullError } from "../storage/errors";
import type { FunctionCall, MutationOutcome, QueryOutcome, Timestamp, Transaction } from "../types";
import { requireFunction, type FunctionTarget } from "./functionAddress";
import { clientMessage, FunctionFailure, toFailure } from "./functionError";
import { FunctionNotFoundError } from "./refusals";
import { LogLines } from "./logLine";
import type { Services } from "./services";
import { wrongType } from "./syscalls/transactionSyscalls";
import { runInTransaction } from "./transactionFunction";
import { journalText, parseJournal, type TransactionScope } from "./transactionScope";
import { UserClock } from "./userClock";

/** Convex's policy for write conflicts. A mutation fails when the last retry conflicts, too. */
export const MAX_RETRIES = 4;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 2_000;

/** Thrown by a `CommitStep` to abandon a mutation whose work was already done. */
export class Superseded extends Error {
  override name = "Superseded";
}

/**
 * Extra work in a mutation's transaction, before it runs and after it succeeded: how the scheduler
 * marks a job done.
 */
export interface CommitStep {
  before?(tx: Transaction): void;
  after?(tx: Transaction): void;
}

type Result =
  | { readonly status: "success"; readonly value: JSONValue }
  | { readonly status: "error"; readonly failure: FunctionFailure };

/** Runs a query at the snapshot `at`; at the latest one by default. */
export async function runQuery(
  services: Services,
  call: FunctionCall,
  at?: Timestamp,
): Promise<QueryOutcome> {
  const started = performance.now();
  await services.turns.begin("query");
  const tx = at === undefined ? services.database.begin() : services.database.beginAt(at);
  const scope = createScope(services, call, tx);
  const result = await services.capacity.queries.run(() => attempt(scope, call, "Query"));
  record(services, call, { scope, result, type: "Query", retries: 0, started });
  const journal = journalText(scope.journal.endCursor);
  return { ...outcome(call, scope, result), readSet: tx.readSet, timestamp: tx.snapshot, journal };
}

/**
 * Runs a mutation, and again after each conflict until it commits. Rejects with a PlatformRefusal
 * when the deployment has no room for it.
 */
export async function runMutation(
  services: Services,
  call: FunctionCall,
  step: CommitStep = {},
): Promise<MutationOutcome> {
  const started = performance.now();
  const { capacity, database } = services;
  for (let retries = 0; ; retries++) {
    try {
      capacity.writes.check();
    } catch (error) {
      if (retries >= MAX_RETRIES) throw error;
      await backoff(retries);
      continue;
    }
    const ran = await capacity.mutations.run(async () => {
      await services.turns.begin("mutation");
      const scope = createScope(services, call, database.begin());
      step.before?.(scope.tx);
      return { scope, result: await attempt(scope, call, "Mutation") };
    });
    const { scope } = ran;
    let { result } = ran;
    let timestamp = scope.tx.snapshot;
    if (result.status === "success") {
      step.after?.(scope.tx);
      try {
        timestamp = await scope.tx.commit();
        capacity.writes.record(scope.tx.usage.bytesWritten);
      } catch (error) {
        if (error instanceof ConflictError && retries < MAX_RETRIES) {
          await backoff(retries);
          continue;
        }
        // The scheduler repeats the call when there is space.
        if (error instanceof DiskFullError && step.before) throw error;
        result = {
          status: "error",
          failure: new FunctionFailure(error instanceof Error ? error.message : String(error)),
        };
      }
    }
    record(services, call, { scope, result, type: "Mutation", retries, started });
    return { ...outcome(call, scope, result), timestamp, retries };
  }
}

function createScope(services: Services, call: FunctionCall, tx: Transaction): TransactionScope {
  return {
    services,
    app: services.app.current(),
    tx,
    depth: 0,
    now: Date.now(),
    identity: call.identity,
    request: call.request,
    log: new LogLines(),
    clock: new UserClock(),
    journal: { pinned: parseJournal(call.journal), endCursor: null },
    scheduled: { argsBytes: 0 },
  };
}

async function attempt(
  scope: TransactionScope,
  call: FunctionCall,
  type: "Query" | "Mutation",
): Promise<Result> {
  try {
    const target = requireFunction(scope.app, call.component, call.path, call.access);
    if (target.analysis.udfType !== type) throw wrongType(target, type);
    return { status: "success", value: await runInTransaction(scope, target, call.args) };
  } catch (error) {
    return { status: "error", failure: callFailure(error) };
  }
}

/**
 * Errors that kept a call from starting have plain messages; everything else was thrown by the
 * function.
 */
export function callFailure(error: unknown): FunctionFailure {
  return error instanceof FunctionNotFoundError
    ? new FunctionFailure(error.message)
    : toFailure(error);
}

function outcome(call: FunctionCall, scope: TransactionScope, result: Result) {
  const common = { logLines: scope.log.lines, usage: scope.tx.usage };
  return result.status === "success"
    ? { ...common, ...result }
    : { ...common, ...errorOutcome(call.request.requestId, result.failure) };
}

/** Creates the error part of an outcome. */
export function errorOutcome(requestId: string, failure: FunctionFailure) {
  const errorData = failure.data === undefined ? {} : { errorData: failure.data };
  return { status: "error" as const, message: clientMessage(requestId, failure), ...errorData };
}

interface Finished {
  readonly scope: TransactionScope;
  readonly result: Result;
  readonly type: "Query" | "Mutation";
  readonly retries: number;
  readonly started: number;
}

function record(
  services: Services,
  { component, path, request }: FunctionCall,
  { scope, result, type, retries, started }: Finished,
): void {
  const milliseconds = performance.now() - started;
  services.metrics.add({ component, path, type, usage: scope.tx.usage, retries, milliseconds });
  const failure = result.status === "error" ? result.failure : null;
  services.onExecution({
    component,
    path,
    type,
    requestId: request.requestId,
    milliseconds,
    logLines: scope.log.lines,
    error: failure?.message ?? null,
    errorData: failure?.data,
  });
}

function backoff(retries: number): Promise<void> {
  const longest = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retries);
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
}

/** Creates the call of a function whose address was already resolved. */
export function targetCall(
  target: FunctionTarget,
  args: JSONValue,
  context: Pick<FunctionCall, "identity" | "request">,
): FunctionCall {
  return {
    component: target.component.path,
    path: target.path,
    args,
    access: "any",
    identity: context.identity,
    request: context.request,
  };
}
