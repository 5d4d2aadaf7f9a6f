/**
 * Deletes connections. The connection disappears at once; the profiles of its people, with the
 * sessions that they have made, are deleted in batches, and a cron resumes after a failed batch. Sign-ins in progress and codes find no
 * connection any more and end by themselves (purge.ts).
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalMutation } from "../_generated/server";
import { deleteValues } from "../envelopes/envelope";
import { BATCH_BYTES, deleteSome, ReadBudget } from "../core/readBudget";
import type { TenantWriter } from "../tenancy/database";
import { tenantJob, type WriteContext } from "../tenancy/functions";
import { oldestSsoDeletions } from "../tenancy/purge";
import { bounds } from "./fields";
import { unlinkProfile } from "./links";
import { toBatchContext, USERS_PER_BATCH } from "./sessions";

const DELETIONS_PER_RUN = 20;

type DeletionContext = Pick<WriteContext, "db" | "record" | "scheduler">;

export async function deleteConnectionRows(
  ctx: DeletionContext,
  connection: Doc<"ssoConnections">,
): Promise<void> {
  const { db } = ctx;
  const { id: connectionId } = connection;
  await replaceDomains(db, connection, []);
  await deleteValues(db, { layer: "connection", ownerId: connectionId });
  for (const table of ["ssoKeys", "ssoKeySets"] as const)
    for await (const row of db.range(table, "byConnection", (q) =>
      q.eq("connectionId", connectionId),
    ))
      await db.delete(table, row);
  await db.delete("ssoConnections", connection);
  await db.insert("ssoDeletions", { connectionId });
  await continueDeletion(ctx, connectionId);
}

/** One batch. Returns whether connections may be left. */
export async function deleteConnectionsOf(
  ctx: DeletionContext,
  organizationId: string,
): Promise<boolean> {
  const connection = await ctx.db
    .range("ssoConnections", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .first();
  if (!connection) return false;
  await deleteConnectionRows(ctx, connection);
  return true;
}

/** Makes the domain rows of a connection those of `domains`. */
export async function replaceDomains(
  db: TenantWriter,
  { id: connectionId, organizationId }: Pick<Doc<"ssoConnections">, "id" | "organizationId">,
  domains: readonly string[],
): Promise<void> {
  const rows = await db
    .range("ssoConnectionDomains", "byConnection", (q) => q.eq("connectionId", connectionId))
    .take(bounds.domains);
  for (const row of rows)
    if (!domains.includes(row.domain)) await db.delete("ssoConnectionDomains", row);
  for (const domain of domains)
    if (!rows.some((row) => row.domain === domain))
      await db.insert("ssoConnectionDomains", { domain, organizationId, connectionId });
}

export const deleteBatch = tenantJob(
  { connectionId: v.string() },
  async (ctx, { connectionId }) => await continueDeletion(toBatchContext(ctx), connectionId),
);

async function continueDeletion(ctx: DeletionContext, connectionId: string): Promise<void> {
  const { db, scheduler } = ctx;
  const profiles = db.range("ssoProfiles", "byConnection", (q) =>
    q.eq("connectionId", connectionId),
  );
  const remove = async (profile: Doc<"ssoProfiles">) => await unlinkProfile(ctx, profile);
  if (await deleteSome(profiles, USERS_PER_BATCH, remove, new ReadBudget(BATCH_BYTES))) {
    const args = { projectId: db.projectId, connectionId };
    await scheduler.runAfter(0, internal.sso.deletion.deleteBatch, args);
    return;
  }
  for await (const row of db.range("ssoDeletions", "byConnection", (q) =>
    q.eq("connectionId", connectionId),
  ))
    await db.delete("ssoDeletions", row);
}

/** Resumes deletions that stopped after a failed batch. Run by crons.ts. */
export const resume = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    for (const { projectId, connectionId } of await oldestSsoDeletions(ctx.db, DELETIONS_PER_RUN))
      await ctx.scheduler.runAfter(0, internal.sso.deletion.deleteBatch, {
        projectId,
        connectionId,
      });
    return null;
  },
});
