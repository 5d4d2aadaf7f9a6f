/**
 * Deletes directories. The directory and its tokens disappear at once; its users are deleted in
 * batches, and a cron resumes after a failed batch (resume.ts). A user that is not deleted yet stays
 * barred from the organization.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import { findMember } from "../organizations/members";
import { tenantJob, type JobContext, type RecordingContext } from "../tenancy/functions";
import { deleteCounters } from "../tenancy/keyLimits";
import type { DirectoryContext } from "./context";
import { deleteCounts } from "./counts";
import { deleteEmails } from "./emails";
import { findJob } from "./jobs";
import { toLimitSubject } from "./limit";
import { offboard } from "./offboarding";
import { deleteMarks } from "./positions";
import { findSync } from "./sync";
import { deleteTokens } from "./tokens";

/** Users per transaction. Off-boarding one changes up to a few thousand rows, usually ten. */
const BATCH = { keep: 100, deprovision: 10 };

type DeletionContext = Pick<JobContext, "db" | "scheduler">;

export async function deleteDirectoryRows(
  ctx: DeletionContext,
  directory: Doc<"directories">,
  { deprovisions }: { readonly deprovisions: boolean },
): Promise<void> {
  const { db } = ctx;
  const { id, organizationId } = directory;
  await deleteTokens(db, id);
  await deleteCounts(db, id);
  await deleteMarks(db, id);
  await deleteCounters(db, toLimitSubject(id));
  const sync = await findSync(db, id);
  if (sync) await db.delete("directorySyncs", sync);
  await db.delete("directories", directory);
  await db.insert("directoryJobs", {
    ...{ kind: "delete", subjectId: id, organizationId, deprovisions, after: "" },
  });
  await schedule(ctx, id);
}

/** One directory of an organization that is being deleted. Returns whether any may be left. */
export async function deleteDirectoriesOf(
  ctx: DeletionContext,
  organizationId: string,
): Promise<boolean> {
  const directory = await ctx.db
    .range("directories", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .first();
  if (!directory) return false;
  await deleteDirectoryRows(ctx, directory, { deprovisions: false });
  return true;
}

export const deleteBatch = tenantJob({ directoryId: v.string() }, async (ctx, { directoryId }) => {
  const job = await findJob(ctx.db, directoryId, "delete");
  if (!job) return;
  if (await deleteUsers(ctx, job)) await schedule(ctx, directoryId);
  else await ctx.db.delete("directoryJobs", job);
});

async function deleteUsers(ctx: RecordingContext, job: Doc<"directoryJobs">): Promise<boolean> {
  const { subjectId: directoryId, organizationId, deprovisions } = job;
  const { db, now, scheduler } = ctx;
  const recorder = ctx.recorder(
    { type: "scim", id: directoryId, name: null },
    { id: `directory ${directoryId}`, ip: null, userAgent: null },
  );
  const changing: DirectoryContext = {
    ...{ db, now, scheduler, isAdminProject: false },
    record: recorder.record.bind(recorder),
  };
  const organization = await db.get("organizations", organizationId);
  const ends = deprovisions && organization?.state === "active";
  const users = db.range("directoryUsers", "byDirectory", (q) => q.eq("directoryId", directoryId));
  const remove = async (user: Doc<"directoryUsers">) => {
    if (ends && user.state === "active") await offboard(changing, user, "kept");
    else if (user.userId !== null) await liftSuspension(changing, organizationId, user.userId);
    await deleteEmails(db, user.id);
    await db.delete("directoryUsers", user);
  };
  const limit = ends ? BATCH.deprovision : BATCH.keep;
  return await deleteSome(users, limit, remove, new ReadBudget(BATCH_BYTES));
}

/** A suspended owner has access again: nothing but the directory could give it back. */
async function liftSuspension(
  { db }: DirectoryContext,
  organizationId: string,
  userId: string,
): Promise<void> {
  const member = await findMember({ db }, organizationId, userId);
  if (member?.suspended) await db.patch("members", member, { suspended: undefined });
}

const schedule = async ({ db, scheduler }: DeletionContext, directoryId: string) =>
  await scheduler.runAfter(0, internal.directories.deletion.deleteBatch, {
    projectId: db.projectId,
    directoryId,
  });
