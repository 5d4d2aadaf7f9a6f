/** Errors of the protocol across the boundary of a Convex function, and as an answer. */
import { ConvexError } from "convex/values";
import { findUnavailability } from "../../core/contention";
import { errorStatus, findProblem, type Problem } from "../../core/errors";
import { ScimError } from "../../scim/errors";

/** As much of an error as the answer and the sync status have. */
export interface Fault {
  readonly error: ScimError;
  readonly retryAfterSeconds?: number;
}

type Status = ScimError["status"];

/** Only the data of a `ConvexError` leaves a function. */
export async function carryingFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    const { status, message, scimType } = error;
    throw new ConvexError({ scim: JSON.stringify({ status, message, scimType }) });
  }
}

/** Null for an error that the identity provider has not caused. */
export function findFault(error: unknown): Fault | null {
  if (error instanceof ScimError) return { error };
  const carried = parseCarried(error);
  if (carried) return { error: carried };
  const known = findProblem(error) ?? findUnavailability(error);
  return known && toFault(known);
}

function parseCarried(error: unknown): ScimError | null {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
  const parsed =
    typeof data === "string" && data.startsWith("{") ? (JSON.parse(data) as unknown) : data;
  if (typeof parsed !== "object" || parsed === null || !("scim" in parsed)) return null;
  const { status, message, scimType } = JSON.parse(String(parsed.scim)) as ScimError; // thrown by carryingFaults
  return new ScimError(status, message, scimType ?? undefined);
}

/** SCIM has fewer statuses than the API. */
const statuses: Readonly<Partial<Record<number, Status>>> = { 410: 400, 422: 400 };

function toFault({ code, message, errors, retryAfterSeconds }: Problem): Fault {
  const status = statuses[errorStatus[code]] ?? (errorStatus[code] as Status); // every other one is one of SCIM's
  const isTaken = errors?.some((each) => each.code === "taken") === true;
  return {
    error: new ScimError(status, message, isTaken ? "uniqueness" : undefined),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
