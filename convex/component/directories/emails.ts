/** The rows of a directory user's addresses, by which filters find it. */
import type { UserFacts } from "../scim/facts";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { DirectoryUserRow } from "./present";

/** Of one user: more than a resource can have. */
const MAXIMUM_EMAILS = 1_000;

const loadEmails = async (db: TenantReader, directoryUserId: string) =>
  await db
    .range("directoryEmails", "byUser", (q) => q.eq("directoryUserId", directoryUserId))
    .take(MAXIMUM_EMAILS);

export async function replaceEmails(
  db: TenantWriter,
  { id: directoryUserId, directoryId }: DirectoryUserRow,
  { emails }: UserFacts,
): Promise<void> {
  const wanted = new Set(emails.map(({ foldedValue }) => foldedValue));
  for (const row of await loadEmails(db, directoryUserId))
    if (!wanted.delete(row.value)) await db.delete("directoryEmails", row);
  for (const value of wanted)
    await db.insert("directoryEmails", { directoryId, value, directoryUserId });
}

export async function deleteEmails(db: TenantWriter, directoryUserId: string): Promise<void> {
  for (const row of await loadEmails(db, directoryUserId)) await db.delete("directoryEmails", row);
}
