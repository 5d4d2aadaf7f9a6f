import { v } from "convex/values";
import { internal } from "../../_generated/api";
import { endsBeforeNextSweep } from "../../core/expirySweep";
import { tenantJob, type JobContext } from "../../tenancy/functions";

/** Deletes a verification that expired unused; scheduled for its end. */
export const forget = tenantJob({ verificationId: v.string() }, async (ctx, { verificationId }) => {
  const verification = await ctx.db.get("verifications", verificationId);
  if (!verification) return;
  if (verification.expiresAt <= ctx.now) await ctx.db.delete("verifications", verification);
  else await scheduleForgetting(ctx, verification);
});

/** Only for a row that ends before the next sweep (expiry/sweep.ts), which schedules the others. */
export const scheduleForgetting = async (
  { db, now, scheduler }: JobContext,
  { id, expiresAt }: { id: string; expiresAt: number },
): Promise<void> => {
  if (!endsBeforeNextSweep(expiresAt, now)) return;
  await scheduler.runAt(expiresAt, internal.signIn.database.expiry.forget, {
    projectId: db.projectId,
    verificationId: id,
  });
};
