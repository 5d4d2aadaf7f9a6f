/**
 * Reads the session cookie in Better Auth's format, without Better Auth:
 * `<token>.<HMAC-SHA-256 of the token, base64>`, percent-encoded, under a name that contains the
 * project id. The format is that of `setSignedCookie` in better-call,
 * https://github.com/Bekacru/better-call.
 */
import { equalInConstantTime, sha256 } from "../core/secrets";
import { hmacBase64 } from "../signIn/cookies/hmac";
import { signInSecrets } from "../signIn/cookies/secrets";

const NAME = /^(__Secure-)?banata\.([^.]+)\.session_token$/;
const SIGNATURE_LENGTH = 44; // 32 bytes in base64
/** Session cookies read per request, one per project. Further ones are ignored. */
const MAXIMUM_COOKIES = 20;

/** The cookie that holds the session's token. */
export const SESSION_COOKIE = "session_token";

/** The name of a project's cookie. Over https, browsers accept it from secure pages only. */
export const cookieName = (projectId: string, name: string, isSecure: boolean): string =>
  `${isSecure ? "__Secure-" : ""}${cookiePrefix(projectId)}.${name}`;

/** The prefix of the names of a project's cookies. */
export const cookiePrefix = (projectId: string): string => `banata.${projectId}`;

export interface SignedToken {
  readonly projectId: string;
  readonly tokenHash: string;
}

/**
 * The tokens with a valid signature, one per project. `projectId` null means any project, because
 * the default project is not known here. Over https only `__Secure-` cookies count, which a
 * plain-http page cannot set.
 */
export async function sessionCookies(
  header: string,
  projectId: string | null,
  isSecure: boolean,
): Promise<SignedToken[]> {
  const found = new Map<string, string>();
  for (const cookie of header.split(";")) {
    const separator = cookie.indexOf("=");
    const [, secure, project] = NAME.exec(cookie.slice(0, separator).trim()) ?? [];
    if (
      project === undefined ||
      (secure !== undefined) !== isSecure ||
      (projectId !== null && project !== projectId)
    )
      continue;
    // Like Better Auth, use the first cookie of a name.
    if (!found.has(project) && found.size < MAXIMUM_COOKIES)
      found.set(project, cookie.slice(separator + 1).trim());
  }
  const read = await Promise.all(
    [...found].map(async ([project, value]) => ({
      projectId: project,
      token: await verifySignedToken(value, project),
    })),
  );
  return await Promise.all(
    read.flatMap(({ projectId: project, token }) =>
      token === null
        ? []
        : [token].map(async (each) => ({ projectId: project, tokenHash: await sha256(each) })),
    ),
  );
}

/**
 * The value of another cookie that Better Auth signed for the project; null without a valid one.
 */
export async function signedCookie(
  header: string,
  projectId: string,
  name: string,
  isSecure: boolean,
): Promise<string | null> {
  const prefix = `${cookieName(projectId, name, isSecure)}=`;
  const cookie = header
    .split(";")
    .map((each) => each.trim())
    .find((each) => each.startsWith(prefix));
  return cookie === undefined
    ? null
    : await verifySignedToken(cookie.slice(prefix.length), projectId);
}

/** The text of a cookie value with a valid signature of the project; null for any other value. */
export async function verifySignedToken(value: string, projectId: string): Promise<string | null> {
  const text = decodeCookieValue(value);
  const end = text.lastIndexOf(".");
  const token = text.slice(0, end);
  const signature = text.slice(end + 1);
  if (end < 1 || signature.length !== SIGNATURE_LENGTH) return null;
  // During a rotation, cookies signed with the previous secret are still valid.
  for (const secret of await signInSecrets(projectId))
    if (equalInConstantTime(signature, await hmacBase64(secret, token))) return token;
  return null;
}

/** Decodes a cookie value; a malformed one is returned as it is. */
export function decodeCookieValue(value: string): string {
  const text = value.startsWith('"') ? value.slice(1, -1) : value;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
