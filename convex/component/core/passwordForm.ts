/**
 * The NFKC form of a password, which is what is hashed and checked against the policy (NIST SP
 * 800-63B-4, 3.1.1.2): keyboards that compose a letter differently produce the same password.
 * Nothing is trimmed.
 */
export const normalPassword = (password: string): string => password.normalize("NFKC");

/** Length of the normalized password in code points. */
export function passwordLength(password: string): number {
  let length = 0;
  for (const _codePoint of normalPassword(password)) length++;
  return length;
}

/** How long a mailed link to choose a new password is valid. */
export const RESET_SECONDS = 3_600;
