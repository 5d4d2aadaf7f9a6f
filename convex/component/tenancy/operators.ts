/**
 * Operators: users of the admin project who work in the projects that they are members of. An
 * operator's session becomes a caller of the project that the input names, with the permissions of
 * the operator's role in it.
 */
import type { GenericDatabaseReader } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import { permissionsOfRole } from "../core/operatorRoles";
import { notFound } from "../core/errors";
import { PermissionSet } from "../core/permissions";
import type { OperationDefinition } from "../wire/operation";
import { isBanned } from "./ban";
import type { Caller, CallersOperator, CallersSession } from "./caller";
import { TenantReader } from "./database";
import { DeploymentReader } from "./deployment";

type Database = GenericDatabaseReader<DataModel>;
type SessionCaller = Caller & { readonly session: CallersSession };

/**
 * Whether a session calls as an operator: it is the admin project's, and the operation is for
 * operators only or the input names another project.
 */
export const isOperatorCall = (
  { project }: Caller,
  { session }: OperationDefinition,
  projectId: unknown,
): boolean =>
  project.isAdmin &&
  (session === "project" ||
    session === "operator" ||
    (projectId !== undefined && projectId !== project.id));

/**
 * The operator as a caller of the project, for which the operator's session counts no more. Throws
 * 404 for a project of which the operator is no member. Reads two documents.
 */
export async function enterProject(
  db: Database,
  { session, project: admin }: SessionCaller,
  projectId: string,
): Promise<Caller> {
  const project = await new DeploymentReader(db).project(projectId);
  const member = project && (await findMember(db, projectId, session.user.id));
  if (!project || !member) throw notFound("Project");
  return {
    ...toOperator(session, admin, member.role),
    project,
    permissions: permissionsOfRole(member.role),
  };
}

/**
 * The permissions in the project of the operator with that session, while the session is active; null
 * afterwards, and for an operator who is no member any more.
 */
export async function findOperatorPermissions(
  db: Database,
  projectId: string,
  { adminProjectId, sessionId }: Pick<CallersOperator, "adminProjectId" | "sessionId">,
  now: number,
): Promise<PermissionSet | null> {
  const admin = new TenantReader(db, adminProjectId);
  const session = await admin.get("sessions", sessionId);
  if (!session || session.expiresAt <= now) return null;
  const user = await admin.get("users", session.userId);
  if (!user || isBanned(user, now)) return null;
  const member = await findMember(db, projectId, user.id);
  return member && permissionsOfRole(member.role);
}

/** The operator as a caller of the admin project, for operations about the operator's projects. */
export const asOperator = ({ session, project }: SessionCaller): Caller => ({
  ...toOperator(session, project, null),
  project,
  permissions: PermissionSet.none,
});

const findMember = async (db: Database, projectId: string, operatorId: string) =>
  await new TenantReader(db, projectId)
    .range("projectMembers", "byOperator", (q) => q.eq("operatorId", operatorId))
    .unique();

const toOperator = (
  { user, row }: CallersSession,
  admin: Doc<"projects">,
  role: Doc<"projectMembers">["role"] | null,
) => ({
  actor: { type: "admin" as const, id: user.id, name: user.name },
  organizationId: null,
  session: null,
  operator: { userId: user.id, adminProjectId: admin.id, sessionId: row.id, role },
  key: null,
  portal: null,
  useIsDue: false,
});
