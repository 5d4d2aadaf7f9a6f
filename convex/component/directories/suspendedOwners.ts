/**
 * The last owner of an organization stays a member when its directory ends its access
 * (offboarding.ts). As soon as another owner has access, also by the end of a ban, the suspended one is looked at again
 * (ownerReview.ts). Imports only what membership changes may load: they call it.
 */
import { internal } from "../_generated/api";
import { OWNER } from "../rbac/catalogue";
import type { WriteContext } from "../tenancy/functions";
import { findJob } from "./jobs";

type ReviewContext = Pick<WriteContext, "db" | "scheduler">;

/** Owners read to find a suspended one. */
const MAXIMUM_LOOKED_AT = 100;

/** Must be called in the transaction in which a member becomes owner, or an owner has access again. */
export async function reviewSuspendedOwners(
  ctx: ReviewContext,
  organizationId: string,
): Promise<void> {
  const { db } = ctx;
  if (!(await hasSuspendedOwner(ctx, organizationId))) return;
  const running = await findJob(db, organizationId, "owners");
  if (running) await db.patch("directoryJobs", running, { after: "" });
  else
    await db.insert("directoryJobs", {
      ...{ kind: "owners", subjectId: organizationId, organizationId },
      ...{ deprovisions: false, after: "" },
    });
  await scheduleReview(ctx, organizationId);
}

/** Must be called in the transaction in which the ban of the owner of these organizations ends. */
export async function reviewSuspendedOwnersLater(
  { db, scheduler }: ReviewContext,
  organizationIds: readonly string[],
): Promise<void> {
  if (organizationIds.length > 0)
    await scheduler.runAfter(0, internal.directories.ownerReview.startReviews, {
      projectId: db.projectId,
      organizationIds: [...organizationIds],
    });
}

async function hasSuspendedOwner({ db }: ReviewContext, organizationId: string): Promise<boolean> {
  const owners = await db
    .range("roleAssignments", "byOrganization", (q) =>
      q.eq("organizationId", organizationId).eq("role", OWNER),
    )
    .take(MAXIMUM_LOOKED_AT);
  for (const { subjectId } of owners)
    if ((await db.get("members", subjectId))?.suspended) return true;
  return false;
}

export const scheduleReview = async ({ db, scheduler }: ReviewContext, organizationId: string) =>
  await scheduler.runAfter(0, internal.directories.ownerReview.reviewBatch, {
    projectId: db.projectId,
    organizationId,
  });
