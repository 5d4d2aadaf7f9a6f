import type { TenantReader } from "../tenancy/database";

/**
 * Whether the organization is being deleted while its rows still exist. Reads a row that exists
 * only then. Frequent queries use this instead of the organization's row, which every join and
 * leave changes.
 */
export async function isBeingDeleted(db: TenantReader, id: string): Promise<boolean> {
  return (
    (await db
      .range("organizationDeletions", "byOrganization", (q) => q.eq("organizationId", id))
      .first()) !== null
  );
}
