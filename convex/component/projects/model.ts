import type { WithoutSystemFields } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import { alreadyUsed, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { seedRoles } from "../rbac/model";
import type { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { Project, projects } from "./contract";

type ProjectRow = Doc<"projects">;
export type ProjectFields = WithoutSystemFields<ProjectRow>;
type Input<M extends keyof typeof projects> = OperationInput<(typeof projects)[M]>;
type Reading = ReadContext & { deployment: DeploymentReader };
type Writing = WriteContext & { deployment: DeploymentWriter };

export const MAXIMUM_LISTED = 1_000;

/** The only place that turns a row into the wire's project. */
export function present(row: ProjectFields): Project {
  const { id, name, slug, description, logoUrl, ownerId, createdAt, updatedAt } = row;
  return { id, name, slug, description, logoUrl, ownerId, createdAt, updatedAt };
}

export async function listProjects(ctx: Reading): Promise<Project[]> {
  const { project } = ctx.caller;
  return (project.isAdmin ? await ctx.deployment.projects(MAXIMUM_LISTED) : [project]).map(present);
}

/** Null for a project that the caller cannot see. */
export async function findProject(ctx: Reading, id: string): Promise<ProjectRow | null> {
  const { project } = ctx.caller;
  if (project.id === id) return project;
  return project.isAdmin ? await ctx.deployment.project(id) : null;
}

export async function createProject(ctx: Writing, input: Input<"createProject">): Promise<Project> {
  assertAdmin(ctx, "create projects");
  const project = await insertProject(ctx.deployment, input, ctx.now);
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
  const after = await ctx.deployment.patchProject(before, { ...fields, updatedAt: ctx.now });
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
  const project = await findProject(ctx, id);
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
  if ((await ctx.deployment.settings())?.defaultProjectId === id)
    await ctx.deployment.setDefaultProject(null);
  await ctx.scheduler.runAfter(0, internal.projects.deletion.deleteBatch, { id });
  await ctx.record({ type: "project.deleted", targets: [toTarget(project)], data });
}

export async function ensureDefaultProject(
  ctx: Writing,
): Promise<{ created: boolean; project: Project }> {
  assertAdmin(ctx, "configure the default project");
  const configured = (await ctx.deployment.settings())?.defaultProjectId;
  const existing = configured ? await ctx.deployment.project(configured) : null;
  if (existing) return { created: false, project: present(existing) };
  const taken = await ctx.deployment.projectBySlug("default");
  const project = await createProject(ctx, {
    name: "Default",
    slug: taken ? `default-${newId("project", ctx.now).slice(-8).toLowerCase()}` : "default",
  });
  await ctx.deployment.setDefaultProject(project.id);
  return { created: true, project };
}

export interface NewProject {
  readonly name: string;
  readonly slug: string;
  readonly description?: string | null;
  readonly logoUrl?: string | null;
  readonly keyPrefix?: string;
  readonly environment?: string | null;
  readonly isAdmin?: boolean;
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
    keyPrefix = "sk_live_",
    environment = null,
    isAdmin = false,
  } = fields;
  await assertSlugFree(deployment, slug);
  const row = {
    id: newId("project", now),
    name,
    slug,
    description,
    logoUrl,
    keyPrefix,
    environment,
    isAdmin,
    ownerId: null,
    createdAt: now,
    updatedAt: now,
  };
  await seedRoles(await deployment.insertProject(row), now);
  return row;
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
