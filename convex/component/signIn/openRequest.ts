/** The common start of every transaction of an end user's request. */
import { v, type ObjectType } from "convex/values";
import type { QueryCtx } from "../_generated/server";
import { assertServed, isConsoleBound } from "../core/consoleOrigin";
import { notFound } from "../core/errors";
import { isProjectKey } from "../tenancy/caller";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { requestValidator } from "./attemptRequest";
import { applyForwarding } from "./origins/forwarded";

/**
 * `projectId` null: the deployment's default project. `basePath` is the prefix of the project's
 * end-user paths.
 */
export const sentValidator = {
  projectId: v.union(v.string(), v.null()),
  basePath: v.string(),
  request: requestValidator,
};

/**
 * Resolves the project, and the request in the form in which the client sent it. Throws 404 for an
 * unknown project, 403 at a host that does not serve it, and 401 or 403 for an invalid forwarded
 * request (origins/forwarded.ts).
 */
export async function openRequest(
  ctx: QueryCtx,
  { projectId, ...sent }: ObjectType<typeof sentValidator>,
) {
  const deployment = new DeploymentReader(ctx.db);
  const id = projectId ?? (await deployment.settings())?.defaultProjectId ?? null;
  const project = id === null ? null : await deployment.project(id);
  if (!project) throw notFound("Project");
  assertServed(project, sent.request.audience);
  // The app's server would name the origin, and mailed links would lead there.
  if (project.isAdmin && sent.request.forwarded !== null && isConsoleBound())
    assertServed("operators", "apps");
  const isKey = async (hash: string) => await isProjectKey(ctx.db, project.id, hash, Date.now());
  const db = new TenantReader(ctx.db, project.id);
  return { db, deployment, project, ...(await applyForwarding(db, isKey, sent)) };
}
