/**
 * Refuses an endpoint whose way of signing in is switched off. The answer says so: a path that is
 * not there would look like a mistake of the caller's.
 */
import type { Refusal } from "../attemptRequest";
import type { Settings } from "../../configuration/settings";
import type { Endpoint } from "../endpoints";

/** Null where nothing is refused. */
export function refusalOf({
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
  message: "Signing up is not possible here",
};

const methodDisabled = (method: string): Refusal => ({
  code: "METHOD_DISABLED",
  message: `This way of signing in is switched off here: ${method}`,
});
