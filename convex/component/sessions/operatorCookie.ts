/** The session cookie of an operator, as Better Auth sets it in the admin project. */
import { hmacBase64 } from "../signIn/cookies/hmac";
import { signInSecrets } from "../signIn/cookies/secrets";
import { cookieName, SESSION_COOKIE } from "./cookie";
import { OPERATOR_IDLE_SECONDS } from "./lifetime";

/** A `Set-Cookie` header for the token of a session of the admin project. */
export async function operatorCookie(
  projectId: string,
  token: string,
  isSecure: boolean,
): Promise<string> {
  const [secret] = await signInSecrets(projectId);
  const signed = `${token}.${await hmacBase64(secret!, token)}`; // never empty
  const name = cookieName(projectId, SESSION_COOKIE, isSecure);
  const secure = isSecure ? "; Secure" : "";
  return `${name}=${encodeURIComponent(signed)}; Max-Age=${OPERATOR_IDLE_SECONDS}; Path=/; HttpOnly${secure}; SameSite=Strict`;
}
