/**
 * Resource ids: `<prefix>_` and a ULID. They are stored next to Convex's `_id` and used for every
 * reference, so that data can move between deployments, and from the hosted product, without
 * renumbering.
 *
 * ULID format: https://github.com/ulid/spec (48 bits of milliseconds, 80 random bits, Crockford
 * base 32).
 */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Id prefix of each resource, as seen on the wire. */
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
  projectMember: "pmem",
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
  domain: "dv",
  webhook: "wh",
  webhookDelivery: "whd",
  vaultSecret: "vsec",
  ssoConnection: "conn",
  ssoProfile: "prof",
  portalSession: "pses",
  directory: "dir",
  directoryUser: "diru",
  directoryGroup: "dirg",
} as const;
export type IdKind = keyof typeof idPrefixes;

/**
 * Generates an id. Ids from later milliseconds sort after earlier ones, so an index on `id` is also
 * an index by creation time.
 */
export function newId(kind: IdKind, now: number = Date.now()): string {
  let random = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) random += ALPHABET[byte % 32];
  return earliestId(kind, now) + random;
}

/** Sorts before every id created at that millisecond or later, and after every earlier one. */
export function earliestId(kind: IdKind, milliseconds: number): string {
  return `${idPrefixes[kind]}_${formatUlid(milliseconds, 10)}`;
}

/** Encodes the number in `length` characters that sort like numbers. */
export function formatUlid(number: number, length: number): string {
  let text = "";
  for (let rest = number, i = 0; i < length; i++, rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32] + text;
  return text;
}

/** Decodes what `formatUlid` encoded. */
export function parseUlid(text: string): number {
  return [...text].reduce((number, character) => number * 32 + ALPHABET.indexOf(character), 0);
}
