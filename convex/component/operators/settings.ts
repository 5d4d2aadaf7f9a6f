/** What applies to operators, whatever the settings of the admin project say. */
import type { Settings } from "../configuration/settings";
import { OPERATOR_IDLE_SECONDS, OPERATOR_SESSION_SECONDS } from "../sessions/lifetime";

/**
 * Operators are created or invited, always have a passkey or a second factor to sign in with, and
 * have short sessions.
 */
export const toOperatorSettings = (settings: Settings): Settings => ({
  ...settings,
  authMethods: { ...settings.authMethods, passkey: true, twoFactor: true },
  features: { ...settings.features, signUp: false },
  sessions: {
    ...settings.sessions,
    inactivityTimeout: Math.min(settings.sessions.inactivityTimeout, OPERATOR_IDLE_SECONDS),
    maxSessionLength: Math.min(settings.sessions.maxSessionLength, OPERATOR_SESSION_SECONDS),
  },
});
