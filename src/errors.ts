import type { ErrorCode, FieldError } from "../convex/component/core/errors";

export type { FieldError };

/**
 * The runtime's codes, and those of failures that no answer of the runtime names. A newer runtime
 * may know more.
 */
export type BanataAuthErrorCode =
  | ErrorCode
  | "network_error"
  | "timeout"
  | "invalid_response"
  | "invalid_configuration"
  | (string & {});

/** What is known about a failure. `status` 0: there was no answer. */
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
 * Every failure of the client. Programs look at `code` (or the class), people read `message`, which
 * may change. No secret of the caller's is in either.
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
   * The HTTP status, in process too; 0 when there was no answer, or when the client itself refused
   * the call.
   */
  readonly status: number;
  /**
   * snake_case. `invalid_response` when something else than the runtime answered (mostly a wrong
   * `baseUrl`).
   */
  readonly code: BanataAuthErrorCode;
  /** To quote to support and to find in the audit log; null when no answer named one. */
  readonly requestId: string | null;
  /**
   * Whether the same call may work later: no answer, 429 and 5xx. Over HTTP the client has then
   * retried already.
   */
  readonly retryable: boolean;
  /** What is wrong with which field; empty unless the input was refused. */
  readonly errors: readonly FieldError[];
  /** Seconds to wait before the next attempt, when the runtime said so. */
  readonly retryAfter: number | null;
  /** `secret_already_shown`: what the first call with this idempotency key made. */
  readonly resourceId: string | null;

  constructor(failure: Failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.status = failure.status;
    this.code = failure.code;
    this.requestId = failure.requestId ?? null;
    this.retryable = failure.status === 429 || failure.status >= 500;
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
 * 403: the key is good but lacks a permission, which the message names, or works on another project
 * or organization alone.
 */
export class ForbiddenError extends BanataAuthError {
  override readonly name = "ForbiddenError";
}

/** 404: there is no such thing in this project. */
export class NotFoundError extends BanataAuthError {
  override readonly name = "NotFoundError";
}

/**
 * 409: it is taken (`conflict`), its secret was shown already (`secret_already_shown`), or cannot
 * be had now (`not_available`).
 */
export class ConflictError extends BanataAuthError {
  override readonly name = "ConflictError";
}

/** 422 (400 for a body that is no JSON): `errors` says which field is wrong. */
export class ValidationError extends BanataAuthError {
  override readonly name = "ValidationError";
}

/** 429: `retryAfter` is how many seconds to wait. */
export class RateLimitError extends BanataAuthError {
  override readonly name = "RateLimitError";
}

/** 5xx: the failure is on the runtime's side. */
export class InternalError extends BanataAuthError {
  override readonly name = "InternalError";
}

/**
 * There was no answer, or half of one: refused, reset or cut connection, unknown host. `cause` is
 * what `fetch` threw.
 */
export class NetworkError extends BanataAuthError {
  override readonly name: string = "NetworkError";
  override readonly retryable = true;

  constructor(message: string, cause?: unknown) {
    super({ status: 0, code: "network_error", message, cause });
  }
}

/**
 * The answer took longer than `timeout`. The runtime may have done the work: its write is safe to
 * repeat with the same idempotency key.
 */
export class TimeoutError extends BanataAuthError {
  override readonly name = "TimeoutError";
  override readonly retryable = true;

  constructor(message: string) {
    super({ status: 0, code: "timeout", message });
  }
}

const classOfStatus = new Map<number, typeof BanataAuthError>([
  [400, ValidationError],
  [401, AuthenticationError],
  [403, ForbiddenError],
  [404, NotFoundError],
  [409, ConflictError],
  [422, ValidationError],
  [429, RateLimitError],
]);

/** The error of the class that belongs to the status. */
export function errorOf(failure: Failure): BanataAuthError {
  const ErrorOfStatus =
    classOfStatus.get(failure.status) ?? (failure.status >= 500 ? InternalError : BanataAuthError);
  return new ErrorOfStatus(failure);
}
