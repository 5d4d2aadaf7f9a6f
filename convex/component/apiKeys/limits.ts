/** Shared limits of an organization's or a project's keys, and the usage of a key. */
import type { Doc } from "../_generated/dataModel";
import type { OperationInput } from "../wire/operation";
import { requireActiveOrganization } from "../organizations/model";
import type { DeploymentWriter } from "../tenancy/deployment";
import { callersOrganization, type ReadContext, type WriteContext } from "../tenancy/functions";
import { getApplicableLimits, loadUsed, type Limit } from "../tenancy/keyLimits";
import { toIsoDate } from "../wire/fields";
import type { apiKeys, KeyLimits } from "./contract";
import type { StoredLimits } from "./fields";
import { assertNotLimited, getKey, present } from "./model";

type Input<M extends keyof typeof apiKeys> = OperationInput<(typeof apiKeys)[M]>;

/** The most keys that a project can have. */
const MAXIMUM_KEYS = 500;
const DAY_MS = 86_400_000;

const presentLimits = (organizationId: string | null, limits: StoredLimits = {}): KeyLimits => ({
  organizationId,
  rateLimit: limits.rateLimit ?? null,
  quota: limits.quota ?? null,
});

export async function getLimits(ctx: ReadContext, input: Input<"getLimits">): Promise<KeyLimits> {
  const organizationId = callersOrganization(ctx, input.organizationId);
  if (organizationId === null) return presentLimits(null, ctx.caller.project.apiKeyLimits);
  return presentLimits(
    organizationId,
    (await requireActiveOrganization(ctx.db, organizationId)).apiKeyLimits,
  );
}

export async function setLimits(
  ctx: WriteContext & { deployment: DeploymentWriter },
  input: Input<"setLimits">,
): Promise<KeyLimits> {
  assertNotLimited(ctx.caller, "set limits");
  const { organizationId = null } = input;
  const change =
    organizationId === null
      ? await setForProject(ctx, input)
      : await setForOrganization(ctx, organizationId, input);
  const before = presentLimits(organizationId, change.before);
  const after = presentLimits(organizationId, change.after);
  await ctx.record({
    type: "api_key.limits_updated",
    targets: [change.target],
    data: after,
    before,
    organizationId,
  });
  return after;
}

interface LimitsChange {
  readonly before: StoredLimits | undefined;
  readonly after: StoredLimits;
  readonly target: { readonly type: string; readonly id: string; readonly name: string };
}

async function setForProject(
  ctx: WriteContext & { deployment: DeploymentWriter },
  input: Input<"setLimits">,
): Promise<LimitsChange> {
  const { project } = ctx.caller;
  const after = applyLimitChange(project.apiKeyLimits, input);
  await ctx.deployment.patchProject(project, { apiKeyLimits: after });
  return {
    before: project.apiKeyLimits,
    after,
    target: { type: "project", id: project.id, name: project.name },
  };
}

/**
 * Also copied into its keys, so that a request reads its key but not the organization's
 * row.
 */
async function setForOrganization(
  ctx: WriteContext,
  organizationId: string,
  input: Input<"setLimits">,
): Promise<LimitsChange> {
  const organization = await requireActiveOrganization(ctx.db, organizationId);
  const after = applyLimitChange(organization.apiKeyLimits, input);
  await ctx.db.patch("organizations", organization, { apiKeyLimits: after });
  for (const key of await ctx.db
    .range("apiKeys", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(MAXIMUM_KEYS)) {
    await ctx.db.patch("apiKeys", key, { organizationLimits: after });
  }
  return {
    before: organization.apiKeyLimits,
    after,
    target: { type: "organization", id: organization.id, name: organization.name },
  };
}

/** Null removes a limit; an omitted one is unchanged. */
function applyLimitChange(
  { rateLimit, quota }: StoredLimits = {},
  change: Pick<Input<"setLimits">, "rateLimit" | "quota">,
): StoredLimits {
  const after = {
    rateLimit: change.rateLimit === undefined ? rateLimit : change.rateLimit,
    quota: change.quota === undefined ? quota : change.quota,
  };
  return {
    ...(after.rateLimit ? { rateLimit: after.rateLimit } : {}),
    ...(after.quota ? { quota: after.quota } : {}),
  };
}

export async function getUsage(ctx: ReadContext, { keyId, days }: Input<"getUsage">) {
  const key = await getKey(ctx, keyId);
  const rows = await ctx.db
    .range(
      "apiKeyUsage",
      "byDay",
      (q) =>
        q
          .eq("keyId", keyId)
          .gt("day", new Date(ctx.now - days * DAY_MS).toISOString().slice(0, 10)),
      "desc",
    )
    .take(days);
  const limits = [];
  for (const limit of getApplicableLimits(key, ctx.caller.project, ctx.now))
    limits.push(presentUse(limit, await loadUsed(ctx.db, limit)));
  return {
    keyId,
    days: rows.map(({ day, verifications, requests }) => ({ day, verifications, requests })),
    limits,
  };
}

const presentUse = ({ name, requests, windowStart, windowEnd }: Limit, used: number) => ({
  name,
  limit: requests,
  used,
  remaining: Math.max(0, requests - used),
  windowStart: toIsoDate(windowStart),
  resetAt: toIsoDate(windowEnd),
});

/** For keys that were never used, the time of creation counts. */
export async function listUnusedKeys(ctx: ReadContext, { days }: Input<"listUnusedKeys">) {
  const since = ctx.now - days * DAY_MS;
  const never = await ctx.db
    .range("apiKeys", "byLastUse", (q) => q.eq("lastUsedAt", null))
    .take(MAXIMUM_KEYS);
  const longAgo = await ctx.db
    .range("apiKeys", "byLastUse", (q) => q.gt("lastUsedAt", 0).lt("lastUsedAt", since))
    .take(MAXIMUM_KEYS);
  const visible = ({ organizationId }: Doc<"apiKeys">) =>
    ctx.caller.organizationId === null || organizationId === ctx.caller.organizationId;
  return {
    apiKeys: [...never.filter(({ createdAt }) => createdAt < since), ...longAgo]
      .filter(visible)
      .map(present),
  };
}
