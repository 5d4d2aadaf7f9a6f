/** The DNS record that proves a claim. */

const LABEL = "_banata-challenge";
const PREFIX = "banata-domain-verification=";
/** Longest name in DNS, as text without the trailing dot (RFC 1035 §2.3.4). */
const MAXIMUM_NAME = 253;
/** More records at one name are not looked at. */
const MAXIMUM_TOKENS = 100;

/** The longest domain whose challenge still has a valid name. */
export const MAXIMUM_DOMAIN = MAXIMUM_NAME - LABEL.length - 1;

export const challengeName = (domain: string): string => `${LABEL}.${domain}`;
export const challengeValue = (token: string): string => PREFIX + token;

/**
 * The tokens among the TXT records of a challenge's name. A record counts only as a whole: nothing
 * may stand before or after, except quotes and spaces, which forms of DNS providers store as they
 * were pasted.
 */
export const parseTokens = (records: readonly string[]): string[] =>
  records
    .flatMap(
      (record) => /^["\s]*banata-domain-verification=([0-9a-f]{64})["\s]*$/.exec(record)?.[1] ?? [],
    )
    .slice(0, MAXIMUM_TOKENS);
