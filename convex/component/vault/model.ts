import type { Doc } from "../_generated/dataModel";
import { notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import { sealValue, tryOpenValue, type EnvelopeAddress } from "../envelopes/envelope";
import { getOrganization } from "../organizations/model";
import type { RowFields, TenantReader } from "../tenancy/database";
import { callersOrganization, type ReadContext, type WriteContext } from "../tenancy/functions";
import { page } from "../tenancy/page";
import { toIsoDate, type JsonObject } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import type { vault, VaultSecret } from "./contract";
import { deleteSecretRows, LAYER } from "./deletion";
import type { SecretContext } from "./fields";

type SecretRow = Doc<"vaultSecrets">;
type Input<M extends keyof typeof vault> = OperationInput<(typeof vault)[M]>;

/** The only place where a row becomes an API object. */
function present(row: RowFields<"vaultSecrets">): VaultSecret {
  const { id, name, organizationId, contextKeys, metadata, version } = row;
  return {
    id,
    name,
    organizationId,
    contextKeys,
    metadata: JSON.parse(metadata) as JsonObject, // written by encrypt
    version,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export async function encrypt(
  ctx: WriteContext,
  { name, data, context = {}, metadata = {}, organizationId: asked }: Input<"encrypt">,
): Promise<{ id: string }> {
  const organizationId = callersOrganization(ctx, asked);
  if (organizationId !== null) await getOrganization(ctx, organizationId);
  const id = newId("vaultSecret", ctx.now);
  const row = await ctx.db.insert("vaultSecrets", {
    id,
    name,
    organizationId,
    contextKeys: Object.keys(context).sort(),
    metadata: JSON.stringify(metadata),
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const sealedData = await sealValue(ctx.db, { ...toAddress(row, context), text: data });
  await ctx.db.insert("vaultValues", { secretId: id, sealedData });
  await ctx.record({ type: "vault.secret.created", ...toSubject(row), data: present(row) });
  return { id };
}

export async function decrypt(
  ctx: WriteContext,
  { secretId, context = {} }: Input<"decrypt">,
): Promise<{ data: string }> {
  const row = await requireSecret(ctx, secretId);
  const data = await openSecret(ctx.db, row, context);
  await ctx.audit({
    type: "vault.secret.read",
    ...toSubject(row),
    metadata: { version: row.version },
  });
  return { data };
}

export async function listSecrets(
  ctx: ReadContext,
  { organizationId: asked, ...input }: Input<"list">,
) {
  const organizationId = callersOrganization(ctx, asked);
  if (organizationId !== null) await getOrganization(ctx, organizationId);
  const { rows, listMetadata } = await page(
    ctx,
    "vaultSecrets",
    organizationId === null
      ? [{ index: "byProjectId", key: "id" }]
      : [{ index: "byOrganization", equal: [["organizationId", organizationId]], key: "id" }],
    input,
  );
  return { data: rows.map(present), listMetadata };
}

export const getSecret = async (ctx: ReadContext, id: string): Promise<VaultSecret> =>
  present(await requireSecret(ctx, id));

export async function update(
  ctx: WriteContext,
  { id, data, context = {}, versionCheck }: Input<"update">,
): Promise<{ id: string; version: number }> {
  const before = await requireSecret(ctx, id);
  if (versionCheck !== undefined && versionCheck !== before.version)
    throw problem(
      "conflict",
      `The secret has version ${before.version}, not ${versionCheck}; read it again`,
    );
  // Only this shows that the context is the right one.
  await openSecret(ctx.db, before, context);
  const version = before.version + 1;
  const after = await ctx.db.patch("vaultSecrets", before, { version, updatedAt: ctx.now });
  const sealedData = await sealValue(ctx.db, { ...toAddress(after, context), text: data });
  await ctx.db.patch("vaultValues", await requireValue(ctx.db, id), { sealedData });
  await ctx.record({
    type: "vault.secret.updated",
    ...toSubject(after),
    data: present(after),
    before: present(before),
  });
  return { id, version };
}

export async function deleteSecret(ctx: WriteContext, id: string): Promise<void> {
  const row = await requireSecret(ctx, id);
  await deleteSecretRows(ctx.db, row);
  await ctx.record({ type: "vault.secret.deleted", ...toSubject(row), data: present(row) });
}

/** Throws 404 also for a secret of an organization that is being deleted, or not the key's own. */
async function requireSecret(
  ctx: Pick<ReadContext, "db" | "caller">,
  id: string,
): Promise<SecretRow> {
  const row = await ctx.db.get("vaultSecrets", id);
  const isHidden = row?.organizationId === null && ctx.caller.organizationId !== null;
  if (!row || isHidden) throw notFound("Vault secret");
  if (row.organizationId !== null) await getOrganization(ctx, row.organizationId, "Vault secret");
  return row;
}

async function openSecret(
  db: TenantReader,
  row: SecretRow,
  context: SecretContext,
): Promise<string> {
  const { sealedData } = await requireValue(db, row.id);
  const opened = await tryOpenValue(db, { ...toAddress(row, context), sealed: sealedData });
  if ("text" in opened) return opened.text;
  if (opened.fault === "mismatch")
    throw problem("forbidden", "The context does not match the one the secret was encrypted with");
  throw problem(
    "not_available",
    "This secret cannot be decrypted: neither BANATA_AUTH_SECRET nor BANATA_AUTH_SECRET_PREVIOUS opens its key",
  );
}

async function requireValue(db: TenantReader, secretId: string): Promise<Doc<"vaultValues">> {
  const row = await db.range("vaultValues", "bySecret", (q) => q.eq("secretId", secretId)).unique();
  if (!row) throw new Error(`The vault secret ${secretId} has no value.`);
  return row;
}

const toAddress = (
  { id, organizationId, version }: RowFields<"vaultSecrets">,
  context: SecretContext,
): EnvelopeAddress => ({
  ...{ layer: LAYER, organizationId, ownerId: id, field: "data", version },
  context,
});

const toSubject = ({ id, name, organizationId }: RowFields<"vaultSecrets">) => ({
  targets: [{ type: "vault_secret", id, name }],
  organizationId,
});
