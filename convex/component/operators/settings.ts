/** What applies to operators, whatever the settings of the admin project say. */
import { isWithinPasskeyDomain } from "../configuration/passkeyDomain";
import type { PasskeySettings } from "../configuration/defaults";
import type { Settings } from "../configuration/settings";
import { loadConsoleOrigin } from "../core/consoleOrigin";
import { OPERATOR_IDLE_SECONDS, OPERATOR_SESSION_SECONDS } from "../sessions/lifetime";

/**
 * Operators are created or invited, always have a passkey or a second factor to sign in with, and
 * have short sessions.
 */
export const toOperatorSettings = (settings: Settings): Settings => ({
  ...settings,
  authMethods: { ...settings.authMethods, passkey: true, twoFactor: true },
  passkeys: toConsolePasskeys(settings.passkeys),
  features: { ...settings.features, signUp: false },
  sessions: {
    ...settings.sessions,
    inactivityTimeout: Math.min(settings.sessions.inactivityTimeout, OPERATOR_IDLE_SECONDS),
    maxSessionLength: Math.min(settings.sessions.maxSessionLength, OPERATOR_SESSION_SECONDS),
  },
});

/** Passkeys of a domain that the console's origin is not in could not be used there. */
function toConsolePasskeys(passkeys: PasskeySettings): PasskeySettings {
  const origin = loadConsoleOrigin(); // a wrong value has been refused (signIn/openRequest.ts)
  if (origin === null) return passkeys;
  const own = { ...passkeys, relatedOrigins: false };
  return isWithinPasskeyDomain(own, origin) ? own : { ...own, rpId: null };
}
