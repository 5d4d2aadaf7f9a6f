/** The form of usernames, on every way in: management, sign-up, profile and sign-in. */
import { asciiLowerCase } from "./emailAddress";

export const MINIMUM_USERNAME = 3;
export const MAXIMUM_USERNAME = 64;
const USERNAME = /^[a-z0-9_.-]{3,64}$/;
export const USERNAME_RULE = "Expected 3–64 characters of a-z, 0-9, _ . -";

/**
 * The stored form; null for what cannot be a username. Spaces around it are dropped, and only ASCII
 * letters have a case: a letter that Unicode merely maps to `k` makes another name, which is
 * refused.
 */
export function normalUsername(typed: string): string | null {
  const name = asciiLowerCase(typed.trim());
  return USERNAME.test(name) ? name : null;
}
