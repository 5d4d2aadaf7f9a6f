/**
 * The effects of groups on the roles of many users. A few are derived in the transaction of the
 * change; more are marked with `rolesDue` and derived in batches, removals first. Each is derived
 * from the rows as they are then, so repeating a batch changes nothing.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import { tenantJob, type JobContext } from "../tenancy/functions";
import type { DirectoryContext } from "./context";
import { deriveRoles, type MappedGroups } from "./groupRoles";
import { findJob, loadJobContext } from "./jobs";

type Directory = Doc<"directories">;
type DirectoryUser = Doc<"directoryUsers">;

/** A user who has left (`removal`) or joined a group. */
export interface Touched {
  readonly user: DirectoryUser;
  readonly due: NonNullable<DirectoryUser["rolesDue"]>;
}

/**
 * Users per transaction. Deriving the roles of one reads up to 280 ranges, usually ten, and
 * suspending one writes up to 500 rows for its sessions, usually five. API keys of all of them are at
 * most 500, with 3 ranges and 7 rows each.
 */
const BATCH = 5;

/** @param isWhole whether these are all users of a change, so that few of them need no batch. */
export async function deriveTouched(
  ctx: DirectoryContext,
  directory: Directory,
  touched: readonly Touched[],
  isWhole: boolean,
): Promise<void> {
  if (!directory.requireGroup && !directory.groupRoles?.length) return;
  const affected = touched.filter(({ user }) => user.state === "active" && user.userId !== null);
  if (affected.length === 0) return;
  if (isWhole && affected.length <= BATCH) {
    await deriveEach(ctx, sortByDue(affected));
    return;
  }
  for (const { user, due } of affected)
    if (user.rolesDue !== "removal" && user.rolesDue !== due)
      await ctx.db.patch("directoryUsers", user, { rolesDue: due });
  await startJob(ctx, directory, "roles");
}

const sortByDue = (touched: readonly Touched[]): DirectoryUser[] =>
  (["removal", "addition"] as const).flatMap((due) =>
    touched.filter((each) => each.due === due).map(({ user }) => user),
  );

async function deriveEach(ctx: DirectoryContext, users: readonly DirectoryUser[]): Promise<void> {
  const mapped: MappedGroups = new Map();
  for (const { organizationId, userId } of users)
    if (userId !== null) await deriveRoles(ctx, organizationId, userId, mapped);
}

/** Must be called in the transaction that changes what a directory's groups give. */
export const deriveAllRoles = async (ctx: EffectContext, directory: Directory): Promise<void> =>
  await startJob(ctx, directory, "mapping");

type EffectContext = Pick<JobContext, "db" | "scheduler">;
type Kind = "roles" | "mapping";

async function startJob(
  ctx: EffectContext,
  { id, organizationId }: Directory,
  kind: Kind,
): Promise<void> {
  const running = await findJob(ctx.db, id, kind);
  if (running && kind === "roles") return; // its batches find the new marks
  if (running) await ctx.db.patch("directoryJobs", running, { after: "" });
  else
    await ctx.db.insert("directoryJobs", {
      ...{ kind, subjectId: id, organizationId, deprovisions: false, after: "" },
    });
  await schedule(ctx, id, kind);
}

export const effectBatch = tenantJob(
  { directoryId: v.string(), kind: v.union(v.literal("roles"), v.literal("mapping")) },
  async (ctx, { directoryId, kind }) => {
    const { db } = ctx;
    const job = await findJob(db, directoryId, kind);
    if (!job) return;
    const { directory, changing } = await loadJobContext(ctx, directoryId);
    const users = directory ? await batches[kind](db, directoryId, job.after) : [];
    const last = users.at(-1);
    if (!last) {
      await db.delete("directoryJobs", job);
      return;
    }
    await deriveEach(changing, users);
    for (const user of users)
      if (user.rolesDue) await db.patch("directoryUsers", user, { rolesDue: undefined });
    if (kind === "mapping") await db.patch("directoryJobs", job, { after: last.id });
    await schedule(ctx, directoryId, kind);
  },
);

type ReadBatch = (db: TenantReader, directoryId: string, after: string) => Promise<DirectoryUser[]>;

const readDue = async (db: TenantReader, directoryId: string, due: Touched["due"]) =>
  await db
    .range("directoryUsers", "byRolesDue", (q) =>
      q.eq("directoryId", directoryId).eq("rolesDue", due),
    )
    .take(BATCH);

const batches: Record<Kind, ReadBatch> = {
  roles: async (db, directoryId) => {
    const removals = await readDue(db, directoryId, "removal");
    return removals.length > 0 ? removals : await readDue(db, directoryId, "addition");
  },
  mapping: async (db, directoryId, after) =>
    await db
      .range("directoryUsers", "byDirectory", (q) =>
        q.eq("directoryId", directoryId).gt("id", after),
      )
      .take(BATCH),
};

const schedule = async ({ db, scheduler }: EffectContext, directoryId: string, kind: Kind) =>
  await scheduler.runAfter(0, internal.directories.roleEffects.effectBatch, {
    ...{ projectId: db.projectId, directoryId, kind },
  });
