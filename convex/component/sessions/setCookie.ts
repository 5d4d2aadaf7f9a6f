/** A `Set-Cookie` header for the token of a session, as Better Auth sets it. */
import { hmacBase64 } from "../signIn/cookies/hmac";
import { signInSecrets } from "../signIn/cookies/secrets";
import { cookieName, SESSION_COOKIE } from "./cookie";

export interface SetCookie {
  readonly isSecure: boolean;
  readonly maxAgeSeconds: number;
  readonly sameSite: "Lax" | "Strict";
}

export async function setSessionCookie(
  projectId: string,
  token: string,
  { isSecure, maxAgeSeconds, sameSite }: SetCookie,
): Promise<string> {
  const [secret] = await signInSecrets(projectId);
  const signed = `${token}.${await hmacBase64(secret!, token)}`; // never empty
  const name = cookieName(projectId, SESSION_COOKIE, isSecure);
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${encodeURIComponent(signed)}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly${secure}; SameSite=${sameSite}`;
}
