/**
 * Tokens in mails and cookies. Each one is bound to a user and the version of the user's state when
 * it was issued, or, without a user, to an address that has none or to the browser alone. A token
 * issued under an older state is treated as absent. The README has the same table in words.
 */
import type { Doc } from "../../_generated/dataModel";
import { sha256 } from "../../core/secrets";
import { isLinkActive } from "../../sso/links";
import type { TenantReader } from "../../tenancy/database";
import { stateVersion } from "../../users/stateVersion";
import type { Endpoint } from "../endpoint";

type Verification = Doc<"verifications">;

interface TokenKind {
  /** The identifier's prefix; the rest is a secret or an address. */
  readonly prefix: string;
  /** Where the row names its user. `browser`: it names none. */
  readonly names: "userId" | "userIdInLink" | "address" | "addressInValue" | "session" | "browser";
  /** A newer token of the same kind and subject replaces it. */
  readonly replaces: boolean;
  /** A token that names a user ends with the session it was issued in. */
  readonly ofSession?: true;
}

/** The first matching prefix decides. Kinds without a prefix are identified by the endpoint. */
const tokenKinds = {
  "password-reset": { prefix: "reset-password:", names: "userId", replaces: true },
  "delete-account": { prefix: "delete-account-", names: "userId", replaces: true },
  verification: { prefix: "verify-email:", names: "userId", replaces: false },
  "change-email": { prefix: "change-email:", names: "userId", replaces: true },
  "sign-in-code": { prefix: "sign-in-otp-", names: "address", replaces: true },
  "verification-code": { prefix: "email-verification-otp-", names: "address", replaces: true },
  "reset-code": { prefix: "forget-password-otp-", names: "address", replaces: true },
  "hand-off": { prefix: "one-time-token:", names: "session", replaces: false },
  "trusted-device": { prefix: "trust-device-", names: "userId", replaces: false },
  // These belong to a challenge or a session and are worthless without it.
  "second-factor-code": { prefix: "2fa-otp-", names: "browser", replaces: false },
  "second-factor-attempts": { prefix: "2fa-attempts-", names: "browser", replaces: false },
  "second-factor-challenge": { prefix: "2fa-", names: "userId", replaces: false },
  "magic-link": { prefix: "", names: "addressInValue", replaces: true },
  "social-state": { prefix: "", names: "userIdInLink", replaces: false, ofSession: true },
  "passkey-challenge": { prefix: "", names: "browser", replaces: false },
} as const satisfies Record<string, TokenKind>;
export type TokenKindName = keyof typeof tokenKinds;

/** Throws when the kind is not in the table. */
export function requireTokenKind(identifier: string, endpoint: Endpoint): TokenKindName {
  for (const [name, { prefix }] of Object.entries(tokenKinds))
    if (prefix !== "" && identifier.startsWith(prefix)) return name as TokenKindName; // a key of the table
  if (endpoint.issues !== null) return endpoint.issues;
  throw new Error("Unknown token kind: add the endpoint's token to tokenKinds.");
}

/** The columns of a verification besides Better Auth's own. */
export type Binding = Required<
  Pick<Verification, "kind" | "subject" | "stateVersion" | "sessionId">
>;

export interface NewToken {
  readonly kind: TokenKindName;
  readonly identifier: string;
  readonly value: string;
  /** The request's session; null without one. */
  readonly sessionId: string | null;
}

export async function loadBinding(
  db: TenantReader,
  { kind, identifier, value, sessionId }: NewToken,
): Promise<Binding> {
  const { names, prefix, ofSession }: TokenKind = tokenKinds[kind];
  const user = await findSubject(db, names, identifier.slice(prefix.length), value);
  if (typeof user === "string") return { kind, subject: user, stateVersion: null, sessionId: null };
  return {
    kind,
    subject: user.id,
    stateVersion: stateVersion(user),
    sessionId: ofSession ? sessionId : null,
  };
}

/** Returns the user, or a placeholder: `address:…` for an address without a user, or `browser`. */
async function findSubject(
  db: TenantReader,
  names: TokenKind["names"],
  named: string,
  value: string,
): Promise<Doc<"users"> | string> {
  switch (names) {
    case "userId":
      return await findUserOrPlaceholder(db, userIdIn(value));
    case "userIdInLink": {
      const { link } = JSON.parse(value) as { link?: { userId?: unknown } }; // Better Auth's own
      return link?.userId === undefined
        ? BROWSER
        : await findUserOrPlaceholder(db, String(link.userId));
    }
    case "address":
      return await findHolderOrAddress(db, named);
    case "addressInValue":
      return await findHolderOrAddress(
        db,
        String((JSON.parse(value) as { email?: unknown }).email),
      );
    case "session": {
      const session = await findSessionByToken(db, value);
      return session ? await findUserOrPlaceholder(db, session.userId) : BROWSER;
    }
    case "browser":
      return BROWSER;
  }
}

/** The subject of a token that names no user. */
export const BROWSER = "browser";
const ADDRESS = "address:";

/** The value is the user's id, or JSON that contains it. */
function userIdIn(value: string): string {
  if (!value.startsWith("{")) return value;
  return String((JSON.parse(value) as { userId?: unknown }).userId);
}

async function findUserOrPlaceholder(db: TenantReader, id: string): Promise<Doc<"users"> | string> {
  return (await db.get("users", id)) ?? `user:${id}`;
}

async function findHolderOrAddress(
  db: TenantReader,
  email: string,
): Promise<Doc<"users"> | string> {
  return (
    (await db.range("users", "byEmail", (q) => q.eq("email", email)).first()) ?? ADDRESS + email
  );
}

async function findSessionByToken(
  db: TenantReader,
  token: string,
): Promise<Doc<"sessions"> | null> {
  const tokenHash = await sha256(token);
  return await db.range("sessions", "byTokenHash", (q) => q.eq("tokenHash", tokenHash)).first();
}

/** Whether the state that the token is bound to is unchanged. */
export async function isStillBound(db: TenantReader, row: Verification): Promise<boolean> {
  if (row.kind === undefined || row.subject === undefined) return false;
  if (row.subject === BROWSER) return true;
  if (row.subject.startsWith(ADDRESS))
    return typeof (await findHolderOrAddress(db, row.subject.slice(ADDRESS.length))) === "string";
  if (row.sessionId && !(await db.get("sessions", row.sessionId))) return false;
  const user = await db.get("users", row.subject);
  if (user === null || stateVersion(user) !== row.stateVersion) return false;
  return (
    row.sso === undefined || (await isLinkActive(db, row.sso.connectionId, user, row.createdAt))
  );
}

/** Returns the earlier tokens of the same kind and subject that a new one replaces. */
export async function loadReplacedTokens(db: TenantReader, { kind, subject }: Binding) {
  if (!tokenKinds[kind as TokenKindName].replaces) return [];
  return await db
    .range("verifications", "bySubject", (q) => q.eq("subject", subject).eq("kind", kind))
    .take(MAXIMUM_OUTSTANDING);
}

/** Few rows are outstanding: replaced ones are deleted at once, the others when they expire. */
const MAXIMUM_OUTSTANDING = 20;
