/**
 * The states of a claim. Every lookup goes through `applyLookup`, in one transaction with the
 * search for another verified claim on the domain, so parallel lookups of two claims cannot verify
 * both.
 *
 * ```
 * pending ──found──▶ verified ──missing for 14 days, or taken over──▶ expired
 *    └──missing for 30 days──▶ failed        failed, expired ──found by `verify`──▶ verified
 * ```
 */
import { linkUsersOf } from "../directories/linking";
import type { RowFields } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import { challengeValue } from "./challenge";
import { findVerifiedClaim, type DomainRow } from "./model";
import { presentDomain, toTarget } from "./present";
import { hasEnded, isGivenUp, isWarningDue, nextCheck, nextRetry } from "./schedule";

type Context = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;
type EventType = "domain.verified" | "domain.failed" | "domain.lapsing" | "domain.lapsed";
type Fields = Partial<RowFields<"domains">>;

/** `taken`: another claim is verified and still has its record; nothing was changed. */
export type Outcome = { readonly kind: "checked"; readonly row: DomainRow } | { kind: "taken" };

/** Applies what a lookup found: the TXT values at the name of the domain's challenge. */
export async function applyLookup(
  ctx: Context,
  row: DomainRow,
  values: readonly string[],
): Promise<Outcome> {
  if (!hasToken(values, row.token))
    return { kind: "checked", row: await applyMiss(ctx, row, values.length > 0) };
  const other = await findVerifiedClaim(ctx.db, row.domain);
  if (other && other.id !== row.id) {
    if (hasToken(values, other.token)) return { kind: "taken" };
    await change(ctx, other, { ...EXPIRED }, "domain.lapsed");
  }
  const isNew = row.state !== "verified";
  const fields = {
    state: "verified",
    verifiedAt: isNew ? ctx.now : row.verifiedAt,
    missingSince: null,
    misses: 0,
    warnedAt: null,
    lastCheckResult: "found",
  } as const;
  return {
    kind: "checked",
    row: await change(ctx, row, counted(ctx, row, fields), isNew ? "domain.verified" : null),
  };
}

const hasToken = (values: readonly string[], token: string): boolean =>
  values.includes(challengeValue(token));

/** Postpones the next lookup of a pending claim whose domain another claim has. */
export async function postpone(ctx: Context, row: DomainRow): Promise<void> {
  if (hasEnded(row, ctx.now))
    await change(ctx, row, { state: "failed", nextCheckAt: undefined }, "domain.failed");
  else await ctx.db.patch("domains", row, { nextCheckAt: nextCheck(row, ctx.now) });
}

/** After a lookup that had no answer: only the time of the next one changes. */
export async function retryLater(ctx: Context, row: DomainRow): Promise<void> {
  if (row.nextCheckAt === undefined) return;
  if (isGivenUp(row, ctx.now))
    await change(ctx, row, { state: "failed", nextCheckAt: undefined }, "domain.failed");
  else {
    const unanswered = (row.unanswered ?? 0) + 1;
    const nextCheckAt = nextRetry(unanswered, ctx.now);
    await ctx.db.patch("domains", row, { unanswered, nextCheckAt });
  }
}

const EXPIRED = {
  state: "expired",
  missingSince: null,
  misses: 0,
  warnedAt: null,
  nextCheckAt: undefined,
} as const;

async function applyMiss(ctx: Context, row: DomainRow, hasOthers: boolean): Promise<DomainRow> {
  const { now } = ctx;
  const lastCheckResult = hasOthers ? "other_value" : "missing";
  if (row.state === "verified") {
    const fields = {
      missingSince: row.missingSince ?? now,
      misses: row.misses + 1,
      lastCheckResult,
    } as const;
    const missing = { ...row, ...fields };
    if (hasEnded(missing, now) && row.warnedAt !== null)
      return await change(
        ctx,
        row,
        counted(ctx, row, { ...EXPIRED, lastCheckResult }),
        "domain.lapsed",
      );
    if (isWarningDue(missing, now))
      return await change(
        ctx,
        row,
        counted(ctx, row, { ...fields, warnedAt: now }),
        "domain.lapsing",
      );
    return await change(ctx, row, counted(ctx, row, fields), null);
  }
  if (hasEnded(row, now))
    return await change(
      ctx,
      row,
      counted(ctx, row, { state: "failed", lastCheckResult }),
      "domain.failed",
    );
  return await change(ctx, row, counted(ctx, row, { lastCheckResult }), null);
}

/** The fields, with what every answered lookup changes. */
const counted = ({ now }: Context, row: DomainRow, fields: Fields): Fields => ({
  ...fields,
  lastCheckedAt: now,
  checkCount: row.checkCount + 1,
  unanswered: undefined,
  nextCheckAt: nextCheck({ ...row, ...fields }, now),
});

async function change(
  ctx: Context,
  row: DomainRow,
  fields: Fields,
  type: EventType | null,
): Promise<DomainRow> {
  const after = await ctx.db.patch("domains", row, {
    ...fields,
    ...(type === null ? {} : { updatedAt: ctx.now }),
  });
  if (type === null) return after;
  if (type === "domain.verified") await linkUsersOf(ctx, row.organizationId);
  const data = presentDomain(after);
  await ctx.record({
    type,
    targets: [toTarget(data)],
    data,
    before: presentDomain(row),
    organizationId: row.organizationId,
  });
  return after;
}
