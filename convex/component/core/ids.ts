/**
 * Our own ids: `<prefix>_` and a ULID. They are stored beside Convex's `_id` and used for every
 * reference, so that data moves between deployments, and from the hosted product, without being
 * renumbered.
 *
 * Source of the format: https://github.com/ulid/spec (48 bits of milliseconds, 80 random bits,
 * Crockford base 32).
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Resource → prefix, as they stand on the wire. */
export const idPrefixes = {
  user: "usr",
  session: "ses",
  account: "acc",
  verification: "ver",
  signUp: "sup",
  addressChange: "adc",
  twoFactor: "tfa",
  passkey: "pky",
  apiKey: "ak",
  project: "proj",
  event: "evt",
  auditEvent: "aud",
  organization: "org",
  member: "mem",
  invitation: "inv",
  team: "team",
  role: "role",
  permission: "perm",
  client: "cli",
  mail: "msg",
  emailTemplate: "etpl",
  webhook: "wh",
  webhookDelivery: "whd",
} as const;
export type IdKind = keyof typeof idPrefixes;

/**
 * A fresh id. Ids of later milliseconds sort after earlier ones, so an index on `id` is an index by
 * creation.
 */
export function newId(kind: IdKind, now: number = Date.now()): string {
  let random = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) random += ALPHABET[byte % 32];
  return earliestId(kind, now) + random;
}

/** Sorts before every id made at that millisecond or later, and after every earlier one. */
export function earliestId(kind: IdKind, milliseconds: number): string {
  return `${idPrefixes[kind]}_${ulidText(milliseconds, 10)}`;
}

/** The number in so many characters, which sort as numbers do. */
export function ulidText(number: number, length: number): string {
  let text = "";
  for (let rest = number, i = 0; i < length; i++, rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32] + text;
  return text;
}

/** What `ulidText` wrote. */
export function ulidNumber(text: string): number {
  return [...text].reduce((number, character) => number * 32 + ALPHABET.indexOf(character), 0);
}
