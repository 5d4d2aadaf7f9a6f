/**
 * Rejects weak passwords beyond the length check (NIST SP 800-63B-4, 3.1.1.2): common ones,
 * breached ones if the project opted in, and the user's own name. There are no composition rules.
 * Checks the normalized password, which is what is hashed. Runs in the action that hashes, which
 * has the list and network access.
 */
import { emailAddress } from "../core/emailAddress";
import { invalidField } from "../core/errors";
import { foldedText } from "../core/foldedText";
import { isWellFormed } from "../core/text";
import { isBreached } from "./breaches";
import { commonPasswords } from "./commonPasswords.generated";
import { normalPassword } from "../core/passwordForm";

export interface Circumstances {
  /** Also checks the breach register. */
  readonly refuseBreached: boolean;
  /** Values that the password must not equal: the user's address, name and username. */
  readonly names: readonly string[];
}

/** Throws `validation_error` with a code that names the reason. */
export async function assertPasswordAllowed(
  field: string,
  password: string,
  { refuseBreached, names }: Circumstances,
): Promise<void> {
  const normal = normalPassword(password);
  if (!isWellFormed(normal) || /\p{Cc}/u.test(normal))
    throw invalidField(field, "Must not contain control characters", "invalid_characters");
  if (isName(normal, names))
    throw invalidField(
      field,
      "Must not be your name, username or e-mail address",
      "password_is_name",
    );
  if (commonPasswords.includes(`\n${foldedText(normal)}\n`))
    throw invalidField(
      field,
      "Too common; choose a less predictable password",
      "password_too_common",
    );
  if (refuseBreached && (await isBreached(normal)))
    throw invalidField(
      field,
      "Found in a data breach; choose a different password",
      "password_breached",
    );
}

/**
 * Compares with each name, also in the canonical form of an address, and with the part before an
 * `@`.
 */
function isName(password: string, names: readonly string[]): boolean {
  const same = (text: string) => foldedText(text).trim();
  const forms = [same(password), emailAddress(password)];
  return names
    .flatMap((name) => [name, name.split("@")[0]!])
    .some((name) => forms.includes(same(name)));
}
