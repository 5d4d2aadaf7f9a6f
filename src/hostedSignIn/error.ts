/** Errors that the hosted pages send back (RFC 6749 section 4.1.2.1, OpenID Connect Core 3.1.2.6). */
const ANSWERED = [
  "access_denied",
  "interaction_required",
  "invalid_request",
  "invalid_scope",
  "login_required",
  "request_not_supported",
  "request_uri_not_supported",
  "server_error",
  "temporarily_unavailable",
  "unsupported_response_type",
] as const;
/** Errors of the exchange (RFC 6749 section 5.2). */
const EXCHANGED = ["invalid_client", "invalid_grant", "unsupported_grant_type"] as const;

type AnsweredCode = (typeof ANSWERED)[number] | (typeof EXCHANGED)[number];

/**
 * Why a sign-in through the hosted pages did not happen.
 *
 * - From the pages: `access_denied` (the user may not enter the organization, or declined),
 *   `login_required` and `interaction_required` (with `prompt: "none"`), `temporarily_unavailable`,
 *   and errors of a wrong set-up such as `invalid_request`.
 * - From the exchange: `invalid_grant` (the code has expired or was used), `invalid_client`,
 *   `network_error`.
 * - From this package: `unknown_state` (this browser did not begin the sign-in, or it has ended),
 *   `issuer_mismatch`, `invalid_return_to`, `invalid_configuration`, `storage_unavailable`,
 *   `insecure_context`.
 */
export type HostedSignInErrorCode =
  | AnsweredCode
  | "unknown_state"
  | "issuer_mismatch"
  | "invalid_return_to"
  | "invalid_configuration"
  | "storage_unavailable"
  | "insecure_context"
  | "network_error";

/** Programs check `code`; `message` is for developers and may change. */
export class HostedSignInError extends Error {
  override readonly name = "HostedSignInError";
  constructor(
    readonly code: HostedSignInErrorCode,
    message: string,
    /** The page that the sign-in was to end at, for another attempt; null if it is not known. */
    readonly returnTo: string | null = null,
  ) {
    super(message);
  }
}

const isAnswered = (code: string): code is AnsweredCode =>
  [...ANSWERED, ...EXCHANGED].some((known) => known === code);

/** The error that an answer names; one that this version does not know is `server_error`. */
export const toHostedSignInError = (
  code: string,
  description: string | null | undefined,
): HostedSignInError =>
  isAnswered(code)
    ? new HostedSignInError(code, description || messages[code] || `The sign-in ended: ${code}`)
    : new HostedSignInError("server_error", `The sign-in ended with an unknown error: ${code}`);

/** For errors that come without a description. */
const messages: { readonly [code in AnsweredCode]?: string } = {
  access_denied: "The user may not enter this organization",
  interaction_required: "The user has to see a page; begin again without prompt: none",
  login_required: "No user is signed in at the hosted pages; begin again without prompt: none",
  temporarily_unavailable: "Too many sign-ins at once; try again in a minute",
};
