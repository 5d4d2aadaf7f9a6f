/**
 * Deletes an organization. It disappears at once, because its row changes state and its API keys
 * and domains are deleted first. Members, invitations, teams and secrets are deleted in batches, the
 * first in the same transaction, so that only very large organizations need more. A cron resumes
 * after a failed batch.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { deleteKeyRows } from "../apiKeys/model";
import { deleteDirectoriesOf } from "../directories/deletion";
import { deleteClaims } from "../domains/deletion";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import { tenantJob, type WriteContext } from "../tenancy/functions";
import { deleteConnectionsOf } from "../sso/deletion";
import { toBatchContext } from "../sso/sessions";
import { deleteTotal } from "../tenancy/totals";
import { deleteOrganizationSecrets } from "../vault/deletion";
import type { Organization } from "./contract";
import { deleteMemberRows } from "./members";
import { membersTotal } from "./memberTotals";
import { getOrganization, toTarget } from "./model";
import { teamsTotal } from "./teams";
import { saveAccessPolicy } from "./policies";
import { presentOrganization } from "./present";

/** Rows per transaction. */
const BATCH = 500;

type DeletionContext = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;

export async function deleteOrganization(
  ctx: WriteContext,
  organizationId: string,
): Promise<Organization> {
  const row = await getOrganization(ctx, organizationId);
  const { id, slug } = row;
  const organization = presentOrganization(row);
  await ctx.record({
    type: "organization.deleted",
    targets: [toTarget(organization)],
    data: organization,
    organizationId: id,
  });
  for (const key of await ctx.db
    .range("apiKeys", "byOrganization", (q) => q.eq("organizationId", id))
    .take(BATCH))
    await deleteKeyRows(ctx, key);
  await deleteClaims(ctx, id);
  await ctx.db.patch("organizations", row, { state: "deleting", slug: `${slug}~${id}` });
  await saveAccessPolicy(ctx.db, { id, requireMfa: false, ssoEnforced: false });
  await ctx.db.insert("organizationDeletions", { organizationId: id });
  await continueDeletion(ctx, id);
  return organization;
}

export const deleteBatch = tenantJob(
  { organizationId: v.string() },
  async (ctx, { organizationId }) => await continueDeletion(toBatchContext(ctx), organizationId),
);

async function continueDeletion(ctx: DeletionContext, organizationId: string): Promise<void> {
  if (await deleteRows(ctx, organizationId)) {
    await ctx.scheduler.runAfter(0, internal.organizations.deletion.deleteBatch, {
      projectId: ctx.db.projectId,
      organizationId,
    });
    return;
  }
  const organization = await ctx.db.get("organizations", organizationId);
  if (organization) {
    await deleteTotal(ctx.db, membersTotal(organization).subject);
    await deleteTotal(ctx.db, teamsTotal(ctx.db, organizationId).subject);
    await ctx.db.delete("organizations", organization);
  }
  for await (const row of ctx.db.range("organizationDeletions", "byOrganization", (q) =>
    q.eq("organizationId", organizationId),
  )) {
    await ctx.db.delete("organizationDeletions", row);
  }
}

/** Deletes one batch. Returns whether rows may be left. */
async function deleteRows(ctx: DeletionContext, organizationId: string): Promise<boolean> {
  const budget = new ReadBudget(BATCH_BYTES);
  let left = BATCH;
  const members = ctx.db.range("members", "byOrganization", (q) =>
    q.eq("organizationId", organizationId),
  );
  for await (const member of members) {
    if (left <= 0 || budget.isSpent) return true;
    budget.spend(member);
    left -= await deleteMemberRows(ctx, member);
  }
  if (await deleteOrganizationSecrets(ctx.db, organizationId, left, budget)) return true;
  if (await deleteConnectionsOf(ctx, organizationId)) return true;
  if (await deleteDirectoriesOf(ctx, organizationId)) return true;
  // The keys of everything that was encrypted for the organization go last.
  for (const table of ["invitations", "portalSessions", "teams", "dataKeys"] as const) {
    const rows = ctx.db.range(table, "byOrganization", (q) =>
      q.eq("organizationId", organizationId),
    );
    const remove = async (row: Doc<typeof table>) => {
      left--;
      await ctx.db.delete(table, row);
    };
    if (await deleteSome(rows, left, remove, budget)) return true;
  }
  return false;
}
