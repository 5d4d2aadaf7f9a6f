/** The session cookie of an operator. */
import { OPERATOR_IDLE_SECONDS } from "./lifetime";
import { setSessionCookie } from "./setCookie";

/** A `Set-Cookie` header for the token of a session of the admin project. */
export const operatorCookie = async (
  projectId: string,
  token: string,
  isSecure: boolean,
): Promise<string> =>
  await setSessionCookie(projectId, token, {
    isSecure,
    maxAgeSeconds: OPERATOR_IDLE_SECONDS,
    sameSite: "Strict",
  });
