/** The session token in a request's headers, as Better Auth and its bearer plugin find it. */
import { signedCookie, SESSION_COOKIE, verifySignedToken } from "../../sessions/cookie";

interface Presented {
  readonly headers: Headers;
  readonly projectId: string;
  /** Whether the request's public URL is https; names of cookies depend on it. */
  readonly isSecure: boolean;
}

/**
 * Null without a token, or with a wrong signature. `unclear` for an unusual bearer token, whose
 * meaning is left to Better Auth.
 */
export async function findPresentedToken(
  presented: Presented,
): Promise<{ readonly token: string | null } | "unclear"> {
  const { headers, projectId, isSecure } = presented;
  const [, bearer] = /^bearer (.*)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const given = bearer?.trim() ?? "";
  if (given !== "") {
    const token = await readBearerToken(given, projectId);
    if (token === null) return "unclear";
    return { token };
  }
  const cookies = headers.get("cookie") ?? "";
  return { token: await signedCookie(cookies, projectId, SESSION_COOKIE, isSecure) };
}

/** A token, or a token with the signature that the cookie has; null for anything else. */
async function readBearerToken(given: string, projectId: string): Promise<string | null> {
  if (/^[A-Za-z0-9]+$/.test(given)) return given;
  return /^[A-Za-z0-9]+\.[^.]+$/.test(given) ? await verifySignedToken(given, projectId) : null;
}
