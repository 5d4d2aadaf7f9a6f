/**
 * What authenticated callers tried and may not do. A caller has at most 20 entries a minute and a
 * project 640, counted in shards so that parallel attempts seldom meet; what is left out is
 * counted, and the next entry of the shard says how many there were. Who has no good credential
 * leaves nothing.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { membershipOf } from "../rbac/userPermissions";
import type { Caller } from "../tenancy/caller";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { callerJob } from "../tenancy/functions";
import { deleteOlder } from "../tenancy/purge";

interface Limit {
  readonly shards: number;
  /** Entries a minute in each. */
  readonly quota: number;
}
const OF_CALLER: Limit = { shards: 4, quota: 5 };
const OF_PROJECT: Limit = { shards: 16, quota: 40 };
const LONGEST_REASON = 300;
const KEPT_FOR = 86_400_000;
const DELETED_PER_RUN = 1_000;

/** Called by api/management.ts and `convexTransport`. */
export const record = callerJob(
  { operation: v.string(), input: v.string(), reason: v.string() },
  async (ctx, { operation, input, reason }) => {
    const { db, now, caller, recorder } = ctx;
    if (caller.actor.type === "system") return; // the app, which is trusted, or nobody in particular
    const own = await count(db, caller.actor.id, OF_CALLER, now);
    const all = own.isDue ? await count(db, "project", OF_PROJECT, now) : null;
    if (!all?.isDue) return;
    await recorder.audit({
      type: "access.denied",
      outcome: "denied",
      targets: [{ type: "operation", id: operation }],
      organizationId: await organizationOf(db, caller, input),
      metadata: { reason: reason.slice(0, LONGEST_REASON) },
      suppressed: own.suppressed + all.suppressed,
    });
  },
);

/** Whether one more fits into this minute; and how many did not since the last one that did. */
async function count(
  db: TenantWriter,
  holder: string,
  { shards, quota }: Limit,
  now: number,
): Promise<{ isDue: boolean; suppressed: number }> {
  const shard = Math.floor(Math.random() * shards);
  const row = await db
    .range("denialCounts", "byHolder", (q) => q.eq("holder", holder).eq("shard", shard))
    .unique();
  const minute = Math.floor(now / 60_000);
  const recorded = row?.minute === minute ? row.recorded : 0;
  const isDue = recorded < quota;
  const suppressed = row?.suppressed ?? 0;
  const fields = {
    holder,
    shard,
    minute,
    ...(isDue
      ? { recorded: recorded + 1, suppressed: 0 }
      : { recorded, suppressed: suppressed + 1 }),
  };
  if (row) await db.patch("denialCounts", row, fields);
  else await db.insert("denialCounts", fields);
  return { isDue, suppressed };
}

/** A session's is what the input says, or the active one: it counts only for a member. */
async function organizationOf(
  db: TenantReader,
  { organizationId, session }: Caller,
  input: string,
): Promise<string | null> {
  if (!session) return organizationId;
  const asked = organizationIn(input) ?? session.row.activeOrganizationId ?? null;
  return asked !== null && (await membershipOf(db, asked, session.user.id)) ? asked : null;
}

function organizationIn(input: string): string | null {
  try {
    const { organizationId } = JSON.parse(input) as { organizationId?: unknown };
    return typeof organizationId === "string" ? organizationId : null;
  } catch {
    return null; // no JSON, or none with fields
  }
}

/** Forgets old counts, oldest first, in batches. Run by crons.ts. */
export const forget = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const isMore = await deleteOlder(
      ctx.db,
      "denialCounts",
      Date.now() - KEPT_FOR,
      DELETED_PER_RUN,
    );
    if (isMore) await ctx.scheduler.runAfter(0, internal.auditLogs.denials.forget, {});
    return null;
  },
});
