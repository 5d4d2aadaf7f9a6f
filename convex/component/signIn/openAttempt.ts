/** What both transactions of a request begin with: its project, and what its visitor has sent. */
import { v, type ObjectType } from "convex/values";
import type { MutationCtx } from "../_generated/server";
import { notFound } from "../core/errors";
import { isProjectKey } from "../tenancy/caller";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { requestValidator } from "./attemptRequest";
import { withCurrentSignatures } from "./cookies/currentSignatures";
import { asTheVisitorSees } from "./origins/forwarded";
import { routeLink } from "./linkPages/link";
import { normalizedRequest } from "./requestFields";
import { servedEndpoint } from "./visit";

/**
 * `projectId` null: the deployment's default project. `basePath` is where the project's paths
 * begin.
 */
export const sentValidator = {
  projectId: v.union(v.string(), v.null()),
  basePath: v.string(),
  request: requestValidator,
};

/**
 * Answers at once what takes no attempt: the page that a mailed link shows. Throws 404 for an unknown project or endpoint, 401 and 403 as `asTheVisitorSees` does.
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
  const { request: asSent, basePath } = await asTheVisitorSees(db, isKey, sent);
  const typed = normalizedRequest(await withCurrentSignatures(db, asSent), basePath);
  const endpoint = servedEndpoint(typed, basePath);
  const link = await routeLink(db, project, endpoint, typed);
  return "answer" in link ? link : { project, basePath, endpoint, ...link };
}
