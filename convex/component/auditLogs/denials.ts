/**
 * Records denied operations of authenticated callers, and secrets that turned out to be corrupted:
 * at most 20 entries per minute for a caller and 640 for a project. Attempts at a secret of the
 * vault have budgets of their own for each secret, so that no other denials keep them out. Entries
 * over a limit are counted, and the next entry of the shard reports their number. Requests without
 * a valid credential are not recorded.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { findSessionPermissions } from "../organizations/sessionPermissions";
import { findMembership } from "../rbac/userPermissions";
import type { Caller } from "../tenancy/caller";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { callerJob } from "../tenancy/functions";
import { purgeJob } from "../tenancy/purgeJob";
import { findSecret, wrongContextsOf } from "../vault/storedSecrets";
import { countAttempt, type Limit } from "./denialCounts";

const CALLER_LIMIT: Limit = { shards: 4, quota: 5 };
const PROJECT_LIMIT: Limit = { shards: 16, quota: 40 };
/** Above the number of wrong contexts that a secret takes in a minute, so each is recorded. */
const WRONG_CONTEXT_LIMIT: Limit = { shards: 4, quota: 60 };
const SECRET_LIMIT: Limit = { shards: 4, quota: 5 };
const MAXIMUM_REASON_LENGTH = 300;
const KEPT_MS = 86_400_000;
const DELETED_PER_RUN = 1_000;

/** Called by api/management.ts and `convexTransport`. */
export const record = callerJob(
  {
    operation: v.string(),
    reason: v.string(),
    /** The code of the error, and of its first field. */
    code: v.string(),
    fieldCode: v.union(v.string(), v.null()),
  },
  async (ctx, { operation, reason, code, fieldCode }) => {
    const { db, now, caller, input, recorder } = ctx;
    const id = operation.startsWith("vault.") ? parseSecretId(input) : null;
    const secret = id === null ? null : await findSecret(ctx, id);
    // The app is trusted and an anonymous caller unknown, but each attempt at a secret is recorded.
    if (caller.actor.type === "system" && !secret) return;
    const suppressed = secret
      ? await countAtSecret(db, secret, fieldCode === "wrong_context", now)
      : await countByCaller(db, caller, now);
    if (suppressed === null) return;
    const isDenied = code === "forbidden";
    const target = { type: "operation", id: operation };
    await recorder.audit({
      type: isDenied ? "access.denied" : "vault.secret.corrupted",
      outcome: isDenied ? "denied" : "failed",
      targets: secret
        ? [target, { type: "vault_secret", id: secret.id, name: secret.name }]
        : [target],
      organizationId: secret?.organizationId ?? (await findOrganizationId(db, caller, input)),
      metadata: { reason: reason.slice(0, MAXIMUM_REASON_LENGTH) },
      suppressed,
    });
  },
  findSessionPermissions,
);

/** How many attempts were suppressed since the last recorded one; null to suppress this one. */
async function countByCaller(
  db: TenantWriter,
  { actor }: Caller,
  now: number,
): Promise<number | null> {
  const own = await countAttempt(db, actor.id, CALLER_LIMIT, now);
  const all = own.isDue ? await countAttempt(db, "project", PROJECT_LIMIT, now) : null;
  return all?.isDue ? own.suppressed + all.suppressed : null;
}

/** As `countByCaller`. Callers without the permission do not use up the contexts of the others. */
async function countAtSecret(
  db: TenantWriter,
  { id }: Doc<"vaultSecrets">,
  hadWrongContext: boolean,
  now: number,
): Promise<number | null> {
  const { isDue, suppressed } = hadWrongContext
    ? await countAttempt(db, wrongContextsOf(id), WRONG_CONTEXT_LIMIT, now)
    : await countAttempt(db, id, SECRET_LIMIT, now);
  return isDue ? suppressed : null;
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

const parseSecretId = (input: string): string | null =>
  parseText(input, "secretId") ?? parseText(input, "id");

/** Deletes old counts, oldest first, in batches. Run by crons.ts. */
export const forget = purgeJob(
  { denialCounts: KEPT_MS },
  DELETED_PER_RUN,
  () => internal.auditLogs.denials.forget,
);
