/** The members of a project: the operators who work in it. */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperatorRole } from "../core/operatorRoles";
import type { RowFields, TenantReader, TenantWriter } from "../tenancy/database";
import type { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";

/** Of a project, with the invitations. A list of them is complete. */
export const MAXIMUM_MEMBERS = 200;
/** Projects of an operator. A list of them is complete. */
export const MAXIMUM_PROJECTS = 200;

export const findMember = async (
  db: TenantReader,
  operatorId: string,
): Promise<Doc<"projectMembers"> | null> =>
  await db.range("projectMembers", "byOperator", (q) => q.eq("operatorId", operatorId)).unique();

export const loadMembers = async (db: TenantReader): Promise<Doc<"projectMembers">[]> =>
  await db.range("projectMembers", "byProjectId").take(MAXIMUM_MEMBERS);

/** The operator's projects with the role in each, newest membership first. */
export async function loadOwnProjects(
  deployment: DeploymentReader,
  operatorId: string,
): Promise<{ project: Doc<"projects">; role: OperatorRole }[]> {
  const members = await deployment.projectsOfOperator(operatorId, MAXIMUM_PROJECTS);
  const found = await Promise.all(
    members.map(async ({ projectId, role }) => ({
      project: await deployment.project(projectId),
      role,
    })),
  );
  return found.flatMap(({ project, role }) => (project ? [{ project, role }] : []));
}

interface NewMember {
  /** Of the invitation that was accepted; a new one by default. */
  readonly id?: string;
  readonly operatorId: string;
  readonly role: OperatorRole;
}

/** Throws 409 when the operator is a member already, or when the project or operator has 200. */
export async function insertMember(
  deployment: DeploymentWriter,
  db: TenantWriter,
  { id, operatorId, role }: NewMember,
  now: number,
): Promise<RowFields<"projectMembers">> {
  if (await findMember(db, operatorId))
    throw problem("conflict", "This operator is already a member of the project");
  const members = await loadMembers(db);
  if (members.length === MAXIMUM_MEMBERS)
    throw problem("conflict", `A project has at most ${MAXIMUM_MEMBERS} members`);
  const projects = await deployment.projectsOfOperator(operatorId, MAXIMUM_PROJECTS);
  if (projects.length === MAXIMUM_PROJECTS)
    throw problem("conflict", `An operator has at most ${MAXIMUM_PROJECTS} projects`);
  return await db.insert("projectMembers", {
    id: id ?? newId("projectMember", now),
    operatorId,
    role,
    createdAt: now,
    updatedAt: now,
  });
}
