/** Deletes secrets with their values and keys. */
import type { Doc } from "../_generated/dataModel";
import { deleteSome, type ReadBudget } from "../core/readBudget";
import { deleteValues } from "../envelopes/envelope";
import type { TenantWriter } from "../tenancy/database";

export const LAYER = "vault";

export async function deleteSecretRows(
  db: TenantWriter,
  secret: Doc<"vaultSecrets">,
  budget?: ReadBudget,
): Promise<void> {
  for await (const value of db.range("vaultValues", "bySecret", (q) =>
    q.eq("secretId", secret.id),
  )) {
    budget?.spend(value);
    await db.delete("vaultValues", value);
  }
  await deleteValues(db, { layer: LAYER, ownerId: secret.id });
  await db.delete("vaultSecrets", secret);
}

/**
 * Deletes secrets of an organization, at most `maximum` and within the budget. Returns whether any
 * may be left.
 */
export async function deleteOrganizationSecrets(
  db: TenantWriter,
  organizationId: string,
  maximum: number,
  budget: ReadBudget,
): Promise<boolean> {
  const secrets = db.range("vaultSecrets", "byOrganization", (q) =>
    q.eq("organizationId", organizationId),
  );
  const remove = async (secret: Doc<"vaultSecrets">) => await deleteSecretRows(db, secret, budget);
  return await deleteSome(secrets, maximum, remove, budget);
}
