import { ConvexError } from "convex/values";

/**
 * The closed set of error codes. Messages are for people and may change; programs must check
 * `code`.
 */
export const errorStatus = {
  invalid_json: 400,
  authentication_required: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  secret_already_shown: 409,
  not_available: 409,
  cursor_expired: 410,
  validation_error: 422,
  rate_limit_exceeded: 429,
  internal_error: 500,
  integrity_failure: 500,
  temporarily_unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/**
 * An error in one field. `field` is a dotted path such as `metadata.plan` or `permissions[0]`, or
 * `""` for the whole body.
 */
export type FieldError = { field: string; message: string; code: string };

/**
 * The data of every error thrown by a function: only `ConvexError` data survives the component
 * boundary.
 */
export type Problem = {
  code: ErrorCode;
  message: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  /** The limit that was reached; `remaining` is set when the request was counted against it. */
  limit?: {
    name: string;
    quota: number;
    windowSeconds: number;
    remaining?: number;
    resetSeconds?: number;
  };
  /** For `method_not_allowed`: the methods that the path supports. */
  allow?: string[];
  /** For `secret_already_shown`, and a draft that exists: the resource that is there already. */
  resourceId?: string;
};

/** Creates the error to throw: it rolls back the transaction and becomes the response. */
export function problem(
  code: ErrorCode,
  message: string,
  more: Omit<Problem, "code" | "message"> = {},
): ConvexError<Problem> {
  return new ConvexError({ code, message, ...more });
}

/** Whether the failure of an authenticated caller is in the audit log (auditLogs/denials.ts). */
export const isRecorded = ({ code }: Problem): boolean =>
  code === "forbidden" || code === "integrity_failure";

export const unauthenticated = () =>
  problem("authentication_required", "Invalid or missing API key");
export const notFound = (what: string) => problem("not_found", `${what} not found`);

/** An error in one field. `summary` is the message of the whole problem. */
export const fieldProblem = (
  code: ErrorCode,
  error: FieldError,
  summary = error.field === "" ? error.message : `${error.field}: ${error.message}`,
) => problem(code, summary, { errors: [error] });

export const invalidField = (field: string, message: string, code = "invalid") =>
  fieldProblem("validation_error", { field, message, code });

/** For a value that must be unique: `by` names what else has it, such as `another role`. */
export const alreadyUsed = (field: string, by: string, summary: string) =>
  fieldProblem("conflict", { field, message: `Already used by ${by}`, code: "taken" }, summary);

/** For a valid value that a project setting does not allow. */
export const switchedOff = (field: string, message: string) =>
  fieldProblem("not_available", { field, message, code: "switched_off" });

/**
 * Extracts the problem from a thrown value, also across the component boundary, where `instanceof`
 * does not work; null for any other error.
 */
export function findProblem(error: unknown): Problem | null {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
  const parsed =
    typeof data === "string" && data.startsWith("{") ? (JSON.parse(data) as unknown) : data;
  if (typeof parsed !== "object" || parsed === null || !("code" in parsed)) return null;
  return typeof parsed.code === "string" && parsed.code in errorStatus ? (parsed as Problem) : null;
}
