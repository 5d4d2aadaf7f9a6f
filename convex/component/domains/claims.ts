/** What the operations do. */
import { internal } from "../_generated/api";
import { fieldProblem, invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import { randomToken } from "../core/secrets";
import { getOrganization } from "../organizations/model";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { page } from "../tenancy/page";
import { TxtLookup } from "../tenancy/request";
import type { OperationInput } from "../wire/operation";
import type { domains, DomainVerification } from "./contract";
import { MAXIMUM_DOMAINS } from "./deletion";
import type { DomainRow } from "./model";
import { presentDomain, toTarget } from "./present";
import { findDomainFault } from "./refusals";
import { FIRST_INTERVAL_MS } from "./schedule";
import { applyLookup } from "./transitions";

type Input<M extends keyof typeof domains> = OperationInput<(typeof domains)[M]>;

/**
 * The claim. Throws 404 also when the caller's key is bound to another organization. An
 * organization that is being deleted has none left, so it is not read.
 */
async function requireClaim(
  { db, caller }: Pick<ReadContext, "db" | "caller">,
  id: string,
): Promise<DomainRow> {
  const row = await db.get("domains", id);
  const bound = caller.organizationId;
  if (!row || (bound !== null && bound !== row.organizationId)) throw notFound("Domain");
  return row;
}

export async function getVerification(
  ctx: ReadContext,
  { id }: Input<"getVerification">,
): Promise<DomainVerification> {
  return presentDomain(await requireClaim(ctx, id));
}

export async function listVerifications(ctx: ReadContext, input: Input<"list">) {
  const { id } = await getOrganization(ctx, input.organizationId);
  const segment = { index: "byOrganization", equal: [["organizationId", id]], key: "id" } as const;
  const { rows, listMetadata } = await page(ctx, "domains", [segment], input);
  return { data: rows.map(presentDomain), listMetadata };
}

export async function createVerification(
  ctx: WriteContext,
  { organizationId, domain }: Input<"createVerification">,
): Promise<DomainVerification> {
  await getOrganization(ctx, organizationId);
  const fault = findDomainFault(domain);
  if (fault) throw invalidField("domain", fault.message, fault.code);
  await assertFree(ctx, organizationId, domain);
  const row = await ctx.db.insert("domains", {
    id: newId("domain", ctx.now),
    organizationId,
    domain,
    state: "pending",
    token: randomToken(),
    verifiedAt: null,
    missingSince: null,
    misses: 0,
    warnedAt: null,
    lastCheckedAt: null,
    checkCount: 0,
    nextCheckAt: ctx.now + FIRST_INTERVAL_MS,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const data = presentDomain(row);
  await ctx.record({ type: "domain.created", targets: [toTarget(data)], data, organizationId });
  return data;
}

async function assertFree(
  { db }: WriteContext,
  organizationId: string,
  domain: string,
): Promise<void> {
  const existing = await db
    .range("domains", "byOrganizationDomain", (q) =>
      q.eq("organizationId", organizationId).eq("domain", domain),
    )
    .unique();
  if (existing)
    throw fieldProblem(
      "conflict",
      { field: "domain", message: "Already claimed by this organization", code: "taken" },
      `The organization has a claim on ${domain}: ${existing.id}; verify it, or delete it to get a new record`,
    );
  const all = await db
    .range("domains", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(MAXIMUM_DOMAINS);
  if (all.length === MAXIMUM_DOMAINS)
    throw problem(
      "conflict",
      `An organization has at most ${MAXIMUM_DOMAINS} domains; delete one first`,
    );
}

export async function verifyClaim(
  ctx: WriteContext,
  { id }: Input<"verify">,
): Promise<DomainVerification | TxtLookup> {
  const row = await requireClaim(ctx, id);
  const { lookedUp } = ctx;
  if (lookedUp === null) return new TxtLookup(row.domain);
  if (lookedUp === "later") {
    await ctx.scheduler.runAfter(0, internal.domains.recheck.check, {
      claims: [{ projectId: ctx.db.projectId, id, domain: row.domain }],
    });
    return presentDomain(row);
  }
  const outcome = await applyLookup(ctx, row, lookedUp);
  if (outcome.kind === "taken")
    throw fieldProblem(
      "conflict",
      { field: "id", message: "Another organization has this domain", code: "taken" },
      "Another organization of this project has verified this domain, and its TXT record is still there; remove that record first",
    );
  return presentDomain(outcome.row);
}

export async function deleteClaim(ctx: WriteContext, { id }: Input<"deleteVerification">) {
  const row = await requireClaim(ctx, id);
  await ctx.db.delete("domains", row);
  const data = presentDomain(row);
  await ctx.record({
    type: "domain.deleted",
    targets: [toTarget(data)],
    data,
    organizationId: row.organizationId,
  });
}
