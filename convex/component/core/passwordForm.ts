/**
 * What is hashed of a password and judged by the policy: the NFKC form (NIST SP 800-63B-4, 3.1.1.2),
 * so that two keyboards that compose a letter differently mean one password. Nothing is trimmed.
 */
export const normalPassword = (password: string): string => password.normalize("NFKC");

/** Code points of the normal form. */
export function passwordLength(password: string): number {
  let length = 0;
  for (const _codePoint of normalPassword(password)) length++;
  return length;
}
