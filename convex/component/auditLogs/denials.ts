/**
 * Records denied operations of authenticated callers: at most 20 entries per minute for a caller
 * and 640 for a project. The counts are sharded so that concurrent attempts seldom conflict.
 * Entries over the limit are counted, and the next entry of the shard reports their number.
 * Requests without a valid credential are not recorded.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { findMembership } from "../rbac/userPermissions";
import type { Caller } from "../tenancy/caller";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { callerJob } from "../tenancy/functions";
import { purgeJob } from "../tenancy/purgeJob";

interface Limit {
  readonly shards: number;
  /** Entries per minute and shard. */
  readonly quota: number;
}
const CALLER_LIMIT: Limit = { shards: 4, quota: 5 };
const PROJECT_LIMIT: Limit = { shards: 16, quota: 40 };
const MAXIMUM_REASON_LENGTH = 300;
const KEPT_MS = 86_400_000;
const DELETED_PER_RUN = 1_000;

/** Called by api/management.ts and `convexTransport`. */
export const record = callerJob(
  { operation: v.string(), input: v.string(), reason: v.string() },
  async (ctx, { operation, input, reason }) => {
    const { db, now, caller, recorder } = ctx;
    const secret = await findSecret(db, operation, input);
    // The app is trusted and an anonymous caller unknown, but each attempt at a secret is recorded.
    if (caller.actor.type === "system" && !secret) return;
    const own = await countAttempt(db, caller.actor.id, CALLER_LIMIT, now);
    const all = own.isDue ? await countAttempt(db, "project", PROJECT_LIMIT, now) : null;
    if (!all?.isDue) return;
    await recorder.audit({
      type: "access.denied",
      outcome: "denied",
      targets: [{ type: "operation", id: operation }, ...(secret ? [secret] : [])],
      organizationId: await findOrganizationId(db, caller, input),
      metadata: { reason: reason.slice(0, MAXIMUM_REASON_LENGTH) },
      suppressed: own.suppressed + all.suppressed,
    });
  },
);

/**
 * Counts an attempt. Returns whether to record it, and how many attempts were suppressed since the
 * last recorded one.
 */
async function countAttempt(
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

/**
 * For a session, the organization of the input or the active one, if the user is a member of it.
 */
async function findOrganizationId(
  db: TenantReader,
  { organizationId, session }: Caller,
  input: string,
): Promise<string | null> {
  if (!session) return organizationId;
  const asked = parseOrganizationId(input) ?? session.row.activeOrganizationId ?? null;
  return asked !== null && (await findMembership(db, asked, session.user.id)) ? asked : null;
}

const parseOrganizationId = (input: string): string | null => parseText(input, "organizationId");

function parseText(input: string, field: string): string | null {
  try {
    const value = (JSON.parse(input) as Readonly<Record<string, unknown>>)[field];
    return typeof value === "string" ? value : null;
  } catch {
    return null; // not a JSON object
  }
}

/** The secret of the vault that the operation was about. */
async function findSecret(db: TenantReader, operation: string, input: string) {
  const id = operation.startsWith("vault.")
    ? (parseText(input, "secretId") ?? parseText(input, "id"))
    : null;
  const row = id === null ? null : await db.get("vaultSecrets", id);
  return row && { type: "vault_secret", id: row.id, name: row.name };
}

/** Deletes old counts, oldest first, in batches. Run by crons.ts. */
export const forget = purgeJob(
  { denialCounts: KEPT_MS },
  DELETED_PER_RUN,
  () => internal.auditLogs.denials.forget,
);
