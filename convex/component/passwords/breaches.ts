/**
 * Checks passwords against the register of breached passwords (Have I Been Pwned, "Pwned
 * Passwords", range search). It receives the first five characters of the SHA-1 and returns all
 * hashes with that prefix, so it does not learn which one was meant (k-anonymity).
 * https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
const RANGES = "https://api.pwnedpasswords.com/range/";
const PREFIX_LENGTH = 5;
const TIMEOUT_MS = 3_000;

/**
 * Returns false if the register is unreachable, with a warning in the log: an outage of another
 * service must not lock users out.
 */
export async function isBreached(password: string): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(password));
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const answer = await fetch(RANGES + hash.slice(0, PREFIX_LENGTH), {
      headers: { "add-padding": "true" },
      signal: controller.signal,
    });
    if (answer.ok) return isListed(await answer.text(), hash.slice(PREFIX_LENGTH));
    warn(`responded with status ${answer.status}`);
    return false;
  } catch {
    warn("did not respond"); // not the error, which may quote the URL and so a part of the hash
    return false;
  } finally {
    clearTimeout(timer);
  }
}

const warn = (reason: string) =>
  console.warn(`A password was accepted unchecked: the register of breaches ${reason}`);

/** Lines are `<rest of the hash>:<count>`; padding lines have the count 0. */
const isListed = (ranges: string, rest: string): boolean =>
  ranges.split(/\r?\n/).some((line) => line.startsWith(`${rest}:`) && !line.endsWith(":0"));
