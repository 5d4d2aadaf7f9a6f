/** Ends what suspended owners have kept, once the organization has another owner. */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { isLastHolder } from "../rbac/assignments";
import { OWNER } from "../rbac/catalogue";
import { tenantJob, type RecordingContext } from "../tenancy/functions";
import { deriveRoles, loadDirectoryUsers } from "./groupRoles";
import { findJob, loadJobContext } from "./jobs";
import { offboard } from "./offboarding";
import {
  reviewSuspendedOwners,
  reviewSuspendedOwnersLater,
  scheduleReview,
} from "./suspendedOwners";

/** Owners, or organizations, per transaction. Off-boarding one changes up to some hundred rows, usually ten. */
const BATCH = 10;

export const startReviews = tenantJob(
  { organizationIds: v.array(v.string()) },
  async (ctx, { organizationIds }) => {
    for (const id of organizationIds.slice(0, BATCH)) await reviewSuspendedOwners(ctx, id);
    await reviewSuspendedOwnersLater(ctx, organizationIds.slice(BATCH));
  },
);

export const reviewBatch = tenantJob(
  { organizationId: v.string() },
  async (ctx, { organizationId }) => {
    const { db } = ctx;
    const job = await findJob(db, organizationId, "owners");
    if (!job) return;
    const owners = await db
      .range("roleAssignments", "byOrganization", (q) =>
        q.eq("organizationId", organizationId).eq("role", OWNER).gt("subjectId", job.after),
      )
      .take(BATCH);
    const last = owners.at(-1);
    if (!last) {
      await db.delete("directoryJobs", job);
      return;
    }
    for (const { subjectId } of owners) {
      const member = await db.get("members", subjectId);
      if (member?.suspended) await review(ctx, member);
    }
    await db.patch("directoryJobs", job, { after: last.subjectId });
    await scheduleReview(ctx, organizationId);
  },
);

async function review(ctx: RecordingContext, member: Doc<"members">): Promise<void> {
  const { id, organizationId, userId } = member;
  if (await isLastHolder(ctx, organizationId, OWNER, id)) return;
  const users = await loadDirectoryUsers(ctx.db, organizationId, userId);
  const user = users.find(({ state }) => state === "active") ?? users.at(-1);
  if (!user) return;
  const { directory, changing } = await loadJobContext(ctx, user.directoryId);
  if (!directory) return; // its deletion ends what it has suspended
  if (user.state === "active") await deriveRoles(changing, organizationId, userId);
  else await offboard(changing, user);
}
