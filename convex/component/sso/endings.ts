/**
 * Ends the sessions of many users in batches: of a connection that is no longer active, and of users
 * with project roles. The first batch belongs to the transaction that asks for it. If users are left,
 * a row says where to continue, until the last batch deletes it; a cron resumes after a failed batch.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalMutation } from "../_generated/server";
import { loadSettings } from "../configuration/settings";
import type { TenantReader } from "../tenancy/database";
import { tenantJob } from "../tenancy/functions";
import { oldestSsoEndings } from "../tenancy/purge";
import { endSsoSessions, toBatchContext, USERS_PER_BATCH, type BatchContext } from "./sessions";

const ENDINGS_PER_RUN = 20;
/** Instead of a connection's id: of all users with project roles, through any connection. */
const PRIVILEGED = "";

type Progress = Pick<Doc<"ssoEndings">, "connectionId" | "before" | "role" | "after">;

/** Ends the sessions that a connection which is no longer active has made until now. */
export const endConnectionSessions = async (
  ctx: BatchContext,
  connectionId: string,
): Promise<void> => await begin(ctx, connectionId);

/** Ends the sessions through connections of all users with project roles. */
export const endPrivilegedSessions = async (ctx: BatchContext): Promise<void> =>
  await begin(ctx, PRIVILEGED);

async function begin(ctx: BatchContext, connectionId: string): Promise<void> {
  const { db, now } = ctx;
  const rest = await endSome(ctx, { connectionId, before: now + 1, role: "", after: "" });
  if (!rest) return;
  const row = await findEnding(db, connectionId);
  // One that is in progress began with users whom this one has to visit again.
  if (row) await db.patch("ssoEndings", row, rest);
  else await db.insert("ssoEndings", rest);
  await schedule(ctx, connectionId);
}

export const batch = tenantJob({ connectionId: v.string() }, async (job, { connectionId }) => {
  const ctx = toBatchContext(job);
  const row = await findEnding(ctx.db, connectionId);
  const rest = row && (await endSome(ctx, row));
  if (rest) {
    await ctx.db.patch("ssoEndings", row, rest);
    await schedule(ctx, connectionId);
  } else if (row) await ctx.db.delete("ssoEndings", row);
});

const findEnding = async (
  db: TenantReader,
  connectionId: string,
): Promise<Doc<"ssoEndings"> | null> =>
  await db.range("ssoEndings", "byConnection", (q) => q.eq("connectionId", connectionId)).unique();

async function schedule({ db, scheduler }: BatchContext, connectionId: string): Promise<void> {
  const args = { projectId: db.projectId, connectionId };
  await scheduler.runAfter(0, internal.sso.endings.batch, args);
}

/** One batch. Returns where to continue; null at the end. */
const endSome = async (ctx: BatchContext, progress: Progress): Promise<Progress | null> =>
  progress.connectionId === PRIVILEGED
    ? await endSomePrivileged(ctx, progress)
    : await endSomeOfConnection(ctx, progress);

async function endSomeOfConnection(
  ctx: BatchContext,
  { connectionId, before, role, after }: Progress,
): Promise<Progress | null> {
  const profiles = await ctx.db
    .range("ssoProfiles", "byConnection", (q) => q.eq("connectionId", connectionId).gt("id", after))
    .take(USERS_PER_BATCH);
  for (const { userId } of profiles) await endSsoSessions(ctx, userId, { connectionId, before });
  const last = profiles.at(-1);
  if (!last || profiles.length < USERS_PER_BATCH) return null;
  return { connectionId, before, role, after: last.id };
}

/** Does nothing once the project allows project roles again. */
async function endSomePrivileged(ctx: BatchContext, progress: Progress): Promise<Progress | null> {
  if ((await loadSettings(ctx.db)).features.ssoForProjectRoles) return null;
  const holders = await loadHolders(ctx.db, progress);
  for (const { userId } of holders) await endSsoSessions(ctx, userId, {});
  const last = holders.at(-1);
  return last
    ? { connectionId: PRIVILEGED, before: progress.before, role: last.role, after: last.userId }
    : null;
}

/** Of project roles, whose assignments name no organization. */
async function loadHolders(
  db: TenantReader,
  { role, after }: Progress,
): Promise<Pick<Doc<"roleAssignments">, "role" | "userId">[]> {
  const ofRole = await db
    .range("roleAssignments", "byOrganization", (q) =>
      q.eq("organizationId", "").eq("role", role).gt("subjectId", after),
    )
    .take(USERS_PER_BATCH);
  if (ofRole.length > 0) return ofRole;
  return await db
    .range("roleAssignments", "byOrganization", (q) => q.eq("organizationId", "").gt("role", role))
    .take(USERS_PER_BATCH);
}

/** Resumes what stopped after a failed batch. Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { projectId, connectionId } of await oldestSsoEndings(ctx.db, ENDINGS_PER_RUN))
      await ctx.scheduler.runAfter(0, internal.sso.endings.batch, { projectId, connectionId });
    return null;
  },
});
