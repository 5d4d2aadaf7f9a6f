/** Claims on domains of all projects whose DNS record is due to be looked up (domains/recheck.ts). */
import type { GenericDatabaseWriter } from "convex/server";
import type { DataModel } from "../_generated/dataModel";

/**
 * The claims that have been due for longest, each now due again only after the lease. Claims that
 * have ended have no such time, so they are never read.
 */
export async function takeDueDomains(
  raw: GenericDatabaseWriter<DataModel>,
  now: number,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<{ projectId: string; id: string; domain: string }[]> {
  const rows = await raw
    .query("domains")
    .withIndex("allByNextCheckAt", (q) => q.gt("nextCheckAt", 0).lte("nextCheckAt", now))
    .take(limit);
  for (const { _id } of rows) await raw.patch("domains", _id, { nextCheckAt: now + leaseMs });
  return rows.map(({ projectId, id, domain }) => ({ projectId, id, domain }));
}
