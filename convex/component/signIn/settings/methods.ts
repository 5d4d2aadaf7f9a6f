/**
 * Which way of signing in a path belongs to. A way that is switched off is said to be so: a path
 * that is not there would look like a mistake of the caller's.
 */
import type { AuthMethod, Settings } from "../../configuration/settings";
import type { Refusal } from "../attemptRequest";

/** Beginnings of paths, the first that fits. */
const methodPaths: readonly (readonly [path: string, method: AuthMethod])[] = [
  ["/sign-up/email", "emailPassword"],
  ["/sign-in/email-otp", "emailOtp"],
  ["/sign-in/email", "emailPassword"],
  ["/request-password-reset", "emailPassword"],
  ["/reset-password", "emailPassword"],
  ["/email-otp/", "emailOtp"],
  ["/forget-password/email-otp", "emailOtp"],
  ["/sign-in/magic-link", "magicLink"],
  ["/magic-link/", "magicLink"],
  ["/sign-in/username", "username"],
  ["/is-username-available", "username"],
  ["/sign-in/anonymous", "anonymous"],
  ["/delete-anonymous-user", "anonymous"],
  ["/passkey/", "passkey"],
  ["/two-factor/", "twoFactor"],
];

/** Null where nothing is refused. */
export function refusalOf(path: string, { authMethods, features }: Settings): Refusal | null {
  const method = methodPaths.find(([beginning]) => path.startsWith(beginning))?.[1];
  const isOn =
    method === undefined || authMethods[method] || (method === "twoFactor" && features.mfa);
  if (!isOn)
    return {
      code: "METHOD_DISABLED",
      message: `This way of signing in is switched off here: ${method}`,
    };
  if (path.startsWith("/sign-up/") && !features.signUp)
    return { code: "SIGN_UP_DISABLED", message: "Signing up is not possible here" };
  return null;
}
