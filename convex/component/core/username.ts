/** The format of usernames, on every path: management, sign-up, profile and sign-in. */
import { asciiLowerCase } from "./emailAddress";

export const MINIMUM_USERNAME = 3;
export const MAXIMUM_USERNAME = 64;
/** Whether the name is in its normal form. */
export const isUsername = (name: string): boolean => /^[a-z0-9_.-]{3,64}$/.test(name);
export const USERNAME_RULE = "Expected 3–64 characters of a-z, 0-9, _ . -";

/**
 * Normalizes a username: trims surrounding spaces and lowercases ASCII letters. Null if invalid. A
 * letter that Unicode case mapping turns into `k` would be a different name and is rejected.
 */
export function normalUsername(typed: string): string | null {
  const name = asciiLowerCase(typed.trim());
  return isUsername(name) ? name : null;
}
