/** Bearer tokens of directories. */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import { randomToken, sha256 } from "../core/secrets";
import { projectUrl } from "../core/siteUrl";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { bounds } from "./fields";

type TokenRow = Doc<"directoryTokens">;

/** Scanners for leaked secrets recognize it. */
const PREFIX = "scim_";

/** Creates a token, of which only the hash is stored. */
export async function createToken(
  db: TenantWriter,
  directoryId: string,
  now: number,
): Promise<string> {
  const token = PREFIX + randomToken();
  const hash = await sha256(token);
  await db.insert("directoryTokens", { directoryId, hash, expiresAt: null, createdAt: now });
  return token;
}

/**
 * Creates a token and lets the former one end at `endsAt`; deletes those that have ended. Throws 409
 * when too many are valid.
 */
export async function replaceToken(
  db: TenantWriter,
  directoryId: string,
  { now, endsAt }: { readonly now: number; readonly endsAt: number },
): Promise<string> {
  let valid = 0;
  for (const row of await loadTokens(db, directoryId)) {
    if (row.expiresAt !== null && row.expiresAt <= now) await db.delete("directoryTokens", row);
    else valid++;
    if (row.expiresAt === null) await db.patch("directoryTokens", row, { expiresAt: endsAt });
  }
  if (valid >= bounds.tokens)
    throw problem(
      "conflict",
      `${bounds.tokens} tokens of this directory are still valid; wait until one has ended, or delete the directory`,
    );
  return await createToken(db, directoryId, now);
}

export async function deleteTokens(db: TenantWriter, directoryId: string): Promise<void> {
  for (const row of await loadTokens(db, directoryId)) await db.delete("directoryTokens", row);
}

const loadTokens = async (db: TenantReader, directoryId: string): Promise<TokenRow[]> =>
  await db
    .range("directoryTokens", "byDirectory", (q) => q.eq("directoryId", directoryId))
    .take(bounds.tokens + 1);

/** The directory of a token, and whether a rotation has ended the token; null for no token. */
export async function findTokenOwner(
  db: TenantReader,
  hash: string,
  now: number,
): Promise<{ directory: Doc<"directories">; hasEnded: boolean } | null> {
  const token = await db.range("directoryTokens", "byHash", (q) => q.eq("hash", hash)).unique();
  const directory = token && (await db.get("directories", token.directoryId));
  if (!token || !directory) return null;
  return { directory, hasEnded: token.expiresAt !== null && token.expiresAt <= now };
}

/** Below which a project's directories are reached. */
export const SCIM_PATH = "/api/auth/scim/v2";

export const toBaseUrl = (projectId: string): string => projectUrl(projectId, SCIM_PATH);
