/**
 * One request of an end user as one transaction. This outer mutation finds the project and counts
 * the attempt; the inner one (perform.ts) runs Better Auth and is undone as a whole when it stops
 * for a need, is refused or fails, while what this one counted stays.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { notFound, problem } from "../errors";
import { isProjectKey } from "../tenancy/caller";
import { TenantReader, TenantWriter } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { Outbox } from "../tenancy/outbox";
import { Recorder } from "../tenancy/records";
import {
  fieldsOf,
  requestValidator,
  responseValidator,
  type AttemptRequest,
  type AttemptResponse,
} from "./attemptRequest";
import { effectValidator, needOf, needValidator, undoneOf, type Need } from "./effects";
import { failureIn, recordFailedAttempt } from "./failedAttempts";
import { asTheVisitorSees } from "./pages/forwarded";
import { routeLink } from "./linkPages/link";
import { countAttempt, type Attempt } from "./limits";
import { servedEndpoint } from "./visit";
import type { Found } from "./endpoints";

export type AttemptReply = { response: AttemptResponse } | { need: Need };

/**
 * `projectId` null: the deployment's default project. `basePath` is where the project's paths
 * begin.
 */
export const attempt = internalMutation({
  args: {
    projectId: v.union(v.string(), v.null()),
    basePath: v.string(),
    request: requestValidator,
    effects: v.array(effectValidator),
    /** A name that only this request has, in all its calls. */
    claim: v.string(),
    /** True from the second call of a request on: it has been counted. */
    counted: v.boolean(),
  },
  returns: v.union(v.object({ response: responseValidator }), v.object({ need: needValidator })),
  handler: async (ctx, { projectId, effects, claim, counted, ...sent }): Promise<AttemptReply> => {
    const deployment = new DeploymentReader(ctx.db);
    const id = projectId ?? (await deployment.settings())?.defaultProjectId ?? null;
    const project = id === null ? null : await deployment.project(id);
    if (!project) throw notFound("Project");
    const db = new TenantWriter(ctx.db, project.id);
    const isKey = async (hash: string) => await isProjectKey(ctx.db, project.id, hash, Date.now());
    const reader = new TenantReader(ctx.db, project.id);
    const { request: seen, basePath } = await asTheVisitorSees(reader, isKey, sent);
    const endpoint = servedEndpoint(seen, basePath);
    const link = await routeLink(reader, project, endpoint, seen);
    if ("answer" in link) return { response: link.answer };
    const { request, shown } = link;
    const attempted = attemptOf(project.id, endpoint, request);
    if (project.isAdmin && attempted.endpoint.acts.includes("signsUp"))
      throw problem("forbidden", "Nobody signs up in the admin project");
    if (!counted) await countAttempt(ctx, attempted);
    const { name, isAdmin, hasWebhooks = false } = project;
    try {
      const response: AttemptResponse = await ctx.runMutation(internal.signIn.perform.perform, {
        project: { id: project.id, name, isAdmin, hasWebhooks },
        basePath,
        request,
        effects,
        claim,
      });
      const code = attempted.endpoint.recordsFailure ? failureIn(response) : null;
      if (code !== null)
        await recordFailedAttempt(
          db,
          new Recorder(
            db,
            { type: "user", id: "anonymous", name: null },
            request,
            Date.now(),
            new Outbox(db, ctx.scheduler, hasWebhooks),
          ),
          { path: attempted.endpoint.name, account: attempted.account, code },
        );
      return { response: shown(response) };
    } catch (error) {
      const response = undoneOf<AttemptResponse>(error);
      if (response) return { response: shown(response) };
      const need = needOf(error);
      if (!need) throw error;
      // Of requests with the same state, such as a callback that is sent again, one goes on and
      // asks the provider.
      if (need.kind === "provider" && need.claims !== null)
        await claimVerification(db, need.claims, claim);
      return { need };
    }
  },
});

async function claimVerification(db: TenantWriter, id: string, claim: string): Promise<void> {
  const verification = await db.get("verifications", id);
  if (verification) await db.patch("verifications", verification, { claimedBy: claim });
}

/** The account is named by the field that the endpoint signs in with, and by no other. */
function attemptOf(projectId: string, endpoint: Found, { body, ip }: AttemptRequest): Attempt {
  const named = endpoint.account === null ? null : fieldsOf(body)[endpoint.account];
  return { projectId, endpoint, ip, account: typeof named === "string" ? named : null };
}
