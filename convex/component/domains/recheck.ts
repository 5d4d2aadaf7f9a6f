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
import { loadValues } from "./lookup";
import { applyLookup, postpone, retryLater } from "./transitions";

/**
 * All of them are looked up by one action, within four minutes although each lookup may take five
 * seconds, so the runs of two sweeps never overlap.
 */
const CLAIMS_PER_RUN = 500;
/** Of each project that has due claims; what is left of a run goes to the claims due for longest. */
const CLAIMS_PER_PROJECT = 10;
const LOOKUPS_AT_ONCE = 10;
const LEASE_MS = 3_600_000;
const SYSTEM = { type: "system" as const, id: "domains", name: null };

const claimValidator = v.object({ projectId: v.string(), id: v.string(), domain: v.string() });
type Claim = Infer<typeof claimValidator>;

/** Run by crons.ts every ten minutes. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const claims = await takeDueDomains(ctx.db, Date.now(), {
      limit: CLAIMS_PER_RUN,
      limitPerProject: CLAIMS_PER_PROJECT,
      leaseMs: LEASE_MS,
    });
    if (claims.length > 0)
      await ctx.scheduler.runAfter(0, internal.domains.recheck.check, { claims });
    return null;
  },
});

export const check = internalAction({
  args: { claims: v.array(claimValidator) },
  returns: v.null(),
  handler: async (ctx, { claims }): Promise<null> => {
    for (let first = 0; first < claims.length; first += LOOKUPS_AT_ONCE)
      await Promise.all(
        claims
          .slice(first, first + LOOKUPS_AT_ONCE)
          .map(async (claim) => await checkClaim(ctx, claim)),
      );
    return null;
  },
});

async function checkClaim(ctx: ActionCtx, { projectId, id, domain }: Claim): Promise<void> {
  try {
    const values = await loadValues(domain).catch(() => null);
    await ctx.runMutation(internal.domains.recheck.conclude, { projectId, id, values });
  } catch (error) {
    console.warn(`${domain} was not checked: ${findProblem(error)?.message ?? String(error)}`);
  }
}

/** `values` null: the resolver did not answer. */
export const conclude = tenantJob(
  { id: v.string(), values: v.union(v.array(v.string()), v.null()) },
  async ({ db, now, scheduler, recorder }, { id, values }) => {
    const row = await db.get("domains", id);
    if (!row) return;
    const by = recorder(SYSTEM, { id: `domain ${id}`, ip: null, userAgent: null });
    const ctx = { db, now, scheduler, record: by.record.bind(by) };
    if (values === null) return await retryLater(ctx, row);
    const { kind } = await applyLookup(ctx, row, values);
    if (kind === "taken") await postpone(ctx, row);
  },
);
