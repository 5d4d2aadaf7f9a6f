/**
 * Changes of the members of a group, at most 200 in a transaction. The rest is a job (tables.ts),
 * which the request itself continues; the sweep continues it when the request has died.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { BATCH_BYTES, ReadBudget } from "../core/readBudget";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { tenantJob, type JobContext } from "../tenancy/functions";
import type { DirectoryContext } from "./context";
import { countMembers, deleteMemberCount } from "./counts";
import { bounds, type GroupChange, type GroupEvent } from "./fields";
import { recordGroupEvent, withChanges } from "./groupEvents";
import { findGroupJob, loadJobContext } from "./jobs";
import { deriveTouched, type Touched } from "./roleEffects";

type Directory = Doc<"directories">;

interface Start {
  readonly change: GroupChange;
  /** What to record in the end; null for a group that is deleted. */
  readonly event: GroupEvent | null;
}

export interface Progress {
  /** Whether a member was added or removed. */
  readonly hasChanged: boolean;
  readonly isDone: boolean;
  /** With the changes so far. The caller records it when the change is done. */
  readonly event: GroupEvent | null;
}

/** The caller has made sure that no other change of the group is unfinished. */
export async function startChange(
  ctx: DirectoryContext,
  directory: Directory,
  groupId: string,
  { change, event: started }: Start,
): Promise<Progress> {
  const { touched, rest, ...members } = await runSlice(ctx, directory.id, groupId, change);
  const event = started && withChanges(started, members);
  await deriveTouched(ctx, directory, touched, rest === null);
  if (rest !== null)
    await ctx.db.insert("directoryJobs", {
      ...{ kind: "group", subjectId: directory.id, groupId },
      ...{ organizationId: directory.organizationId, deprovisions: false },
      ...{ after: "", change: rest },
      ...(event && { event }),
    });
  const hasChanged = members.added.length + members.removed.length > 0;
  return { hasChanged, isDone: rest === null, event };
}

/** One more slice of the unfinished change of a group. Returns whether it is finished. */
export async function continueChange(
  ctx: DirectoryContext,
  directory: Directory,
  groupId: string,
): Promise<boolean> {
  const job = await findGroupJob(ctx.db, directory.id, groupId);
  if (!job?.change) return true;
  const { touched, rest, ...members } = await runSlice(ctx, directory.id, groupId, job.change);
  await deriveTouched(ctx, directory, touched, false);
  const event = job.event && withChanges(job.event, members);
  if (rest !== null) {
    await ctx.db.patch("directoryJobs", job, { change: rest, ...(event && { event }) });
    return false;
  }
  await ctx.db.delete("directoryJobs", job);
  const group = await ctx.db.get("directoryGroups", groupId);
  if (group) await recordGroupEvent(ctx, group, event ?? null);
  return true;
}

/** Scheduled by the sweep (resume.ts). */
export const groupBatch = tenantJob(
  { directoryId: v.string(), groupId: v.string() },
  async (ctx, { directoryId, groupId }) => {
    const job = await findGroupJob(ctx.db, directoryId, groupId);
    if (!job) return;
    const { directory, changing } = await loadJobContext(ctx, directoryId);
    if (!directory) {
      // The members are deleted with the directory (deletion.ts).
      await deleteMemberCount(ctx.db, groupId);
      await ctx.db.delete("directoryJobs", job);
    } else if (!(await continueChange(changing, directory, groupId)))
      await scheduleBatch(ctx, directoryId, groupId);
  },
);

interface Slice {
  readonly touched: readonly Touched[];
  /** Ids of the users that became members. */
  readonly added: readonly string[];
  /** Ids of the users that were members. */
  readonly removed: readonly string[];
  /** Null when nothing is left. */
  readonly rest: GroupChange | null;
}

async function runSlice(
  { db }: DirectoryContext,
  directoryId: string,
  groupId: string,
  change: GroupChange,
): Promise<Slice> {
  const slice = await changeMembers(db, directoryId, groupId, change);
  await countMembers(db, groupId, slice.added.length - slice.removed.length);
  const isGone = slice.rest === null && (await db.get("directoryGroups", groupId)) === null;
  if (isGone) await deleteMemberCount(db, groupId);
  return slice;
}

async function changeMembers(
  db: TenantWriter,
  directoryId: string,
  groupId: string,
  change: GroupChange,
): Promise<Slice> {
  const { after, clears, derives } = change;
  const add = new Set(change.add);
  const remove = new Set(change.remove);
  const touched: Touched[] = [];
  const budget = new ReadBudget(BATCH_BYTES);
  let rows = 0;
  const [added, removed]: [string[], string[]] = [[], []];
  const isFull = () => rows >= bounds.membersPerTransaction || budget.isSpent;
  const rest = (reached: string | null): Slice => ({
    ...{ touched, added, removed },
    rest: { after: reached, clears, derives, add: [...add], remove: [...remove] },
  });
  const touch = async (id: string, due: Touched["due"]) => {
    const user = await db.get("directoryUsers", id);
    if (user) budget.spend(user);
    if (user?.directoryId === directoryId) touched.push({ user, due });
    return user?.directoryId === directoryId ? user : null;
  };
  if (after !== null) {
    let reached = after;
    for (const row of await readMembers(db, groupId, after)) {
      if (isFull()) return rest(reached);
      rows++;
      reached = row.directoryUserId;
      const stays = add.delete(reached) || !clears;
      if (!stays) {
        await db.delete("directoryGroupMembers", row);
        removed.push(reached);
      }
      if (!stays || derives) await touch(reached, "removal");
    }
    if (isFull()) return rest(reached);
  }
  for (const id of remove) {
    if (isFull()) return rest(null);
    rows++;
    remove.delete(id);
    const row = await findMembership(db, groupId, id);
    if (!row) continue;
    await db.delete("directoryGroupMembers", row);
    removed.push(id);
    await touch(id, "removal");
  }
  for (const id of add) {
    if (isFull()) return rest(null);
    rows++;
    add.delete(id);
    if (await findMembership(db, groupId, id)) continue;
    const user = await touch(id, "addition");
    // Identity providers may send members that the directory does not have, or no longer has.
    if (!user || user.state === "deprovisioned") continue;
    await db.insert("directoryGroupMembers", { directoryId, groupId, directoryUserId: id });
    added.push(id);
  }
  return { touched, added, removed, rest: null };
}

const readMembers = async (db: TenantReader, groupId: string, after: string) =>
  await db
    .range("directoryGroupMembers", "byGroup", (q) =>
      q.eq("groupId", groupId).gt("directoryUserId", after),
    )
    .take(bounds.membersPerTransaction);

const findMembership = async (db: TenantReader, groupId: string, directoryUserId: string) =>
  await db
    .range("directoryGroupMembers", "byGroup", (q) =>
      q.eq("groupId", groupId).eq("directoryUserId", directoryUserId),
    )
    .unique();

const scheduleBatch = async (
  { db, scheduler }: Pick<JobContext, "db" | "scheduler">,
  directoryId: string,
  groupId: string,
) =>
  await scheduler.runAfter(0, internal.directories.groupSlices.groupBatch, {
    ...{ projectId: db.projectId, directoryId, groupId },
  });
