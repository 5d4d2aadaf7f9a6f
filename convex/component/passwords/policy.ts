/**
 * Which passwords are refused besides short ones (NIST SP 800-63B-4, 3.1.1.2): common ones,
 * breached ones if the project wants that, and the user's own name. No rules of composition. The
 * normal form is judged, because that is what is hashed. Runs in the action that hashes, which has
 * the list and the network.
 */
import { emailAddress } from "../core/emailAddress";
import { invalidField } from "../core/errors";
import { foldedText } from "../core/foldedText";
import { isWellFormed } from "../core/wellFormed";
import { isBreached } from "./breaches";
import { commonPasswords } from "./commonPasswords.generated";
import { normalPassword } from "../core/passwordForm";

export interface Circumstances {
  /** Asks the breach register too. */
  readonly refuseBreached: boolean;
  /** What the password must not be: the user's address, name and username. */
  readonly names: readonly string[];
}

/** Throws 422 with a code that says why. */
export async function assertGood(
  field: string,
  password: string,
  { refuseBreached, names }: Circumstances,
): Promise<void> {
  const normal = normalPassword(password);
  if (!isWellFormed(normal) || /\p{Cc}/u.test(normal))
    throw invalidField(field, "Must not contain control characters", "invalid_characters");
  if (isName(normal, names))
    throw invalidField(field, "Must not be your name or address", "password_is_name");
  if (commonPasswords.includes(`\n${foldedText(normal)}\n`))
    throw invalidField(
      field,
      "Among the most common passwords; choose another",
      "password_too_common",
    );
  if (refuseBreached && (await isBreached(normal)))
    throw invalidField(field, "Known from a data breach; choose another", "password_breached");
}

/** One of the names, an address typed in another form, or the part of one before the `@`. */
function isName(password: string, names: readonly string[]): boolean {
  const same = (text: string) => foldedText(text).trim();
  const forms = [same(password), emailAddress(password)];
  return names
    .flatMap((name) => [name, name.split("@")[0]!])
    .some((name) => forms.includes(same(name)));
}
