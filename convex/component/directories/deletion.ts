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
import type { TenantReader } from "../tenancy/database";
import { tenantJob, type JobContext, type RecordingContext } from "../tenancy/functions";
import { deleteCounters } from "../tenancy/keyLimits";
import type { DirectoryContext } from "./context";
import { deleteCounts, deleteMemberCount } from "./counts";
import { deleteEmails } from "./emails";
import { deriveRoles, loadDirectoryUsers, type MappedGroups } from "./groupRoles";
import { findJob, hasJob } from "./jobs";
import { toLimitSubject } from "./limit";
import { liftSuspension, offboard } from "./offboarding";
import { deleteMarks } from "./positions";
import { findSync } from "./sync";
import { deleteTokens } from "./tokens";

/**
 * Users per transaction. Off-boarding one changes up to some hundred rows, usually ten. Deriving the
 * roles of one, before and after, reads up to 560 ranges, usually twenty.
 */
const BATCH = { keep: 100, deprovision: 10, derive: 3 };

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
    ...((await hasGroupEffects(db, directory)) ? { groupRoles: directory.groupRoles ?? [] } : {}),
  });
  await schedule(ctx, id);
}

/** Whether members may have roles of its groups, also those of a mapping that was just changed. */
const hasGroupEffects = async (
  db: TenantReader,
  { id, groupRoles = [] }: Doc<"directories">,
): Promise<boolean> =>
  groupRoles.length > 0 || (await hasJob(db, id, "mapping")) || (await hasJob(db, id, "roles"));

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
  if ((await deleteUsers(ctx, job)) || (await deleteGroups(ctx, directoryId)))
    await schedule(ctx, directoryId);
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
  const derives = ends || (await hasRoles(db, job));
  const mapped: MappedGroups = new Map();
  const remove = async (user: Doc<"directoryUsers">) => {
    const { userId } = user;
    if (ends && user.state === "active") await offboard(changing, user, "kept");
    if (derives && userId !== null) await deriveRoles(changing, organizationId, userId, mapped);
    await deleteEmails(db, user.id);
    await db.delete("directoryUsers", user);
    if (userId !== null) await release(changing, user, userId, mapped);
  };
  const limit = ends ? BATCH.deprovision : derives ? BATCH.derive : BATCH.keep;
  return await deleteSome(users, limit, remove, new ReadBudget(BATCH_BYTES));
}

/** Whether members may have roles of groups, of this or of another directory. */
async function hasRoles(
  db: TenantReader,
  { organizationId, groupRoles }: Doc<"directoryJobs">,
): Promise<boolean> {
  if (groupRoles !== undefined) return true;
  const other = await db
    .range("directories", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .first();
  return other !== null;
}

/** The directory's user is deleted: other directories decide, or access is back without any. */
async function release(
  ctx: DirectoryContext,
  user: Doc<"directoryUsers">,
  userId: string,
  mapped: MappedGroups,
): Promise<void> {
  const { organizationId } = user;
  const others = await loadDirectoryUsers(ctx.db, organizationId, userId);
  if (others.length > 0) return await deriveRoles(ctx, organizationId, userId, mapped);
  const member = await findMember(ctx, organizationId, userId);
  if (member) await liftSuspension(ctx, user, member);
}

/** Returns whether any may be left. */
async function deleteGroups({ db }: RecordingContext, directoryId: string): Promise<boolean> {
  const members = db.range("directoryGroupMembers", "byDirectory", (q) =>
    q.eq("directoryId", directoryId),
  );
  const groups = db.range("directoryGroups", "byDirectory", (q) =>
    q.eq("directoryId", directoryId),
  );
  const budget = new ReadBudget(BATCH_BYTES);
  return (
    (await deleteSome(
      members,
      BATCH.keep,
      async (row) => await db.delete("directoryGroupMembers", row),
      budget,
    )) ||
    (await deleteSome(
      groups,
      BATCH.keep,
      async (row) => {
        await deleteMemberCount(db, row.id);
        await db.delete("directoryGroups", row);
      },
      budget,
    ))
  );
}

const schedule = async ({ db, scheduler }: DeletionContext, directoryId: string) =>
  await scheduler.runAfter(0, internal.directories.deletion.deleteBatch, {
    projectId: db.projectId,
    directoryId,
  });
