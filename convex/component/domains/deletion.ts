/** Without the list of public suffixes, so that deletions do not evaluate it. */
import type { WriteContext } from "../tenancy/functions";

/** Claims of one organization. */
export const MAXIMUM_DOMAINS = 100;

/** All claims of an organization that is being deleted: at once, so that none stays verified. */
export async function deleteClaims(
  { db }: Pick<WriteContext, "db">,
  organizationId: string,
): Promise<void> {
  const rows = await db
    .range("domains", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(MAXIMUM_DOMAINS);
  for (const row of rows) await db.delete("domains", row);
}
