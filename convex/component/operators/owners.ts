/** Every project keeps an owner who can act: an operator who exists and is not banned. */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import { isBanned } from "../tenancy/ban";
import type { TenantReader } from "../tenancy/database";
import type { DeploymentReader } from "../tenancy/deployment";
import { loadOwnProjects } from "./members";

/** The users of the admin project; null before there is one. */
export async function findOperators(deployment: DeploymentReader): Promise<TenantReader | null> {
  const admin = await deployment.adminProject();
  return admin && deployment.readerFor(admin);
}

/** Throws 409 if the member is the last owner. Call it before the member loses the role. */
export async function assertNotLastOwner(
  deployment: DeploymentReader,
  db: TenantReader,
  member: Doc<"projectMembers">,
  now: number,
): Promise<void> {
  if (member.role !== "owner" || (await hasOtherOwner(deployment, db, member.operatorId, now)))
    return;
  throw problem("conflict", "The last owner of a project cannot be removed or lose the role");
}

/** Throws 409 if the operator is the last owner of a project. Call it before a deletion or ban. */
export async function assertNotLastOwnerOfProject(
  deployment: DeploymentReader,
  operatorId: string,
  now: number,
): Promise<void> {
  for (const { project, role } of await loadOwnProjects(deployment, operatorId)) {
    const db = deployment.readerFor(project);
    if (role !== "owner" || (await hasOtherOwner(deployment, db, operatorId, now))) continue;
    throw problem(
      "conflict",
      `Project ${project.id} would have no owner left: make another operator its owner first`,
    );
  }
}

/**
 * The rows read here make two concurrent losses of the last two owners conflict, so that one of them
 * is refused.
 */
async function hasOtherOwner(
  deployment: DeploymentReader,
  db: TenantReader,
  operatorId: string,
  now: number,
): Promise<boolean> {
  const operators = await findOperators(deployment);
  // One row at a time, because mostly the first or second decides; a project has 200 at most.
  for await (const owner of db.range("projectMembers", "byRole", (q) => q.eq("role", "owner"))) {
    if (owner.operatorId === operatorId) continue;
    const operator = await operators?.get("users", owner.operatorId);
    if (operator && !isBanned(operator, now)) return true;
  }
  return false;
}
