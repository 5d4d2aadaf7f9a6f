/**
 * Hides whether an address has an account. Codes are only sent to existing accounts, so only those
 * can have an expired code or one with too many attempts; these cases get the same response as a
 * wrong code.
 */
import type { AttemptResponse } from "../attemptRequest";
import { hasTrait, type Visit } from "../visit";

const REVEALING_CODE = /"code":"(TOO_MANY_ATTEMPTS|OTP_EXPIRED)"/;

/** Better Auth's response to a wrong code. */
const wrongCode = {
  status: 400,
  body: JSON.stringify({ message: "Invalid OTP", code: "INVALID_OTP" }),
};

export const hideCodeDetails = (visit: Visit, response: AttemptResponse): AttemptResponse =>
  response.status >= 400 && hasTrait(visit, "takesMailedCode") && REVEALING_CODE.test(response.body)
    ? { ...response, ...wrongCode }
    : response;
