/**
 * The register of breached passwords (Have I Been Pwned, "Pwned Passwords", range search): it is
 * told the first five characters of the SHA-1 and answers all hashes that begin so, so that it does
 * not learn which was meant (k-anonymity). https://haveibeenpwned.com/API/v3#PwnedPasswords
 */
const RANGES = "https://api.pwnedpasswords.com/range/";
const PREFIX_LENGTH = 5;
const TIMEOUT = 3_000;

/**
 * False also when the register does not answer: nobody is kept out because somebody else's service
 * is down.
 */
export async function isBreached(password: string): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(password));
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT);
  try {
    const answer = await fetch(RANGES + hash.slice(0, PREFIX_LENGTH), {
      headers: { "add-padding": "true" },
      signal: controller.signal,
    });
    return answer.ok && isListed(await answer.text(), hash.slice(PREFIX_LENGTH));
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Lines of `<rest of the hash>:<count>`; padding has the count 0. */
const isListed = (ranges: string, rest: string): boolean =>
  ranges.split(/\r?\n/).some((line) => line.startsWith(`${rest}:`) && !line.endsWith(":0"));
