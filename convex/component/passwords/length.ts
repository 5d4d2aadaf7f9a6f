/**
 * The project's policy of length, for transactions: the rest of the policy is asked where the
 * password is hashed (policy.ts).
 */
import type { EmailPasswordPolicy } from "../configuration/defaults";
import { invalidField } from "../core/errors";
import { passwordLength } from "../core/passwordForm";

type Lengths = Pick<EmailPasswordPolicy, "minPasswordLength" | "maxPasswordLength">;

/** What is wrong with the length of the normal form, in code points; null when nothing is. */
export function lengthFault(
  password: string,
  { minPasswordLength, maxPasswordLength }: Lengths,
): "too_small" | "too_big" | null {
  const length = passwordLength(password);
  if (length < minPasswordLength) return "too_small";
  return length > maxPasswordLength ? "too_big" : null;
}

/** Throws 422. */
export function assertLength(field: string, password: string, lengths: Lengths): void {
  const fault = lengthFault(password, lengths);
  if (fault === "too_small")
    throw invalidField(field, `Expected at least ${lengths.minPasswordLength} characters`, fault);
  if (fault === "too_big")
    throw invalidField(field, `Expected at most ${lengths.maxPasswordLength} characters`, fault);
}
