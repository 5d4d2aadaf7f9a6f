/**
 * The project's limits on password length, for transactions. The rest of the policy is checked
 * where the password is hashed (policy.ts).
 */
import type { EmailPasswordPolicy } from "../configuration/defaults";
import { invalidField } from "../core/errors";
import { passwordLength } from "../core/passwordForm";

type Lengths = Pick<EmailPasswordPolicy, "minPasswordLength" | "maxPasswordLength">;

/** Checks the length of the normalized password in code points; null if it is within the limits. */
export function lengthFault(
  password: string,
  { minPasswordLength, maxPasswordLength }: Lengths,
): "too_small" | "too_big" | null {
  const length = passwordLength(password);
  if (length < minPasswordLength) return "too_small";
  return length > maxPasswordLength ? "too_big" : null;
}

/** Throws `validation_error`. */
export function assertLength(field: string, password: string, lengths: Lengths): void {
  const fault = lengthFault(password, lengths);
  if (fault === "too_small")
    throw invalidField(field, `Expected at least ${lengths.minPasswordLength} characters`, fault);
  if (fault === "too_big")
    throw invalidField(field, `Expected at most ${lengths.maxPasswordLength} characters`, fault);
}
