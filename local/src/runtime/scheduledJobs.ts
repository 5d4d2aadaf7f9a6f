import type { JSONValue } from "convex/values";
import { jsonToConvex } from "convex/values";
import type { ComponentPath, StoredDocument, Transaction } from "../types";
import type { FunctionTarget } from "./functionAddress";

/**
 * Visible to developers in `ctx.db.system`: one row per scheduled call, kept for some days after it
 * ran.
 */
export const SCHEDULED_FUNCTIONS = "_scheduled_functions";
/** The scheduler's own table: one row per unfinished call, in the component that scheduled it. */
export const SCHEDULED_JOBS = "_scheduled_jobs";

/** A row of SCHEDULED_JOBS. `args` is JSON text. */
export interface ScheduledJob {
  readonly id: string;
  /** The component that scheduled the call and stores the row. */
  readonly owner: ComponentPath;
  /** Id of the row in SCHEDULED_FUNCTIONS. */
  readonly functionId: string;
  readonly component: ComponentPath;
  readonly path: string;
  readonly args: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Whether the action was started: it is not started again. */
  readonly started: boolean;
}

const MAX_PER_TRANSACTION = 1_000;

/** Convex schedules at most five leap years ahead, or behind. */
const MAX_DELAY_MS = 5 * 366 * 86_400_000;

/**
 * Schedules a call, which takes effect when the transaction commits. Returns the id of its
 * `_scheduled_functions` row.
 */
export function scheduleJob(
  tx: Transaction,
  owner: ComponentPath,
  target: FunctionTarget,
  args: JSONValue,
  time: number,
): string {
  if (tx.usage.functionsScheduled >= MAX_PER_TRANSACTION)
    throw new Error(
      `Too many functions scheduled by this mutation (limit: ${MAX_PER_TRANSACTION})`,
    );
  if (target.analysis.udfType !== "Mutation" && target.analysis.udfType !== "Action") {
    throw new Error(
      `Unsupported function type: only mutations and actions can be scheduled, and ${target.path} is a ${target.analysis.udfType.toLowerCase()}.`,
    );
  }
  const delay = time - Date.now();
  if (Math.abs(delay) > MAX_DELAY_MS)
    throw new Error(`${time} ms is more than 5 years in the ${delay > 0 ? "future" : "past"}`);
  tx.usage.functionsScheduled++;
  const functionId = tx.insert(owner, SCHEDULED_FUNCTIONS, {
    name: target.path.replace(/:([^:]*)$/, ".js:$1"),
    args: [jsonToConvex(args)],
    scheduledTime: time,
    state: { kind: "pending" },
  });
  tx.insert(owner, SCHEDULED_JOBS, {
    functionId,
    component: target.component.path,
    path: target.path,
    args: JSON.stringify(args),
    time,
    started: false,
  });
  return functionId;
}

/**
 * Cancels an unfinished call. A running action continues, but is recorded as canceled. The job
 * stays until it is due and is then dropped, so that canceling reads this row only.
 */
export function cancelJob(tx: Transaction, owner: ComponentPath, functionId: string): void {
  const row = tx.get(owner, functionId, SCHEDULED_FUNCTIONS);
  if (row === null) throw new Error(`Couldn't find scheduled function with ID ${functionId}`);
  if (isOpen(row))
    tx.patch(owner, functionId, { state: { kind: "canceled" }, completedTime: Date.now() });
}

export type FinalState =
  { readonly kind: "success" } | { readonly kind: "failed"; readonly error: string };

/** Removes a job from the scheduler's table and records how it ended, unless it was canceled. */
export function finishJob(tx: Transaction, job: ScheduledJob, state: FinalState): void {
  tx.remove(job.owner, job.id);
  const row = tx.get(job.owner, job.functionId);
  if (row !== null && isOpen(row))
    tx.patch(job.owner, job.functionId, { state: { ...state }, completedTime: Date.now() });
}

/** Returns whether a `_scheduled_functions` row is pending or in progress. */
export function isOpen(row: StoredDocument): boolean {
  const { state } = row;
  return (
    typeof state === "object" &&
    state !== null &&
    "kind" in state &&
    (state.kind === "pending" || state.kind === "inProgress")
  );
}

/** Yields all unfinished jobs of a component. */
export function* readJobs(tx: Transaction, owner: ComponentPath): Generator<ScheduledJob> {
  const rows = tx.scan({
    component: owner,
    table: SCHEDULED_JOBS,
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  for (let next = rows.next(); next.done !== true; next = rows.next())
    yield parseJob(owner, next.value.document);
}

export function parseJob(owner: ComponentPath, row: StoredDocument): ScheduledJob {
  const { functionId, component, path, args, time, started } = row;
  return {
    id: row._id,
    owner,
    functionId: String(functionId),
    component: String(component),
    path: String(path),
    args: String(args),
    time: Number(time),
    started: started === true,
  };
}
