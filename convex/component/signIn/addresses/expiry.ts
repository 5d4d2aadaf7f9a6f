import { v } from "convex/values";
import { tenantJob } from "../../tenancy/functions";

/** Deletes an expired row; scheduled for its end by the sweep (expiry/sweep.ts). */
export const forget = tenantJob(
  { table: v.union(v.literal("signUps"), v.literal("addressChanges")), id: v.string() },
  async ({ db }, { table, id }) => {
    const row = await db.get(table, id);
    if (row) await db.delete(table, row);
  },
);
