/** Authorizes the rotation of signing keys; signIn/tokens/rotation.ts does the work. */
import { invalidField, notFound, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { deploymentKeyStore, projectKeyStore } from "../signIn/tokens/keyStore";
import { rotateSigningKeys } from "../signIn/tokens/rotation";
import type { DeploymentWriter } from "../tenancy/deployment";
import type { WriteContext } from "../tenancy/functions";
import type { Change } from "../tenancy/records";
import { toIsoDate } from "../wire/fields";
import type { projects } from "./contract";
import { findProject } from "./model";

type Writing = WriteContext & { deployment: DeploymentWriter };

/** Returns when the new key starts signing, in epoch milliseconds. */
export async function rotateKeys(
  ctx: Writing,
  {
    id,
    deployment = false,
    now: immediately = false,
  }: OperationInput<typeof projects.rotateSigningKeys>,
): Promise<number> {
  if (deployment && id !== undefined)
    throw invalidField("deployment", "Must not be combined with id");
  const projectId = deployment ? null : (id ?? ctx.caller.project.id);
  const signsFrom = await rotateSigningKeys(
    projectId === null ? deploymentStore(ctx) : await projectStore(ctx, projectId),
    ctx.scheduler,
    { projectId, immediately },
    ctx.now,
  );
  await ctx.record(rotationRecord(projectId, signsFrom, immediately));
  return signsFrom;
}

export const rotationRecord = (
  projectId: string | null,
  signsFrom: number,
  immediately: boolean,
): Change => ({
  type: "signing_keys.rotated",
  targets: projectId === null ? [] : [{ type: "project", id: projectId }],
  data: { projectId, signsFrom: toIsoDate(signsFrom), immediately },
});

function deploymentStore({ caller, deployment }: Writing) {
  if (!caller.project.isAdmin)
    throw problem("forbidden", "Only the admin project may rotate the deployment's keys");
  return deploymentKeyStore(deployment);
}

async function projectStore(ctx: Writing, projectId: string) {
  const project = await findProject(ctx, projectId);
  if (!project) throw notFound("Project");
  return projectKeyStore(
    project.id === ctx.caller.project.id ? ctx.db : ctx.deployment.writerFor(project),
  );
}
