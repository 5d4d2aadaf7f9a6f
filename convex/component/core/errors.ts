import { ConvexError } from "convex/values";

/** The closed set of codes. Messages are for people and may change; programs look at `code`. */
export const errorStatus = {
  invalid_json: 400,
  authentication_required: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  secret_already_shown: 409,
  not_available: 409,
  validation_error: 422,
  rate_limit_exceeded: 429,
  internal_error: 500,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/**
 * What is wrong with one field; `field` is a dotted path such as `metadata.plan` or
 * `permissions[0]`, `""` for the whole body.
 */
export type FieldError = { field: string; message: string; code: string };

/**
 * The data of every error that leaves a function: only `ConvexError` data survives the component
 * boundary.
 */
export type Problem = {
  code: ErrorCode;
  message: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  /** The limit that was reached; with `remaining`, one that the request was counted against. */
  limit?: {
    name: string;
    quota: number;
    windowSeconds: number;
    remaining?: number;
    resetSeconds?: number;
  };
  /** `method_not_allowed`: the methods that the path answers. */
  allow?: string[];
  /** `secret_already_shown`: the resource that the first call made. */
  resourceId?: string;
};

/** Thrown to undo the transaction and answer with the problem. */
export function problem(
  code: ErrorCode,
  message: string,
  more: Omit<Problem, "code" | "message"> = {},
): ConvexError<Problem> {
  return new ConvexError({ code, message, ...more });
}

export const unauthenticated = () =>
  problem("authentication_required", "Invalid or missing API key");
export const notFound = (what: string) => problem("not_found", `${what} not found`);
export const invalidField = (field: string, message: string, code = "invalid") =>
  problem("validation_error", field === "" ? message : `${field}: ${message}`, {
    errors: [{ field, message, code }],
  });

/** A setting of the project refuses it: nothing is wrong with the value itself. */
export const switchedOff = (field: string, message: string) =>
  problem("not_available", `${field}: ${message}`, {
    errors: [{ field, message, code: "switched_off" }],
  });

/**
 * The problem inside whatever was thrown, also across the component boundary where `instanceof`
 * does not hold; null for any other error.
 */
export function problemOf(error: unknown): Problem | null {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
  const parsed =
    typeof data === "string" && data.startsWith("{") ? (JSON.parse(data) as unknown) : data;
  if (typeof parsed !== "object" || parsed === null || !("code" in parsed)) return null;
  return typeof parsed.code === "string" && parsed.code in errorStatus ? (parsed as Problem) : null;
}

/**
 * Convex gave a mutation up after several conflicts with others on the same rows: nothing was done,
 * and it may be tried again.
 */
export const isContention = (error: unknown): boolean =>
  error instanceof Error &&
  /changed while this mutation was being run|OptimisticConcurrencyControlFailure/.test(
    error.message,
  );
