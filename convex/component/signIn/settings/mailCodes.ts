/**
 * Who has no account is sent no code, so a wrong one, one that is too old, and one that was guessed
 * at too often are answered alike: only a code that was sent can be the latter two.
 */
import type { AttemptResponse } from "../attemptRequest";

const TAKES_CODES = /^\/(email-otp\/|sign-in\/email-otp)/;
const TELLING = /"code":"(TOO_MANY_ATTEMPTS|OTP_EXPIRED)"/;

/** As Better Auth writes it. */
const wrongCode = {
  status: 400,
  body: JSON.stringify({ message: "Invalid OTP", code: "INVALID_OTP" }),
};

export const withoutTelling = (path: string, response: AttemptResponse): AttemptResponse =>
  response.status >= 400 && TAKES_CODES.test(path) && TELLING.test(response.body)
    ? { ...response, ...wrongCode }
    : response;
