/**
 * Schedules the ends of sessions, bans, invitations and tokens of all projects, each for its exact
 * time, at most a minute and a bit ahead (core/expirySweep.ts). Run by crons.ts every minute. The
 * cost grows with the rows that end, not with those that exist. A row that was missed, because the
 * deployment was stopped or its job failed, is found again by the next sweep.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation, type MutationCtx } from "../_generated/server";
import { sweptUntil } from "../core/expirySweep";
import { takeEnding, type EndingRow, type EndingTable } from "../tenancy/endingRows";

/** Rows of one table per transaction; Convex schedules at most 1,000 jobs in one. */
const ROWS_PER_RUN = 100;

type Scheduler = MutationCtx["scheduler"];
interface End<T extends EndingTable> {
  /** Epoch milliseconds. Only rows with this field set are found. */
  readonly time: (row: EndingRow<T>) => number;
  readonly schedule: (scheduler: Scheduler, time: number, row: EndingRow<T>) => Promise<unknown>;
}

const ends: { readonly [T in EndingTable]: End<T> } = {
  sessions: {
    time: ({ expiresAt }) => expiresAt,
    schedule: async (scheduler, time, { projectId, id: sessionId }) =>
      await scheduler.runAt(time, internal.sessions.expiry.expire, { projectId, sessionId }),
  },
  verifications: {
    time: ({ expiresAt }) => expiresAt,
    schedule: async (scheduler, time, { projectId, id: verificationId }) =>
      await scheduler.runAt(time, internal.signIn.database.expiry.forget, {
        projectId,
        verificationId,
      }),
  },
  signUps: {
    time: ({ expiresAt }) => expiresAt,
    schedule: async (scheduler, time, { projectId, id }) =>
      await scheduler.runAt(time, internal.signIn.addresses.expiry.forget, {
        projectId,
        table: "signUps",
        id,
      }),
  },
  addressChanges: {
    time: ({ expiresAt }) => expiresAt,
    schedule: async (scheduler, time, { projectId, id }) =>
      await scheduler.runAt(time, internal.signIn.addresses.expiry.forget, {
        projectId,
        table: "addressChanges",
        id,
      }),
  },
  invitations: {
    time: ({ expiresAt }) => expiresAt,
    schedule: async (scheduler, time, { projectId, id: invitationId }) =>
      await scheduler.runAt(time, internal.organizations.expiry.expire, {
        projectId,
        invitationId,
      }),
  },
  users: {
    time: ({ banExpires }) => banExpires!, // set, by the index range
    schedule: async (scheduler, banExpires, { projectId, id: userId }) =>
      await scheduler.runAt(banExpires, internal.users.banExpiry.expire, {
        projectId,
        userId,
        banExpires,
      }),
  },
  apiKeys: {
    time: ({ remindAt }) => remindAt!, // set, by the index range
    schedule: async (scheduler, time, { projectId, id: keyId, expiresAt }) =>
      await scheduler.runAt(time, internal.apiKeys.expiry.remind, {
        projectId,
        keyId,
        expiresAt: expiresAt!, // set, because only an expiry has reminders
      }),
  },
  ssoConnections: {
    time: ({ certificateRemindAt }) => certificateRemindAt!, // set, by the index range
    schedule: async (scheduler, time, { projectId, id, certificateRemindAt }) =>
      await scheduler.runAt(time, internal.sso.certificates.remind, {
        projectId,
        connectionId: id,
        remindAt: certificateRemindAt!, // as above
      }),
  },
};

export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const table of Object.keys(ends) as EndingTable[])
      // its keys
      await sweepTable(ctx, { table, from: 0, until: sweptUntil(Date.now()) });
    return null;
  },
});

/** Continues with one table whose ends do not fit into one transaction. */
export const continueTable = internalMutation({
  args: { table: v.string(), from: v.number(), until: v.number() },
  returns: v.null(),
  handler: async (ctx, { table, ...range }) => {
    await sweepTable(ctx, { table: table as EndingTable, ...range }); // only sweepTable schedules it
    return null;
  },
});

async function sweepTable<T extends EndingTable>(
  ctx: MutationCtx,
  { table, from, until }: { table: T; from: number; until: number },
): Promise<void> {
  const { time, schedule } = ends[table];
  const range = { from, until, limit: ROWS_PER_RUN };
  const { rows, isMore } = await takeEnding(ctx.db, table, range, time);
  const now = Date.now();
  for (const row of rows) await schedule(ctx.scheduler, Math.max(time(row), now), row);
  const last = rows.at(-1);
  if (isMore && last)
    await ctx.scheduler.runAfter(0, internal.expiry.sweep.continueTable, {
      table,
      from: time(last),
      until,
    });
}
