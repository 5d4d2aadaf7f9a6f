/** The DNS record that proves a claim. */

const LABEL = "_banata-challenge";
const PREFIX = "banata-domain-verification=";
/** Longest name in DNS, as text without the trailing dot (RFC 1035 §2.3.4). */
const MAXIMUM_NAME = 253;
/** More records at one name are not looked at. */
const MAXIMUM_VALUES = 100;
/** Longer ones are cut off: they are no challenge's. */
const MAXIMUM_VALUE = 200;

/** The longest domain whose challenge still has a valid name. */
export const MAXIMUM_DOMAIN = MAXIMUM_NAME - LABEL.length - 1;

export const challengeName = (domain: string): string => `${LABEL}.${domain}`;
export const challengeValue = (token: string): string => PREFIX + token;

/**
 * The values of the TXT records at a challenge's name, those of challenges first. A value counts
 * only as a whole: nothing may stand before or after, except quotes and spaces, which forms of DNS
 * providers store as they were pasted.
 */
export function parseValues(records: readonly string[]): string[] {
  const values = records.map((record) =>
    record.replaceAll(/^["\s]+|["\s]+$/g, "").slice(0, MAXIMUM_VALUE),
  );
  const isChallenge = (value: string) => value.startsWith(PREFIX);
  return [...values.filter(isChallenge), ...values.filter((value) => !isChallenge(value))].slice(
    0,
    MAXIMUM_VALUES,
  );
}
