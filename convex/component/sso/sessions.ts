/**
 * Ends sessions that sign-ins through connections have made: when the connection stops or is
 * deleted, when the link is removed, and when the user gets project roles that the project does not
 * allow through a connection. What concerns many users is done in batches (endings.ts).
 */
import { endSession } from "../sessions/model";
import type { RecordingContext, WriteContext } from "../tenancy/functions";

export type EndingContext = Pick<WriteContext, "db" | "record">;
export type BatchContext = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;

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

/** The context of a job, whose events are the system's. */
export function toBatchContext(ctx: RecordingContext): BatchContext {
  const { db, now, scheduler } = ctx;
  const recorder = ctx.recorder(
    { type: "system", id: "sso", name: null },
    { id: "sso", ip: null, userAgent: null },
  );
  return { db, now, scheduler, record: async (change) => await recorder.record(change) };
}
