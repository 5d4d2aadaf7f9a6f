/** Changes of address that the old mailbox can still undo (signIn/addresses/change.ts). */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../tenancy/database";

/** Those of seven days; the rest of a longer chain expires by itself. */
const MAXIMUM_CHANGES = 20;

export const addressChangesOf = async (
  db: TenantReader,
  userId: string,
): Promise<Doc<"addressChanges">[]> =>
  await db.range("addressChanges", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_CHANGES);

export async function forgetAddressChanges(db: TenantWriter, userId: string): Promise<void> {
  for (const change of await addressChangesOf(db, userId))
    await db.delete("addressChanges", change);
}
