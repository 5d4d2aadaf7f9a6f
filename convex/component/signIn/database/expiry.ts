import { v } from "convex/values";
import { internal } from "../../_generated/api";
import { toSchedulableTime } from "../../core/longDelay";
import { tenantJob, type JobContext } from "../../tenancy/functions";

/** Scheduled with the row: deletes a verification that expired unused. */
export const forget = tenantJob({ verificationId: v.string() }, async (ctx, { verificationId }) => {
  const verification = await ctx.db.get("verifications", verificationId);
  if (!verification) return;
  if (verification.expiresAt <= ctx.now) await ctx.db.delete("verifications", verification);
  else await scheduleForgetting(ctx, verification);
});

export const scheduleForgetting = async (
  { db, now, scheduler }: JobContext,
  { id, expiresAt }: { id: string; expiresAt: number },
): Promise<void> => {
  await scheduler.runAt(toSchedulableTime(expiresAt, now), internal.signIn.database.expiry.forget, {
    projectId: db.projectId,
    verificationId: id,
  });
};
