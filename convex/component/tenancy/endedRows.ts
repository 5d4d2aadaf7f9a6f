/** Deletes rows of all projects that have ended, for crons. */
import type { GenericDatabaseWriter } from "convex/server";
import type { DataModel } from "../_generated/dataModel";
import { deleteSome } from "../core/readBudget";

/** Tables with an `expiresAt` after which nothing reads a row. */
type EndedTable =
  "hostedCodes" | "impersonations" | "portalSessions" | "ssoAssertions" | "ssoCodes" | "ssoStarts";

/** Deletes rows that ended before `time`, oldest first. Returns whether any may be left. */
export async function deleteEnded(
  raw: GenericDatabaseWriter<DataModel>,
  table: EndedTable,
  { time, limit }: { time: number; limit: number },
): Promise<boolean> {
  const ended = raw.query(table).withIndex("allByExpiresAt", (q) => q.lt("expiresAt", time));
  return await deleteSome(ended, limit, async ({ _id }) => await raw.delete(_id));
}
