/**
 * The common start of a request's transactions: resolves the project and normalizes the request.
 */
import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../_generated/server";
import { notFound } from "../core/errors";
import { isProjectKey } from "../tenancy/caller";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { requestValidator } from "./attemptRequest";
import { withCurrentSignatures } from "./cookies/currentSignatures";
import { applyForwarding } from "./origins/forwarded";
import { routeLink } from "./linkPages/link";
import { normalizedRequest } from "./requestFields";
import { requireEndpoint } from "./visit";

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
 * Resolves the project, endpoint and normalized request, or answers at once with the page of a
 * mailed link, which is not an attempt. Throws 404 for an unknown project or endpoint, and 401 or
 * 403 for an invalid forwarded request (origins/forwarded.ts).
 */
export async function openAttempt(
  ctx: MutationCtx,
  { projectId, ...sent }: ObjectType<typeof sentValidator>,
) {
  const deployment = new DeploymentReader(ctx.db);
  const id = projectId ?? (await deployment.settings())?.defaultProjectId ?? null;
  const project = id === null ? null : await deployment.project(id);
  if (!project) throw notFound("Project");
  const isKey = async (hash: string) => await isProjectKey(ctx.db, project.id, hash, Date.now());
  const db = new TenantReader(ctx.db, project.id);
  const { request: asSent, basePath } = await applyForwarding(db, isKey, sent);
  const typed = normalizedRequest(await withCurrentSignatures(db, asSent), basePath);
  const endpoint = requireEndpoint(typed, basePath);
  const link = await routeLink(db, project, endpoint, typed);
  return "answer" in link ? link : { project, basePath, endpoint, ...link };
}
