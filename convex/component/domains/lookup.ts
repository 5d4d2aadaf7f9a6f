/** Looks up challenges in DNS; in actions only. */
import { problem } from "../core/errors";
import { loadTxtRecords } from "../outbound/resolver";
import { challengeName, parseValues } from "./challenge";

/**
 * The values of the TXT records at the name of the domain's challenge. Throws
 * `temporarily_unavailable` if the resolver does not say which there are.
 */
export async function loadValues(domain: string): Promise<string[]> {
  const name = challengeName(domain);
  try {
    return parseValues(await loadTxtRecords(name));
  } catch {
    throw problem(
      "temporarily_unavailable",
      `The DNS resolver did not answer for ${name}; nothing was changed, try again`,
      { retryAfterSeconds: 10 },
    );
  }
}
