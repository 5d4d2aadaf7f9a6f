/**
 * The document by which browsers let pages on other domains use a project's passkeys (WebAuthn Level
 * 3, section 5.11.1). The site of `passkeys.rpId` serves it at `/.well-known/webauthn`.
 */
import { v } from "convex/values";
import { internal } from "../../_generated/api";
import { internalQuery, type ActionCtx } from "../../_generated/server";
import type { Place } from "../../api/request";
import { loadRelatedOrigins } from "../../configuration/passkeyDomain";
import { loadSettings } from "../../configuration/settings";
import { projectOrigin } from "../../projects/authDomains";
import { TenantReader } from "../../tenancy/database";
import { DeploymentReader } from "../../tenancy/deployment";

/** Returns null when the path is another one, or the project has no related origins. */
export async function relatedOriginsResponse(
  ctx: ActionCtx,
  { path, projectId }: Place,
): Promise<Response | null> {
  if (path !== "/.well-known/webauthn" || projectId === null) return null;
  const origins: string[] | null = await ctx.runQuery(internal.signIn.origins.relatedOrigins.list, {
    projectId,
  });
  return origins === null
    ? null
    : Response.json({ origins }, { headers: { "cache-control": "public, max-age=300" } });
}

export const list = internalQuery({
  args: { projectId: v.string() },
  returns: v.union(v.array(v.string()), v.null()),
  handler: async (ctx, { projectId }) => {
    const project = await new DeploymentReader(ctx.db).project(projectId);
    if (!project) return null;
    const db = new TenantReader(ctx.db, projectId);
    const settings = await loadSettings(db);
    return settings.passkeys.relatedOrigins
      ? await loadRelatedOrigins(db, settings, await projectOrigin(db, project))
      : null;
  },
});
