/**
 * The live feed: the query behind the function that the installing app exports for pages
 * (docs/decisions/0053-live-pages.md). It returns only that there are new events; the pages read
 * them through the API.
 */
import { v } from "convex/values";
import { query, type QueryCtx } from "../_generated/server";
import { PermissionSet } from "../core/permissions";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { getKeyRefusal } from "../tenancy/keyRefusal";
import { findOperatorPermissions } from "../tenancy/operators";
import { openFeedToken, type FeedReader } from "./feedToken";

/**
 * The id of the project's latest event, null without events. Null instead of the object when the
 * token is refused, whatever the reason.
 *
 * Runs again only when the project gets an event, or a row of the token's reader changes.
 */
export const latest = query({
  args: { token: v.string() },
  returns: v.union(v.object({ eventId: v.union(v.string(), v.null()) }), v.null()),
  handler: async (ctx, { token }) => {
    const now = Date.now();
    const claims = await openFeedToken(token, now);
    if (!claims) return null;
    const { projectId, reader } = claims;
    // A project that is being deleted is not found.
    if (!(await new DeploymentReader(ctx.db).project(projectId))) return null;
    const permissions = await findPermissions(ctx, projectId, { reader, now });
    if (!permissions?.allows("event.read")) return null;
    const last = await new TenantReader(ctx.db, projectId)
      .range("events", "byCommit", (q) => q, "desc")
      .first();
    return { eventId: last?.id ?? null };
  },
});

/** What the token's reader may do now; null once the session or the key has ended. */
async function findPermissions(
  ctx: QueryCtx,
  projectId: string,
  { reader, now }: { readonly reader: FeedReader; readonly now: number },
): Promise<PermissionSet | null> {
  if (reader.kind === "app") return PermissionSet.all;
  if (reader.kind === "operator")
    return await findOperatorPermissions(ctx.db, projectId, reader, now);
  const key = await new TenantReader(ctx.db, projectId).get("apiKeys", reader.id);
  if (!key || key.organizationId !== null || getKeyRefusal(key, now) !== null) return null;
  return PermissionSet.ofKey(key);
}
