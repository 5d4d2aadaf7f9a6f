/** The links of a user to users of directories. Users' deletion loads this file. */
import type { TenantWriter } from "../tenancy/database";
import { countChange } from "./counts";

/** Per user: at most one for each directory of each of its organizations. */
const MAXIMUM_LINKS = 500;

/** The directories keep their users, but link them to no user again until they activate them anew. */
export async function unlinkDirectoryUsers(db: TenantWriter, userId: string): Promise<void> {
  const rows = await db
    .range("directoryUsers", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_LINKS);
  for (const row of rows) {
    const after = await db.patch("directoryUsers", row, { userId: null, reason: "user_deleted" });
    if (await db.get("directories", row.directoryId)) await countChange(db, row, after);
  }
}
