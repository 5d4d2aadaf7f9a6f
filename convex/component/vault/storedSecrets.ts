/** Finds and decrypts the secrets that a caller may know of. */
import type { Doc } from "../_generated/dataModel";
import { countedThisMinute } from "../auditLogs/denialCounts";
import { fieldProblem, findProblem, notFound, problem } from "../core/errors";
import { tryOpenValue, type EnvelopeAddress } from "../envelopes/envelope";
import { getOrganization } from "../organizations/model";
import type { RowFields, TenantReader } from "../tenancy/database";
import type { ReadContext } from "../tenancy/functions";
import { LAYER } from "./deletion";
import type { SecretContext } from "./fields";

type SecretRow = Doc<"vaultSecrets">;

/** Of one secret, by all callers together. */
const WRONG_CONTEXTS_PER_MINUTE = 30;

/** Throws 404 also for a secret of an organization that is being deleted, or not the key's own. */
export async function requireSecret(
  ctx: Pick<ReadContext, "db" | "caller">,
  id: string,
): Promise<SecretRow> {
  const row = await ctx.db.get("vaultSecrets", id);
  const isHidden = row?.organizationId === null && ctx.caller.organizationId !== null;
  if (!row || isHidden) throw notFound("Vault secret");
  if (row.organizationId !== null) await getOrganization(ctx, row.organizationId, "Vault secret");
  return row;
}

/** As `requireSecret`, with null in place of 404. */
export async function findSecret(
  ctx: Pick<ReadContext, "db" | "caller">,
  id: string,
): Promise<SecretRow | null> {
  try {
    return await requireSecret(ctx, id);
  } catch (error) {
    if (findProblem(error)?.code === "not_found") return null;
    throw error;
  }
}

/** The holder of the count of wrong contexts (auditLogs/denialCounts.ts). */
export const wrongContextsOf = (secretId: string): string => `wrong contexts of ${secretId}`;

export async function openSecret(
  { db, now }: Pick<ReadContext, "db" | "now">,
  row: SecretRow,
  context: SecretContext,
): Promise<string> {
  // Before the context is tried, so that no answer tells whether it is the right one.
  if ((await countedThisMinute(db, wrongContextsOf(row.id), now)) >= WRONG_CONTEXTS_PER_MINUTE)
    throw problem(
      "rate_limit_exceeded",
      `Too many attempts with a wrong context at this secret: at most ${WRONG_CONTEXTS_PER_MINUTE} a minute`,
      { retryAfterSeconds: 60 - (Math.floor(now / 1_000) % 60) },
    );
  const { sealedData } = await requireValue(db, row.id);
  const opened = await tryOpenValue(db, { ...toAddress(row, context), sealed: sealedData });
  if ("text" in opened) return opened.text;
  if (opened.fault === "wrong_context")
    throw fieldProblem(
      "forbidden",
      { field: "context", message: "Not the one of the encryption", code: "wrong_context" },
      "The context does not match the one the secret was encrypted with",
    );
  if (opened.fault === "key_unreadable")
    throw problem(
      "not_available",
      "This secret cannot be decrypted: neither BANATA_AUTH_SECRET nor BANATA_AUTH_SECRET_PREVIOUS opens its key",
    );
  throw corrupted();
}

const corrupted = () =>
  problem(
    "integrity_failure",
    "What is stored of this secret was modified or is incomplete; restore its rows from a backup, or delete it",
  );

export async function requireValue(
  db: TenantReader,
  secretId: string,
): Promise<Doc<"vaultValues">> {
  const row = await db.range("vaultValues", "bySecret", (q) => q.eq("secretId", secretId)).unique();
  if (!row) throw corrupted();
  return row;
}

export const toAddress = (
  { id, organizationId, version }: RowFields<"vaultSecrets">,
  context: SecretContext,
): EnvelopeAddress => ({
  ...{ layer: LAYER, organizationId, ownerId: id, field: "data", version },
  context,
});
