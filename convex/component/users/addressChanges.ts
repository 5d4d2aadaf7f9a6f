/**
 * Changes of e-mail address that the owner of the old mailbox can still undo
 * (signIn/addresses/change.ts).
 */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../tenancy/database";

/** Changes of the last seven days. Any beyond this limit expire on their own. */
const MAXIMUM_CHANGES = 20;

export const loadAddressChanges = async (
  db: TenantReader,
  userId: string,
): Promise<Doc<"addressChanges">[]> =>
  await db.range("addressChanges", "byUser", (q) => q.eq("userId", userId)).take(MAXIMUM_CHANGES);

export async function deleteAddressChanges(db: TenantWriter, userId: string): Promise<void> {
  for (const change of await loadAddressChanges(db, userId))
    await db.delete("addressChanges", change);
}
