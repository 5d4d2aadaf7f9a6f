import type { ErrorCode, FieldError } from "../convex/component/core/errors";

export type { FieldError };

/**
 * The runtime's error codes, and codes for failures without an answer from the runtime. A newer
 * runtime may add codes.
 */
export type BanataAuthErrorCode =
  | ErrorCode
  | "network_error"
  | "timeout"
  | "invalid_response"
  | "invalid_configuration"
  | (string & {});

/** The known facts about a failure. `status` is 0 when there was no answer. */
export interface Failure {
  readonly status: number;
  readonly code: BanataAuthErrorCode;
  readonly message: string;
  readonly requestId?: string | null;
  readonly errors?: readonly FieldError[];
  readonly retryAfter?: number | null;
  readonly resourceId?: string;
  readonly cause?: unknown;
}

/**
 * The base class of all errors of the client. Programs check `code` or the class; `message` is for
 * people and may change. Neither contains the caller's secrets.
 *
 * ```ts
 * try {
 *   await client.users.createUser({ email, name });
 * } catch (error) {
 *   if (error instanceof ConflictError) return "This address is taken";
 *   throw error;
 * }
 * ```
 */
export class BanataAuthError extends Error {
  override readonly name: string = "BanataAuthError";
  /**
   * The HTTP status, also in process; 0 when there was no answer or the client itself refused the
   * call.
   */
  readonly status: number;
  /**
   * In snake_case. `invalid_response` means that something other than the runtime answered, usually
   * because `baseUrl` is wrong.
   */
  readonly code: BanataAuthErrorCode;
  /** The request's id, for support and the audit log; null when the answer has none. */
  readonly requestId: string | null;
  /**
   * Whether the same call may succeed later: no answer, 429 and 5xx other than
   * `integrity_failure`. Over HTTP the client has already retried it.
   */
  readonly retryable: boolean;
  /** The invalid fields; empty unless the input was refused. */
  readonly errors: readonly FieldError[];
  /** Seconds to wait before the next attempt; null unless the runtime asks for a wait. */
  readonly retryAfter: number | null;
  /**
   * With `secret_already_shown`: the id of the resource that the first call with this idempotency
   * key created.
   */
  readonly resourceId: string | null;

  constructor(failure: Failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.status = failure.status;
    this.code = failure.code;
    this.requestId = failure.requestId ?? null;
    this.retryable =
      failure.code !== "integrity_failure" && (failure.status === 429 || failure.status >= 500);
    this.errors = failure.errors ?? [];
    this.retryAfter = failure.retryAfter ?? null;
    this.resourceId = failure.resourceId ?? null;
  }
}

/** 401: the API key is missing, unknown, expired or revoked. */
export class AuthenticationError extends BanataAuthError {
  override readonly name = "AuthenticationError";
}

/**
 * 403: the key is valid, but lacks the permission that the message names or belongs to another
 * project or organization.
 */
export class ForbiddenError extends BanataAuthError {
  override readonly name = "ForbiddenError";
}

/** 404: the project has no such resource. */
export class NotFoundError extends BanataAuthError {
  override readonly name = "NotFoundError";
}

/**
 * 409: the value is taken (`conflict`), the secret was already shown (`secret_already_shown`), or
 * the operation is not available now (`not_available`).
 */
export class ConflictError extends BanataAuthError {
  override readonly name = "ConflictError";
}

/** 422 (400 when the body is not JSON): `errors` names the invalid fields. */
export class ValidationError extends BanataAuthError {
  override readonly name = "ValidationError";
}

/** 429: wait `retryAfter` seconds. */
export class RateLimitError extends BanataAuthError {
  override readonly name = "RateLimitError";
}

/** 5xx: the runtime failed. */
export class InternalError extends BanataAuthError {
  override readonly name = "InternalError";
}

/**
 * There was no complete answer: the connection was refused, reset or cut, or the host is unknown.
 * `cause` is the error that `fetch` threw.
 */
export class NetworkError extends BanataAuthError {
  override readonly name: string = "NetworkError";
  override readonly retryable = true;

  constructor(message: string, cause?: unknown) {
    super({ status: 0, code: "network_error", message, cause });
  }
}

/**
 * The answer took longer than `timeout`. The runtime may have done the work; a write is safe to
 * repeat with the same idempotency key.
 */
export class TimeoutError extends BanataAuthError {
  override readonly name = "TimeoutError";
  override readonly retryable = true;

  constructor(message: string) {
    super({ status: 0, code: "timeout", message });
  }
}

const errorClasses = new Map<number, typeof BanataAuthError>([
  [400, ValidationError],
  [401, AuthenticationError],
  [403, ForbiddenError],
  [404, NotFoundError],
  [409, ConflictError],
  [422, ValidationError],
  [429, RateLimitError],
]);

/** Creates the error of the class for the status. */
export function createError(failure: Failure): BanataAuthError {
  const ErrorClass =
    errorClasses.get(failure.status) ?? (failure.status >= 500 ? InternalError : BanataAuthError);
  return new ErrorClass(failure);
}
