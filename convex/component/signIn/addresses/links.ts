/** The links of mails about addresses: each is a random token whose hash is stored. */
import type { Doc } from "../../_generated/dataModel";
import { randomToken, sha256 } from "../../core/secrets";
import { isAlive, type TokenKindName } from "../database/tokens";
import type { RowWriter } from "../database/rows";
import type { Visit } from "../visit";

type Kind = Extract<TokenKindName, "verification" | "change-email">;

const prefixes = { verification: "verify-email:", "change-email": "change-email:" } as const;
const LIFETIME_MS = 24 * 3_600_000;

/** What the link of a change of address does besides naming the user. */
export interface LinkValue {
  readonly userId: string;
  /** The new address, of a change. */
  readonly to?: string;
}

/** Both kinds are opened at one path, as Better Auth's are. */
export async function issueLink(
  { now, url, basePath }: Visit,
  rows: RowWriter,
  kind: Kind,
  value: LinkValue,
  callbackURL: string,
): Promise<string> {
  const token = randomToken();
  await rows.create("verification", {
    identifier: prefixes[kind] + token,
    value: JSON.stringify(value),
    expiresAt: now + LIFETIME_MS,
  });
  const query = new URLSearchParams({ token, callbackURL });
  return `${url.origin}${basePath}/verify-email?${query.toString()}`;
}

/** How the token of a link that verifies an address is stored. */
export const verificationIdentifier = async (token: string): Promise<string> =>
  await sha256(prefixes.verification + token);

export interface OpenedLink {
  readonly kind: Kind;
  readonly row: Doc<"verifications">;
  readonly value: LinkValue;
}

/** Null for a token that is unknown, expired or void. */
export async function openLink({ db, now }: Visit, token: string): Promise<OpenedLink | null> {
  for (const [kind, prefix] of Object.entries(prefixes)) {
    const identifier = await sha256(prefix + token);
    const row = await db
      .range("verifications", "byIdentifier", (q) => q.eq("identifier", identifier))
      .first();
    if (!row || row.expiresAt <= now || !(await isAlive(db, row))) continue;
    return { kind: kind as Kind, row, value: JSON.parse(row.value) as LinkValue }; // issueLink wrote it
  }
  return null;
}
