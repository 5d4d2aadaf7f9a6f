import type { Doc } from "../_generated/dataModel";
import { loadSettings } from "../configuration/settings";
import { fieldProblem, invalidField, notFound, problem, switchedOff } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { getOrganization } from "../organizations/model";
import { page, type PageInput } from "../tenancy/page";
import { assertKnown } from "../rbac/permissionModel";
import { sha256 } from "../core/secrets";
import type { RowFields, TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { deleteCounters } from "../tenancy/keyLimits";
import { addToTotal, subtractFromTotal, type Total } from "../tenancy/totals";
import { toIsoDate, type JsonObject } from "../wire/fields";
import type { ApiKey, apiKeys } from "./contract";
import { newKey } from "../core/apiKey";
import { getReminderTime } from "./reminders";

type KeyRow = Doc<"apiKeys">;
type Input<M extends keyof typeof apiKeys> = OperationInput<(typeof apiKeys)[M]>;
/** The caller who creates or changes a key, and can grant only what it holds. */
type Granter = Pick<ReadContext["caller"], "permissions" | "organizationId">;

const MAXIMUM_KEYS = 500;

/** The only place that converts a row to the `ApiKey` of the API. */
export function present(row: RowFields<"apiKeys">): ApiKey {
  const { id, name, prefix, start, organizationId, permissions, fullAccess, enabled, replacedBy } =
    row;
  return {
    id,
    name,
    prefix,
    start,
    organizationId,
    permissions,
    fullAccess,
    enabled,
    replacedBy,
    createdBy: row.createdBy ?? null,
    expiresAt: row.expiresAt === null ? null : toIsoDate(row.expiresAt),
    lastUsedAt: row.lastUsedAt === null ? null : toIsoDate(row.lastUsedAt),
    lastUsedFrom: row.lastUsedFrom ?? null,
    rateLimit: row.rateLimit ?? null,
    quota: row.quota ?? null,
    metadata: JSON.parse(row.metadata) as JsonObject,
    createdAt: toIsoDate(row.createdAt),
  };
}

export async function listKeys(ctx: ReadContext, input: PageInput) {
  const { organizationId } = ctx.caller;
  const { rows, listMetadata } = await page(
    ctx,
    "apiKeys",
    [
      organizationId === null
        ? { index: "byProjectId", key: "id" }
        : { index: "byOrganization", equal: [["organizationId", organizationId]], key: "id" },
    ],
    input,
  );
  return { data: rows.map(present), listMetadata };
}

export const listAllKeys = async (ctx: ReadContext) =>
  (await listKeys(ctx, { limit: MAXIMUM_KEYS, order: "desc" })).data;

/**
 * A key that the caller may read: a caller bound to an organization can read only keys of that
 * organization.
 */
export async function getKey(ctx: ReadContext, keyId: string): Promise<KeyRow> {
  const key = await ctx.db.get("apiKeys", keyId);
  const { organizationId } = ctx.caller;
  if (!key || (organizationId !== null && key.organizationId !== organizationId))
    throw notFound("API key");
  return key;
}

export async function createKey(
  ctx: WriteContext,
  input: Input<"createKey">,
): Promise<ApiKey & { key: string }> {
  assertOpen(ctx);
  const { permissions, organizationId = ctx.caller.organizationId } = input;
  const organization = organizationId === null ? null : await getOrganization(ctx, organizationId);
  assertHolds(ctx.caller, {
    permissions: permissions ?? [],
    fullAccess: permissions === undefined,
  });
  assertFuture(ctx, input.expiresAt);
  assertNotLimited(ctx.caller, "create keys");
  assertOutlives(ctx.caller, input.expiresAt ?? null);
  if (permissions !== undefined) await assertGrantable(ctx.db, permissions);
  const grants = { permissions: permissions ?? [], fullAccess: permissions === undefined };
  const made = await insertKey(ctx, {
    ...input,
    ...grants,
    prefix: ctx.caller.project.keyPrefix,
    organizationId,
    organizationLimits: organization?.apiKeyLimits,
    createdBy: await resolveCreator(ctx, input.createdBy),
  });
  await ctx.record({
    type: "api_key.created",
    targets: [toTarget(made.row)],
    data: present(made.row),
    organizationId,
  });
  return { ...present(made.row), key: made.key };
}

/** A key made for a user can make keys for that user only, so that they end together. */
async function resolveCreator(
  { db, caller }: WriteContext,
  createdBy: string | undefined,
): Promise<string | undefined> {
  const own = caller.key?.createdBy;
  if (own !== undefined && createdBy !== undefined && createdBy !== own) throw notFound("User");
  if (createdBy !== undefined && !(await db.get("users", createdBy))) throw notFound("User");
  return own ?? createdBy;
}

interface NewKey {
  /** The project's key prefix. */
  readonly prefix: string;
  readonly name: string;
  readonly permissions: string[];
  readonly fullAccess: boolean;
  readonly organizationId?: string | null;
  readonly expiresAt?: number | null;
  readonly metadata?: object;
  readonly rateLimit?: KeyRow["rateLimit"];
  readonly quota?: KeyRow["quota"];
  readonly organizationLimits?: KeyRow["organizationLimits"];
  readonly countedAs?: string;
  readonly createdBy?: string;
}

/** Inserts a key. The caller has checked what it grants. */
export async function insertKey(
  ctx: Pick<WriteContext, "db" | "now">,
  fields: NewKey,
): Promise<{ row: RowFields<"apiKeys">; key: string }> {
  if (!(await addToTotal(ctx.db, toTotal(ctx.db))))
    throw problem(
      "conflict",
      `A project can have at most ${MAXIMUM_KEYS} API keys; delete one first`,
    );
  const {
    prefix,
    name,
    permissions,
    fullAccess,
    organizationId = null,
    expiresAt = null,
    metadata = {},
    rateLimit,
    quota,
    organizationLimits,
    countedAs,
    createdBy,
  } = fields;
  const { key, start } = newKey(prefix);
  const row = await ctx.db.insert("apiKeys", {
    id: newId("apiKey", ctx.now),
    name,
    prefix,
    start,
    permissions,
    fullAccess,
    organizationId,
    expiresAt,
    remindAt: getReminderTime({ expiresAt }, ctx.now),
    rateLimit,
    quota,
    organizationLimits,
    countedAs,
    createdBy,
    hash: await sha256(key),
    metadata: JSON.stringify(metadata),
    enabled: true,
    lastUsedAt: null,
    replacedBy: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  return { row, key };
}

export async function updateKey(ctx: WriteContext, input: Input<"updateKey">): Promise<ApiKey> {
  const before = await getKey(ctx, input.keyId);
  const { name, permissions, enabled, expiresAt, metadata, rateLimit, quota } = input;
  assertHolds(ctx.caller, before);
  assertHolds(ctx.caller, { permissions: permissions ?? [], fullAccess: false });
  if (
    permissions !== undefined &&
    (before.fullAccess || !isSameSet(permissions, before.permissions))
  )
    await assertGrantable(ctx.db, permissions);
  assertFuture(ctx, expiresAt);
  if (expiresAt !== undefined) assertMayExpireAt(ctx, before, expiresAt);
  if (rateLimit !== undefined || quota !== undefined) assertNotLimited(ctx.caller, "set limits");
  const after = await ctx.db.patch("apiKeys", before, {
    ...(name !== undefined ? { name } : {}),
    ...(permissions !== undefined ? { permissions, fullAccess: false } : {}),
    ...(enabled !== undefined ? { enabled } : {}),
    ...(expiresAt !== undefined && expiresAt !== before.expiresAt
      ? { expiresAt, remindedDays: undefined, remindAt: getReminderTime({ expiresAt }, ctx.now) }
      : {}),
    ...(rateLimit !== undefined ? { rateLimit: rateLimit ?? undefined } : {}),
    ...(quota !== undefined ? { quota: quota ?? undefined } : {}),
    ...(metadata !== undefined ? { metadata: JSON.stringify(metadata) } : {}),
    updatedAt: ctx.now,
  });
  const data = present(after);
  await ctx.record({
    type: "api_key.updated",
    targets: [toTarget(after)],
    data,
    before: present(before),
    organizationId: after.organizationId,
  });
  return data;
}

export async function deleteKey(ctx: WriteContext, keyId: string): Promise<void> {
  const key = await getKey(ctx, keyId);
  if (key.id !== ctx.caller.key?.id) assertHolds(ctx.caller, key);
  await revokeKey(ctx, key);
}

/** Deletes and records a key. The caller has checked that it may. */
export async function revokeKey(
  ctx: Pick<WriteContext, "db" | "now" | "record">,
  key: KeyRow,
): Promise<void> {
  await deleteKeyRows(ctx, key);
  await ctx.record({
    type: "api_key.revoked",
    targets: [toTarget(key)],
    data: present(key),
    organizationId: key.organizationId,
  });
}

/** Deletes a key without recording an event. */
export async function deleteKeyRows(
  ctx: Pick<WriteContext, "db" | "now">,
  key: KeyRow,
): Promise<void> {
  await subtractFromTotal(ctx.db, toTotal(ctx.db));
  await ctx.db.delete("apiKeys", key);
  await ctx.db.insert("revokedApiKeys", {
    hash: key.hash,
    organizationId: key.organizationId,
    revokedAt: ctx.now,
  });
  // A key and its successors share counters, which the others may still use.
  if ((key.rateLimit || key.quota) && key.replacedBy === null && key.countedAs === undefined)
    await deleteCounters(ctx.db, `key:${key.id}`);
}

export async function rotateKey(ctx: WriteContext, input: Input<"rotateKey">) {
  assertOpen(ctx);
  const old = await getKey(ctx, input.keyId);
  assertHolds(ctx.caller, old);
  if (old.replacedBy !== null)
    throw problem("conflict", `This key was already rotated; its successor is ${old.replacedBy}`);
  if (!old.enabled || (old.expiresAt !== null && old.expiresAt <= ctx.now))
    throw problem("conflict", "Only an active key can be rotated");
  assertOutlives(ctx.caller, old.expiresAt);
  const {
    name,
    permissions,
    fullAccess,
    organizationId,
    expiresAt,
    rateLimit,
    quota,
    organizationLimits,
    countedAs = old.id,
    createdBy,
  } = old;
  const metadata = JSON.parse(old.metadata) as object;
  const { row, key } = await insertKey(ctx, {
    prefix: ctx.caller.project.keyPrefix,
    name,
    permissions,
    fullAccess,
    organizationId,
    expiresAt,
    metadata,
    rateLimit,
    quota,
    organizationLimits,
    countedAs,
    createdBy,
  });
  const ends = Math.min(old.expiresAt ?? Infinity, ctx.now + input.gracePeriodSeconds * 1000);
  await ctx.db.patch("apiKeys", old, { expiresAt: ends, replacedBy: row.id, updatedAt: ctx.now });
  const replaced = { id: old.id, expiresAt: toIsoDate(ends) };
  const successor = present(row);
  await ctx.record({
    type: "api_key.rotated",
    targets: [toTarget(old), toTarget(row)],
    data: { ...successor, replaced },
    organizationId,
  });
  return { ...successor, key, replaced };
}

/**
 * Throws 409 when the project does not allow permissions on keys, and 422 for an unknown
 * permission.
 */
async function assertGrantable(db: TenantReader, permissions: readonly string[]): Promise<void> {
  if (!(await loadSettings(db)).apiKeyPermissions)
    throw switchedOff("permissions", "The project's apiKeyPermissions setting is off");
  await assertKnown(db, permissions, { allowUnmatchedPatterns: false });
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((each) => b.includes(each)) && b.every((each) => a.includes(each));

/**
 * A caller can grant only permissions that it holds, and cannot change a key that holds more.
 * Throws 403.
 */
function assertHolds(
  granter: Granter,
  granted: { permissions: readonly string[]; fullAccess: boolean },
): void {
  const missing =
    granted.fullAccess && !granter.permissions.allows("*")
      ? "*"
      : granter.permissions.missing(granted.permissions);
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (you can create or change only keys with permissions that you hold)`,
    );
}

/**
 * The expiry of the calling key limits the keys that it creates, rotates or extends. Otherwise it
 * could create itself a successor without an expiry.
 */
function assertOutlives(
  { key }: Pick<ReadContext["caller"], "key">,
  expiresAt: number | null,
): void {
  if (key === null || key.expiresAt === null || (expiresAt !== null && expiresAt <= key.expiresAt))
    return;
  const message = `Must not be later than ${toIsoDate(key.expiresAt)}, when the calling key expires`;
  throw fieldProblem("forbidden", { field: "expiresAt", message, code: "outlives_caller" });
}

/** Keys that a limited key created would not count against its limit. */
export function assertNotLimited({ key }: Pick<ReadContext["caller"], "key">, what: string): void {
  if (key?.rateLimit || key?.quota)
    throw problem("forbidden", `A key with its own rate limit or quota cannot ${what}`);
}

/** Keys of the admin project can be created only from the deployment's command line. */
function assertOpen(ctx: WriteContext): void {
  if (!ctx.caller.project.isAdmin) return;
  throw problem(
    "forbidden",
    "Keys of the admin project cannot be created through the API; run `npx convex run --component banataAuth setup:createAdminKey`",
  );
}

/** A key cannot extend its own expiry, and no caller can extend the expiry of a rotated key. */
function assertMayExpireAt(ctx: ReadContext, key: KeyRow, expiresAt: number | null): void {
  if ((expiresAt ?? Infinity) <= (key.expiresAt ?? Infinity)) return;
  if (key.id === ctx.caller.actor.id)
    throw problem("forbidden", "A key cannot extend its own expiry");
  assertOutlives(ctx.caller, expiresAt);
  if (key.replacedBy !== null)
    throw problem(
      "conflict",
      `The expiry of a rotated key cannot be extended; its successor is ${key.replacedBy}`,
    );
}

function assertFuture(ctx: ReadContext, expiresAt: number | null | undefined): void {
  if (expiresAt != null && expiresAt <= ctx.now)
    throw invalidField("expiresAt", "Expected a time in the future", "in_the_past");
}

const toTotal = (db: TenantReader): Total => ({
  subject: "keys",
  maximum: MAXIMUM_KEYS,
  countExisting: async () => (await db.range("apiKeys", "byProjectId").take(MAXIMUM_KEYS)).length,
});

const toTarget = (key: Pick<KeyRow, "id" | "name">) => ({
  type: "api_key",
  id: key.id,
  name: key.name,
});
