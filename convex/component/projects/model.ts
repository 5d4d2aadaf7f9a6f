import type { WithoutSystemFields } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import { alreadyUsed, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { permissionsOfRole } from "../core/operatorRoles";
import { insertMember, loadOwnProjects } from "../operators/members";
import { seedRoles } from "../rbac/model";
import type { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { claimDomains, releaseDomains } from "./authDomains";
import type { Project, projects } from "./contract";

type ProjectRow = Doc<"projects">;
export type ProjectFields = WithoutSystemFields<ProjectRow>;
type Input<M extends keyof typeof projects> = OperationInput<(typeof projects)[M]>;
type Reading = ReadContext & { deployment: DeploymentReader };
type Writing = WriteContext & { deployment: DeploymentWriter };

export const MAXIMUM_LISTED = 1_000;

/** The only place that turns a row into the wire's project. */
export function present(row: ProjectFields): Project {
  const { id, name, slug, description, logoUrl, environment, keyPrefix } = row;
  const { ownerId, createdAt, updatedAt } = row;
  return {
    ...{ id, name, slug, description, logoUrl, environment, keyPrefix },
    ...{ ownerId, createdAt, updatedAt },
    serviceName: row.serviceName ?? null,
    authDomains: row.authDomains ?? [],
    statusUrl: row.statusUrl ?? null,
  };
}

export async function listProjects(ctx: Reading): Promise<Project[]> {
  const { operator, project } = ctx.caller;
  if (operator) {
    const own = await loadOwnProjects(ctx.deployment, operator.userId);
    return own.map((each) => present(each.project));
  }
  return (project.isAdmin ? await ctx.deployment.projects(MAXIMUM_LISTED) : [project]).map(present);
}

/** Null for a project that the caller cannot see. */
export async function findProject(ctx: Reading, id: string): Promise<ProjectRow | null> {
  const { operator, project } = ctx.caller;
  if (project.id === id && operator?.role !== null) return project;
  return project.isAdmin && operator === null ? await ctx.deployment.project(id) : null;
}

export async function createProject(ctx: Writing, input: Input<"createProject">): Promise<Project> {
  assertAdmin(ctx, "create projects");
  const { operator } = ctx.caller;
  const ownerId = operator?.userId ?? null;
  const project = await insertProject(ctx.deployment, { ...input, ownerId }, ctx.now);
  await claimDomains(ctx, project, project.authDomains ?? []);
  if (operator)
    await insertMember(
      ctx.deployment,
      ctx.deployment.writerFor(project),
      { operatorId: operator.userId, role: "owner" },
      ctx.now,
    );
  await ctx.record({
    type: "project.created",
    targets: [toTarget(project)],
    data: present(project),
  });
  return present(project);
}

export async function updateProject(ctx: Writing, input: Input<"updateProject">): Promise<Project> {
  const { id, ...fields } = input;
  const before = await findProject(ctx, id);
  if (!before) throw notFound("Project");
  if (fields.slug !== undefined && fields.slug !== before.slug)
    await assertSlugFree(ctx.deployment, fields.slug);
  const authDomains = fields.authDomains && [...new Set(fields.authDomains)];
  if (authDomains) await claimDomains(ctx, before, authDomains);
  const after = await ctx.deployment.patchProject(before, {
    ...fields,
    ...(authDomains === undefined ? {} : { authDomains }),
    updatedAt: ctx.now,
  });
  const data = present(after);
  await ctx.record({
    type: "project.updated",
    targets: [toTarget(after)],
    data,
    before: present(before),
  });
  return data;
}

export async function deleteProject(ctx: Writing, id: string): Promise<void> {
  const project = ctx.caller.operator
    ? await findOwnProject(ctx, ctx.caller.operator.userId, id)
    : await findProject(ctx, id);
  if (!project) throw notFound("Project");
  if (project.id === ctx.caller.project.id) {
    throw problem(
      "forbidden",
      project.isAdmin
        ? "The admin project cannot be deleted"
        : "A project cannot be deleted with its own key; use a key of the admin project",
    );
  }
  const data = present(project);
  await ctx.deployment.patchProject(project, {
    deletingSince: ctx.now,
    slug: `${project.slug}~${project.id}`,
  });
  await releaseDomains(ctx.deployment.writerFor(project), ctx.scheduler);
  if ((await ctx.deployment.settings())?.defaultProjectId === id)
    await ctx.deployment.setDefaultProject(null);
  await ctx.scheduler.runAfter(0, internal.projects.deletion.deleteBatch, { id });
  await ctx.record({ type: "project.deleted", targets: [toTarget(project)], data });
}

/** Null for a project of which the operator is no member; 403 without the permission there. */
async function findOwnProject(
  { deployment }: Reading,
  operatorId: string,
  id: string,
): Promise<ProjectRow | null> {
  const own = await loadOwnProjects(deployment, operatorId);
  const found = own.find(({ project }) => project.id === id);
  if (found && !permissionsOfRole(found.role).allows(DELETE_PROJECT))
    throw problem("forbidden", `Missing permission: ${DELETE_PROJECT}`);
  return found?.project ?? null;
}

const DELETE_PROJECT = "project.delete";

type Ensured = { created: boolean; project: Project };

export async function ensureDefaultProject(ctx: Writing): Promise<Ensured> {
  if (ctx.caller.operator) return await ensureOwnProject(ctx, ctx.caller.operator.userId);
  assertAdmin(ctx, "configure the default project");
  const configured = (await ctx.deployment.settings())?.defaultProjectId;
  const existing = configured ? await ctx.deployment.project(configured) : null;
  if (existing) return { created: false, project: present(existing) };
  const project = await createProject(ctx, await chooseDefault(ctx));
  await ctx.deployment.setDefaultProject(project.id);
  return { created: true, project };
}

/** The operator's oldest project as an owner. The deployment's default project stays as it is. */
async function ensureOwnProject(ctx: Writing, operatorId: string): Promise<Ensured> {
  const own = await loadOwnProjects(ctx.deployment, operatorId);
  const oldest = own.findLast(({ role }) => role === "owner");
  if (oldest) return { created: false, project: present(oldest.project) };
  return { created: true, project: await createProject(ctx, await chooseDefault(ctx)) };
}

async function chooseDefault({ deployment, now }: Writing) {
  const taken = await deployment.projectBySlug("default");
  const suffix = newId("project", now).slice(-8).toLowerCase();
  return { name: "Default", slug: taken ? `default-${suffix}` : "default" };
}

export interface NewProject {
  readonly name: string;
  readonly slug: string;
  readonly description?: string | null;
  readonly logoUrl?: string | null;
  readonly serviceName?: string | null;
  readonly authDomains?: string[];
  readonly statusUrl?: string | null;
  readonly keyPrefix?: string;
  readonly environment?: string | null;
  readonly isAdmin?: boolean;
  readonly ownerId?: string | null;
}

export async function insertProject(
  deployment: DeploymentWriter,
  fields: NewProject,
  now: number,
): Promise<ProjectFields> {
  const {
    name,
    slug,
    description = null,
    logoUrl = null,
    serviceName = null,
    authDomains = [],
    statusUrl = null,
    keyPrefix = "sk_live_",
    environment = null,
    isAdmin = false,
    ownerId = null,
  } = fields;
  await assertSlugFree(deployment, slug);
  const row = {
    id: newId("project", now),
    name,
    slug,
    description,
    logoUrl,
    serviceName,
    authDomains: [...new Set(authDomains)],
    statusUrl,
    keyPrefix,
    environment,
    isAdmin,
    ownerId,
    createdAt: now,
    updatedAt: now,
  };
  await seedRoles(await deployment.insertProject(row), now);
  return row;
}

/** The admin project; the first call creates it. */
export async function ensureAdminProject(
  deployment: DeploymentWriter,
  now: number,
): Promise<ProjectFields> {
  const fields = { name: "Admin", slug: "admin", keyPrefix: "sk_admin_", isAdmin: true };
  return (await deployment.adminProject()) ?? (await insertProject(deployment, fields, now));
}

function assertAdmin(ctx: ReadContext, what: string): void {
  if (!ctx.caller.project.isAdmin) throw problem("forbidden", `Only the admin project may ${what}`);
}

async function assertSlugFree(deployment: DeploymentReader, slug: string): Promise<void> {
  if (!(await deployment.projectBySlug(slug))) return;
  throw alreadyUsed("slug", "another project", "A project with this slug already exists");
}

const toTarget = (project: Pick<ProjectRow, "id" | "name">) => ({
  type: "project",
  id: project.id,
  name: project.name,
});
