import type { TenantReader } from "../tenancy/database";

/**
 * Whether the organization is going, while its rows still are there: reads a row that is there only
 * then. What is asked often asks this and not the organization, whose row every join and leave
 * changes.
 */
export async function isBeingDeleted(db: TenantReader, id: string): Promise<boolean> {
  return (
    (await db
      .range("organizationDeletions", "byOrganization", (q) => q.eq("organizationId", id))
      .first()) !== null
  );
}
