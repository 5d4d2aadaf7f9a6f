/**
 * Asks confirmed auth domains again, each once a day. A domain that fails several times in a row
 * loses its confirmation: its mails and pages are at the deployment's address again, and another
 * project may be confirmed for it. One failure changes nothing, because a proxy that is down for an
 * hour must not move the users of an app. A resolver that does not answer counts as no failure.
 */
import { v, type Infer } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, internalMutation, type ActionCtx } from "../_generated/server";
import { takeDueAuthDomains } from "../tenancy/dueAuthDomains";
import { tenantJob } from "../tenancy/functions";
import { findDomainRow, MAXIMUM_MISSES, RECHECK_MS } from "./authDomains";
import { SYSTEM, toAuditEntry, toRequest } from "./domainAudit";
import { isProven, withoutFaults } from "./domainConfirmation";

/** All of them are asked by one action, long before the next sweep. */
const DOMAINS_PER_RUN = 200;
const DOMAINS_AT_ONCE = 10;

const target = v.object({ projectId: v.string(), domain: v.string() });
type Target = Infer<typeof target>;

/** Run by crons.ts every hour. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const share = { limit: DOMAINS_PER_RUN, leaseMs: RECHECK_MS };
    const targets = await takeDueAuthDomains(ctx.db, Date.now(), share);
    if (targets.length > 0)
      await ctx.scheduler.runAfter(0, internal.projects.domainRecheck.check, { targets });
    return null;
  },
});

export const check = internalAction({
  args: { targets: v.array(target) },
  returns: v.null(),
  handler: async (ctx, { targets }): Promise<null> => {
    for (let first = 0; first < targets.length; first += DOMAINS_AT_ONCE)
      await Promise.all(
        targets.slice(first, first + DOMAINS_AT_ONCE).map(async (each) => await ask(ctx, each)),
      );
    return null;
  },
});

const ask = async (ctx: ActionCtx, each: Target): Promise<void> =>
  await withoutFaults(each.domain, async () => {
    const isFound = await isProven(ctx, each);
    await ctx.runMutation(internal.projects.domainRecheck.conclude, { ...each, isFound });
  });

export const conclude = tenantJob(
  { domain: v.string(), isFound: v.boolean() },
  async ({ db, recorder }, { domain, isFound }) => {
    const row = await findDomainRow(db, domain);
    if (!row || row.confirmedAt === null) return;
    const { misses = 0 } = row;
    if (isFound && misses === 0) return;
    if (isFound) return void (await db.patch("authDomains", row, { misses: 0 }));
    if (misses + 1 < MAXIMUM_MISSES)
      return void (await db.patch("authDomains", row, { misses: misses + 1 }));
    const lost = { confirmedAt: null, nextCheckAt: undefined, misses: undefined };
    await db.patch("authDomains", row, lost);
    const entry = toAuditEntry("project.auth_domain_lost", { projectId: db.projectId, domain });
    await recorder(SYSTEM, toRequest(domain)).audit(entry);
  },
);
