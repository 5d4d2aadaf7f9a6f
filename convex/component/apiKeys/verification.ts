import { RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../_generated/api";
import { problem } from "../core/errors";
import { PermissionSet } from "../core/permissions";
import type { OperationInput, OperationOutput } from "../wire/operation";
import { sha256 } from "../core/secrets";
import { getKeyRefusal } from "../tenancy/keyRefusal";
import { countRequest, getApplicableLimits } from "../tenancy/keyLimits";
import { markKeyUse } from "../tenancy/keyUse";
import type { WriteContext } from "../tenancy/functions";
import type { apiKeys } from "./contract";
import { looksLikeKey } from "../core/apiKey";
import { present } from "./model";

type Verdict = OperationOutput<typeof apiKeys.verifyKey>;

// Per caller. Only misses count, so valid keys are never limited.
const MISSES_PER_MINUTE = 100;
const limiter = new RateLimiter(components.rateLimiter, {
  verifyMiss: { kind: "fixed window", rate: MISSES_PER_MINUTE, period: 60_000 },
});

export async function verifyKey(
  ctx: WriteContext,
  input: OperationInput<typeof apiKeys.verifyKey>,
): Promise<Verdict> {
  // The checksum detects a typo without a read, and does not count as a miss.
  if (!looksLikeKey(input.key)) return { valid: false, code: "not_found" };
  const hash = await sha256(input.key);
  const key = await ctx.db.range("apiKeys", "byProjectHash", (q) => q.eq("hash", hash)).unique();
  if (!key || !isVisible(ctx, key)) return await recordMiss(ctx, hash);

  const refusal = getKeyRefusal(key, ctx.now);
  if (refusal !== null) return { valid: false, code: refusal };
  const wanted = [
    ...(input.permission === undefined ? [] : [input.permission]),
    ...(input.permissions ?? []),
  ];
  if (
    !(await isUsableFor(ctx, key, input.organizationId)) ||
    PermissionSet.ofKey(key).missing(wanted) !== null
  )
    return { valid: false, code: "insufficient_permissions", apiKey: present(key) };
  const { refused, state } = await countRequest(
    ctx.db,
    getApplicableLimits(key, ctx.caller.project, ctx.now),
    ctx.now,
  );
  const rateLimit = state ? { rateLimit: state } : {};
  if (refused)
    return {
      valid: false,
      code: refused === "quota" ? "quota_exceeded" : "rate_limited",
      apiKey: present(key),
      ...rateLimit,
    };
  await markKeyUse(
    ctx.db,
    { keyId: key.id, ip: input.ipAddress ?? null, counts: "verifications" },
    ctx.now,
  );
  return { valid: true, code: "valid", apiKey: present(key), ...rateLimit };
}

/** False when the key is bound to another organization, or the project has no such organization. */
async function isUsableFor(
  ctx: WriteContext,
  key: { organizationId: string | null },
  organizationId: string | undefined,
): Promise<boolean> {
  if (organizationId === undefined) return true;
  if (key.organizationId !== null && key.organizationId !== organizationId) return false;
  return (await ctx.db.get("organizations", organizationId))?.state === "active";
}

/** A caller bound to an organization can see only keys of that organization. */
const isVisible = ({ caller }: WriteContext, key: { organizationId: string | null }) =>
  caller.organizationId === null || key.organizationId === caller.organizationId;

async function recordMiss(ctx: WriteContext, hash: string): Promise<Verdict> {
  const limit = await limiter.limit(ctx.child, "verifyMiss", {
    key: `${ctx.caller.project.id}:${ctx.caller.actor.id}`,
  });
  if (!limit.ok) {
    throw problem(
      "rate_limit_exceeded",
      "Too many unknown keys; wait before you verify another key",
      {
        retryAfterSeconds: Math.ceil(limit.retryAfter / 1000),
        limit: { name: "verify-misses", quota: MISSES_PER_MINUTE, windowSeconds: 60 },
      },
    );
  }
  const revoked = await ctx.db.range("revokedApiKeys", "byHash", (q) => q.eq("hash", hash)).first();
  return { valid: false, code: revoked && isVisible(ctx, revoked) ? "revoked" : "not_found" };
}
