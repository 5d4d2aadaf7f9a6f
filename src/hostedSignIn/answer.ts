/** The answer of the hosted pages in the query of the app's redirect (RFC 6749 section 4.1.2). */
import { HostedSignInError, toHostedSignInError } from "./error";

export interface HostedAnswer {
  readonly state: string;
  readonly iss: string | null;
  readonly code: string | null;
  readonly error: string | null;
  readonly description: string | null;
}

const NAMES = ["code", "state", "iss", "error", "error_description"];

/** Null for a query without an answer. */
export function readAnswer(search: URLSearchParams): HostedAnswer | null {
  const [state, code, error] = [search.get("state"), search.get("code"), search.get("error")];
  if (state === null || (code === null && error === null)) return null;
  const description = search.get("error_description");
  return { state, iss: search.get("iss"), code, error, description };
}

/** Removes the answer from the URL, in which other parameters stay. */
export function removeAnswer(url: URL): void {
  for (const name of NAMES) url.searchParams.delete(name);
}

/**
 * The code of an answer. The issuer is compared first, so that the code of one server is never sent
 * to another (RFC 9207).
 *
 * @throws HostedSignInError `issuer_mismatch`, or the error of the answer
 */
export function requireCode(
  { iss, code, error, description }: HostedAnswer,
  issuer: string,
): string {
  if (iss !== issuer)
    throw new HostedSignInError(
      "issuer_mismatch",
      `The answer is of ${iss ?? "no issuer"} and not of ${issuer}; use the runtime's own URL and project`,
    );
  if (error !== null) throw toHostedSignInError(error, description);
  if (code === null) throw new HostedSignInError("server_error", "The answer has no code");
  return code;
}

/** The error of a refused exchange. The runtime did not write the body if it has another shape. */
export async function toExchangeError(response: Response): Promise<HostedSignInError> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>; // checked below
  const { error, error_description: description, code } = body ?? {};
  if (typeof error === "string")
    return toHostedSignInError(error, typeof description === "string" ? description : null);
  if (response.status === 429)
    return new HostedSignInError("temporarily_unavailable", "Too many requests; try again later");
  return new HostedSignInError(
    code === "network_error" ? "network_error" : "server_error",
    code === "network_error"
      ? "The token endpoint is unreachable, or the auth client does not trust this page's origin"
      : `The token endpoint answered ${response.status}`,
  );
}
