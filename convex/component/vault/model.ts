import { problem } from "../core/errors";
import { newId } from "../core/ids";
import { sealValue } from "../envelopes/envelope";
import { getOrganization } from "../organizations/model";
import type { RowFields } from "../tenancy/database";
import { callersOrganization, type ReadContext, type WriteContext } from "../tenancy/functions";
import { page } from "../tenancy/page";
import { toIsoDate, type JsonObject } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import type { vault, VaultSecret } from "./contract";
import { deleteSecretRows } from "./deletion";
import { openSecret, requireSecret, requireValue, toAddress } from "./storedSecrets";

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
  const data = await openSecret(ctx, row, context);
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
  await openSecret(ctx, before, context);
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

const toSubject = ({ id, name, organizationId }: RowFields<"vaultSecrets">) => ({
  targets: [{ type: "vault_secret", id, name }],
  organizationId,
});
