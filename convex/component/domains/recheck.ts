/**
 * Looks claims up again: pending ones until their record is found, verified ones about once a day.
 * The sweep finds due claims of all projects by index and postpones each of them, so that a claim
 * whose lookup fails, for whatever reason, is due again after the lease.
 */
import { v, type Infer } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, internalMutation, type ActionCtx } from "../_generated/server";
import { findProblem } from "../core/errors";
import { takeDueDomains } from "../tenancy/dueDomains";
import { tenantJob } from "../tenancy/functions";
import { loadTokens } from "./lookup";
import { applyLookup, postpone } from "./transitions";

const CLAIMS_PER_RUN = 50;
const LOOKUPS_AT_ONCE = 10;
const LEASE_MS = 3_600_000;
const SYSTEM = { type: "system" as const, id: "domains", name: null };

const claimValidator = v.object({ projectId: v.string(), id: v.string(), domain: v.string() });
type Claim = Infer<typeof claimValidator>;

/** Run by crons.ts. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const claims = await takeDueDomains(ctx.db, Date.now(), {
      limit: CLAIMS_PER_RUN,
      leaseMs: LEASE_MS,
    });
    if (claims.length > 0)
      await ctx.scheduler.runAfter(0, internal.domains.recheck.check, {
        claims,
        isMore: claims.length === CLAIMS_PER_RUN,
      });
    return null;
  },
});

/** `isMore` starts another sweep afterwards, so that one at a time looks up. */
export const check = internalAction({
  args: { claims: v.array(claimValidator), isMore: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { claims, isMore }): Promise<null> => {
    for (let first = 0; first < claims.length; first += LOOKUPS_AT_ONCE)
      await Promise.all(
        claims
          .slice(first, first + LOOKUPS_AT_ONCE)
          .map(async (claim) => await checkClaim(ctx, claim)),
      );
    if (isMore) await ctx.scheduler.runAfter(0, internal.domains.recheck.sweep, {});
    return null;
  },
});

async function checkClaim(ctx: ActionCtx, { projectId, id, domain }: Claim): Promise<void> {
  try {
    const tokens = await loadTokens(domain);
    await ctx.runMutation(internal.domains.recheck.conclude, { projectId, id, tokens });
  } catch (error) {
    console.warn(`${domain} was not checked: ${findProblem(error)?.message ?? String(error)}`);
  }
}

export const conclude = tenantJob(
  { id: v.string(), tokens: v.array(v.string()) },
  async ({ db, now, scheduler, recorder }, { id, tokens }) => {
    const row = await db.get("domains", id);
    if (!row) return;
    const by = recorder(SYSTEM, { id: `domain ${id}`, ip: null, userAgent: null });
    const ctx = { db, now, scheduler, record: by.record.bind(by) };
    const { kind } = await applyLookup(ctx, row, tokens);
    if (kind === "taken") await postpone(ctx, row);
  },
);
