/**
 * Who has no account is sent no code, so a wrong one, one that is too old, and one that was guessed
 * at too often are answered alike: only a code that was sent can be the latter two.
 */
import type { AttemptResponse } from "../attemptRequest";
import { does, type Visit } from "../visit";

const TELLING = /"code":"(TOO_MANY_ATTEMPTS|OTP_EXPIRED)"/;

/** As Better Auth writes it. */
const wrongCode = {
  status: 400,
  body: JSON.stringify({ message: "Invalid OTP", code: "INVALID_OTP" }),
};

export const withoutTelling = (visit: Visit, response: AttemptResponse): AttemptResponse =>
  response.status >= 400 && does(visit, "takesMailedCode") && TELLING.test(response.body)
    ? { ...response, ...wrongCode }
    : response;
