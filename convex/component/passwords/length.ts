/**
 * The project's policy of length, for transactions: the rest of the policy is asked where the
 * password is hashed (policy.ts).
 */
import type { EmailPasswordPolicy } from "../configuration/defaults";
import { invalidField } from "../errors";

/** Throws 422. */
export function assertLength(
  field: string,
  password: string,
  {
    minPasswordLength,
    maxPasswordLength,
  }: Pick<EmailPasswordPolicy, "minPasswordLength" | "maxPasswordLength">,
): void {
  if (password.length < minPasswordLength)
    throw invalidField(field, `Expected at least ${minPasswordLength} characters`, "too_small");
  if (password.length > maxPasswordLength)
    throw invalidField(field, `Expected at most ${maxPasswordLength} characters`, "too_big");
}
