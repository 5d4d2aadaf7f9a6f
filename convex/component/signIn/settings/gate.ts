/**
 * Where a project asks for a second factor from everybody (`features.mfa`), a session of somebody
 * who has none is good for setting one up, and for nothing else. Asked after the work, when it is
 * known which session was used, however it was shown; what was done until then is undone.
 */
import type { TenantReader } from "../../tenancy/database";
import type { Refusal } from "../attemptRequest";

/** Beginnings of paths: setting up a second factor, leaving, and what is done without a session. */
const OPEN = [
  ...[
    "/two-factor/",
    "/get-session",
    "/sign-out",
    "/sign-in/",
    "/sign-up/",
    "/callback/",
    "/magic-link/verify",
    "/verify-email",
    "/send-verification-email",
  ],
  ...[
    "/request-password-reset",
    "/reset-password",
    "/email-otp/send-verification-otp",
    "/email-otp/verify-email",
    "/email-otp/check-verification-otp",
  ],
  ...[
    "/email-otp/request-password-reset",
    "/email-otp/reset-password",
    "/forget-password/",
    "/passkey/generate-authenticate-options",
    "/passkey/verify-authentication",
  ],
  ...["/one-time-token/verify", "/ok", "/error"],
];

export const isOpenWithoutSecondFactor = (path: string): boolean =>
  OPEN.some((beginning) => path.startsWith(beginning));

export const SECOND_FACTOR_REQUIRED: Refusal = {
  code: "MFA_REQUIRED",
  message: "Set up a second factor first",
};

export const hasSecondFactor = async (db: TenantReader, userId: string): Promise<boolean> =>
  (await db.get("users", userId))?.twoFactorEnabled === true;
