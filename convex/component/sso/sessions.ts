/**
 * Ends sessions that sign-ins through connections have made: when the connection stops or is
 * deleted, when the link is removed, and when the user gets project roles that the project does not
 * allow through a connection. What concerns many users is done in batches.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { loadSettings } from "../configuration/settings";
import { endSession } from "../sessions/model";
import type { TenantReader } from "../tenancy/database";
import { tenantJob, type RecordingContext, type WriteContext } from "../tenancy/functions";

export type EndingContext = Pick<WriteContext, "db" | "record">;
type BatchContext = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;

/** Per user (sessions/model.ts). */
const MAXIMUM_SESSIONS = 100;
/** Users per transaction, each of whom may have as many sessions as above. */
export const USERS_PER_BATCH = 20;

interface Which {
  /** Of any connection if absent. */
  readonly connectionId?: string;
  /** Only sessions that began before, in epoch milliseconds. */
  readonly before?: number;
}

/** Ends a user's sessions that were made through a connection. */
export async function endSsoSessions(
  ctx: EndingContext,
  userId: string,
  { connectionId, before = Infinity }: Which,
): Promise<void> {
  const sessions = await ctx.db
    .range("sessions", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_SESSIONS);
  for (const session of sessions) {
    const madeThrough = session.ssoConnectionId ?? null;
    if (madeThrough === null || session.createdAt >= before) continue;
    if (connectionId === undefined || madeThrough === connectionId) await endSession(ctx, session);
  }
}

/** Ends the sessions that a connection which is no longer active has made until now. */
export const endConnectionSessions = async (
  ctx: BatchContext,
  connectionId: string,
): Promise<void> => await continueConnection(ctx, { connectionId, before: ctx.now + 1, after: "" });

interface ConnectionProgress {
  readonly connectionId: string;
  readonly before: number;
  /** The id of the last profile. */
  readonly after: string;
}

async function continueConnection(ctx: BatchContext, progress: ConnectionProgress): Promise<void> {
  const { db, scheduler } = ctx;
  const { connectionId, before, after } = progress;
  const profiles = await db
    .range("ssoProfiles", "byConnection", (q) => q.eq("connectionId", connectionId).gt("id", after))
    .take(USERS_PER_BATCH);
  for (const { userId } of profiles) await endSsoSessions(ctx, userId, { connectionId, before });
  const last = profiles.at(-1);
  if (last && profiles.length === USERS_PER_BATCH)
    await scheduler.runAfter(0, internal.sso.sessions.connectionBatch, {
      ...{ projectId: db.projectId, connectionId, before },
      after: last.id,
    });
}

export const connectionBatch = tenantJob(
  { connectionId: v.string(), before: v.number(), after: v.string() },
  async (ctx, progress) => await continueConnection(toBatchContext(ctx), progress),
);

/** Ends the sessions through connections of all users with project roles. */
export const endPrivilegedSessions = async (ctx: BatchContext): Promise<void> =>
  await continuePrivileged(ctx, { role: "", userId: "" });

type Holder = Pick<Doc<"roleAssignments">, "role" | "userId">;

async function continuePrivileged(ctx: BatchContext, after: Holder): Promise<void> {
  const { db, scheduler } = ctx;
  const holders = await loadHolders(db, after);
  for (const { userId } of holders) await endSsoSessions(ctx, userId, {});
  const last = holders.at(-1);
  if (last)
    await scheduler.runAfter(0, internal.sso.sessions.privilegedBatch, {
      ...{ projectId: db.projectId, role: last.role, userId: last.userId },
    });
}

/** Of project roles, whose assignments name no organization. */
async function loadHolders(db: TenantReader, { role, userId }: Holder): Promise<Holder[]> {
  const ofRole = await db
    .range("roleAssignments", "byOrganization", (q) =>
      q.eq("organizationId", "").eq("role", role).gt("subjectId", userId),
    )
    .take(USERS_PER_BATCH);
  if (ofRole.length > 0) return ofRole;
  return await db
    .range("roleAssignments", "byOrganization", (q) => q.eq("organizationId", "").gt("role", role))
    .take(USERS_PER_BATCH);
}

/** Does nothing once the project allows project roles again. */
export const privilegedBatch = tenantJob(
  { role: v.string(), userId: v.string() },
  async (ctx, after) => {
    if ((await loadSettings(ctx.db)).features.ssoForProjectRoles) return;
    await continuePrivileged(toBatchContext(ctx), after);
  },
);

/** The context of a job, whose events are the system's. */
export function toBatchContext(ctx: RecordingContext): BatchContext {
  const { db, now, scheduler } = ctx;
  const recorder = ctx.recorder(
    { type: "system", id: "sso", name: null },
    { id: "sso", ip: null, userAgent: null },
  );
  return { db, now, scheduler, record: async (change) => await recorder.record(change) };
}
