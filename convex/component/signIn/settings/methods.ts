/**
 * Refuses endpoints of disabled sign-in methods. The response says so, because a 404 would look
 * like the caller's mistake.
 */
import type { Refusal } from "../attemptRequest";
import type { Settings } from "../../configuration/settings";
import type { Endpoint } from "../endpoint";

/** Returns null when everything the endpoint needs is enabled. */
export function findRefusal({
  endpoint,
  settings,
}: {
  readonly endpoint: Pick<Endpoint, "settings">;
  readonly settings: Pick<Settings, "authMethods" | "features">;
}): Refusal | null {
  const { authMethods, features } = settings;
  for (const setting of endpoint.settings) {
    if (setting === "signUp") {
      if (!features.signUp) return SIGN_UP_DISABLED;
    } else if (setting === "mailedSecondFactor") {
      if (!features.mailedSecondFactor) return methodDisabled(setting);
    } else if (!authMethods[setting] && !(setting === "twoFactor" && features.mfa)) {
      return methodDisabled(setting);
    }
  }
  return null;
}

const SIGN_UP_DISABLED: Refusal = {
  code: "SIGN_UP_DISABLED",
  message: "Sign-up is disabled for this project",
};

const methodDisabled = (method: string): Refusal => ({
  code: "METHOD_DISABLED",
  message: `The sign-in method ${method} is disabled for this project`,
});
