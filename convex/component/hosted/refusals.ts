/** What the pages say about the refusals of the sign-in endpoints. */
import type { ApiAnswer } from "./apiCalls";
import type { Texts } from "./texts/en";

const texts: Readonly<Record<string, keyof Texts>> = {
  INVALID_EMAIL_OR_PASSWORD: "wrongPassword",
  INVALID_PASSWORD: "wrongPassword",
  INVALID_USERNAME_OR_PASSWORD: "wrongUsernamePassword",
  INVALID_EMAIL: "badAddress",
  INVALID_CODE: "wrongCode",
  INVALID_OTP: "wrongMailedCode",
  INVALID_BACKUP_CODE: "wrongCode",
  INVALID_TWO_FACTOR_COOKIE: "noChallenge",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "tooMany",
  PASSKEY_NOT_FOUND: "unknownPasskey",
  CHALLENGE_NOT_FOUND: "noChallenge",
  USER_VERIFICATION_REQUIRED: "unverifiedPasskey",
  BANNED_USER: "banned",
  PASSWORD_TOO_SHORT: "passwordTooShort",
  PASSWORD_TOO_LONG: "passwordTooLong",
  USERNAME_IS_ALREADY_TAKEN: "usernameTaken",
  USER_ALREADY_EXISTS: "addressTaken",
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: "addressTaken",
  EMAIL_IS_THE_SAME: "sameAddress",
  FAILED_TO_UNLINK_LAST_ACCOUNT: "lastMethod",
  /** Of the deletion of an account. */
  conflict: "lastOwner",
  rate_limit_exceeded: "tooMany",
};

/** Errors in the address of a return from a provider. Others are `refused`. */
const returnTexts: Readonly<Record<string, keyof Texts>> = {
  // Of a mail that confirms an address. The sign-in sends another.
  TOKEN_EXPIRED: "endedLink",
  INVALID_TOKEN: "endedLink",
  access_denied: "cancelled",
  user_cancelled_login: "cancelled",
  user_cancelled_authorize: "cancelled",
  account_not_linked: "notLinked",
  signup_disabled: "noSignUp",
  email_not_found: "noAddress",
  // Also after another tab has begun a sign-in with a provider.
  state_mismatch: "interrupted",
  state_not_found: "interrupted",
  BANNED_USER: "banned",
  "email_doesn't_match": "differentAddress",
  // Of a provider that has not confirmed the address.
  unable_to_link_account: "unconfirmedThere",
  account_already_linked_to_different_user: "linkedElsewhere",
};

export interface Refusal {
  readonly text: keyof Texts;
  readonly status: number;
  readonly retryAfter: string | null;
}

export const toRefusal = ({ code, status, retryAfter }: ApiAnswer): Refusal => ({
  text: Object.hasOwn(texts, code) ? texts[code]! : "refused", // checked by hasOwn
  status,
  retryAfter,
});

/** Why a return from a mailbox or a provider did not sign in; null without an error. */
export function readReturnRefusal(search: URLSearchParams): Refusal | null {
  const error = search.get("error");
  if (!error) return null;
  const text = Object.hasOwn(returnTexts, error) ? returnTexts[error]! : "refused"; // checked by hasOwn
  return { text, status: 400, retryAfter: null };
}

/** Status and `Retry-After` of a page that shows the refusal; those of any page without one. */
export const toHead = (refusal: Refusal | null): Partial<Pick<Refusal, "status" | "retryAfter">> =>
  refusal ? { status: refusal.status, retryAfter: refusal.retryAfter } : {};
