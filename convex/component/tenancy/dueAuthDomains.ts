/** Confirmed auth domains of all projects that are to be asked again (projects/domainRecheck.ts). */
import type { GenericDatabaseWriter } from "convex/server";
import type { DataModel } from "../_generated/dataModel";

/** Those due for longest, each now due again only after the lease. */
export async function takeDueAuthDomains(
  raw: GenericDatabaseWriter<DataModel>,
  now: number,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<{ projectId: string; domain: string }[]> {
  const rows = await raw
    .query("authDomains")
    .withIndex("allByNextCheckAt", (q) => q.gt("nextCheckAt", 0).lte("nextCheckAt", now))
    .take(limit);
  for (const { _id } of rows) await raw.patch("authDomains", _id, { nextCheckAt: now + leaseMs });
  return rows.map(({ projectId, domain }) => ({ projectId, domain }));
}
