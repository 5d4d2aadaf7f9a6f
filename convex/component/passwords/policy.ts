/**
 * Which passwords are refused besides short ones (NIST SP 800-63B-4, 3.1.1.2): common ones,
 * breached ones if the project wants that, and the user's own name. No rules of composition. Runs
 * in the action that hashes, which has the list and the network.
 */
import { invalidField } from "../errors";
import { isBreached } from "./breaches";
import { commonPasswords } from "./commonPasswords.generated";

export interface Circumstances {
  /** Asks the breach register too. */
  readonly refuseBreached: boolean;
  /** What the password must not be: the user's address and name. */
  readonly names: readonly string[];
}

/** Throws 422 with a code that says why. */
export async function assertGood(
  field: string,
  password: string,
  { refuseBreached, names }: Circumstances,
): Promise<void> {
  const same = password.toLowerCase();
  if (
    names.flatMap((name) => [name, name.split("@")[0]!]).some((name) => name.toLowerCase() === same)
  ) {
    throw invalidField(field, "Must not be your name or address", "password_is_name");
  }
  if (commonPasswords.includes(`\n${same}\n`))
    throw invalidField(
      field,
      "Among the most common passwords; choose another",
      "password_too_common",
    );
  if (refuseBreached && (await isBreached(password)))
    throw invalidField(field, "Known from a data breach; choose another", "password_breached");
}
