import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";

/** Scheduled with the row: what nobody came back with goes when it is good for nothing any more. */
export const forget = tenantJob({ verificationId: v.string() }, async ({ db }, { verificationId }) => {
  const verification = await db.get("verifications", verificationId);
  if (verification) await db.delete("verifications", verification);
});
