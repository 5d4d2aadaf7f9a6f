/** Mailed links about addresses. Each contains a random token, of which only the hash is stored. */
import type { Doc } from "../../_generated/dataModel";
import { randomToken, sha256 } from "../../core/secrets";
import { isStillBound, type TokenKindName } from "../database/tokens";
import type { RowWriter } from "../database/rows";
import type { Visit } from "../visit";

type Kind = Extract<TokenKindName, "verification" | "change-email">;

const prefixes = { verification: "verify-email:", "change-email": "change-email:" } as const;
const LIFETIME_MS = 24 * 3_600_000;
/** Of a token that no mail carries, stored only for the time that it takes. */
export const DISCARDED_LIFETIME_MS = 60_000;

/** The stored value of a link. */
export interface LinkValue {
  readonly userId: string;
  /** The new address; only of a change. */
  readonly to?: string;
}

interface NewLink {
  readonly kind: Kind;
  readonly value: LinkValue;
  readonly callbackURL: string;
  /** Default: 24 hours. */
  readonly lifetimeMs?: number;
}

/** Issues a link. Both kinds open the same path, as in Better Auth. */
export async function issueLink(
  { now, url, basePath }: Visit,
  rows: RowWriter,
  { kind, value, callbackURL, lifetimeMs = LIFETIME_MS }: NewLink,
): Promise<string> {
  const token = randomToken();
  await rows.create("verification", {
    identifier: prefixes[kind] + token,
    value: JSON.stringify(value),
    expiresAt: now + lifetimeMs,
  });
  const query = new URLSearchParams({ token, callbackURL });
  return `${url.origin}${basePath}/verify-email?${query.toString()}`;
}

/** The stored identifier of a verification link's token. */
export const verificationIdentifier = async (token: string): Promise<string> =>
  await sha256(prefixes.verification + token);

export interface OpenedLink {
  readonly kind: Kind;
  readonly row: Doc<"verifications">;
  readonly value: LinkValue;
}

/** Returns null when the token is unknown, expired or void. */
export async function openLink({ db, now }: Visit, token: string): Promise<OpenedLink | null> {
  for (const [kind, prefix] of Object.entries(prefixes)) {
    const identifier = await sha256(prefix + token);
    const row = await db
      .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier))
      .first();
    if (!row || row.expiresAt <= now || !(await isStillBound(db, row))) continue;
    return { kind: kind as Kind, row, value: JSON.parse(row.value) as LinkValue }; // written by issueLink
  }
  return null;
}
