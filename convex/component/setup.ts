/**
 * Setup and recovery functions for holders of the deployment's admin key. Run them with
 * `npx convex run --component banataAuth setup:<name> '{…}'` or `npx banata-auth`. They are
 * internal, so neither HTTP nor the installing app can call them.
 */
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, internalQuery, type MutationCtx } from "./_generated/server";
import { apiKeys } from "./apiKeys/contract";
import { insertKey, present as presentKey } from "./apiKeys/model";
import { invalidField, notFound } from "./core/errors";
import { operatorRoles } from "./core/operatorRoles";
import { parseInput } from "./wire/parse";
import { createLink } from "./operators/links";
import { findMember, insertMember } from "./operators/members";
import { insertOperator as insertOperatorRow } from "./operators/newOperator";
import { presentMember, toTarget } from "./projects/members";
import { resetCredentials } from "./operators/reset";
import { projects } from "./projects/contract";
import {
  ensureAdminProject,
  insertProject,
  MAXIMUM_LISTED,
  present as presentProject,
  type ProjectFields,
} from "./projects/model";
import { rotationRecord } from "./projects/signingKeys";
import { deploymentKeyStore, projectKeyStore } from "./signIn/tokens/keyStore";
import { rotateSigningKeys as rotateKeys } from "./signIn/tokens/rotation";
import { TenantWriter } from "./tenancy/database";
import { DeploymentReader, DeploymentWriter } from "./tenancy/deployment";
import { Outbox } from "./tenancy/outbox";
import { Recorder, type Attempt, type Change } from "./tenancy/records";
import { users } from "./users/contract";

/**
 * Creates a project. `keyPrefix` is the prefix of its keys (default `sk_live_`), `environment` a
 * label such as `production`. `isDefault` makes it serve paths without `/p/<project>`.
 */
export const createProject = internalMutation({
  args: {
    name: v.string(),
    slug: v.string(),
    description: v.optional(v.string()),
    keyPrefix: v.optional(v.string()),
    environment: v.optional(v.string()),
    isDefault: v.optional(v.boolean()),
  },
  handler: async (ctx, { isDefault, ...fields }) => {
    const input = parseInput(projects.createProject.input, fields);
    const deployment = new DeploymentWriter(ctx.db);
    const project = await insertProject(deployment, input, Date.now());
    if (isDefault) await deployment.setDefaultProject(project.id);
    await createContext(ctx, project).record({
      type: "project.created",
      targets: [{ type: "project", id: project.id, name: project.name }],
      data: presentProject(project),
    });
    return presentProject(project);
  },
});

/** Lists the projects, newest first, at most 1,000. */
export const listProjects = internalQuery({
  args: {},
  handler: async (ctx) =>
    (await new DeploymentReader(ctx.db).projects(MAXIMUM_LISTED)).map(presentProject),
});

/**
 * Creates an API key and returns it with `key`, which is never shown again. Without `permissions`
 * it has full access.
 */
export const createKey = internalMutation({
  args: { projectId: v.string(), name: v.string(), permissions: v.optional(v.array(v.string())) },
  handler: async (ctx, { projectId, ...fields }) => {
    const project = await new DeploymentWriter(ctx.db).project(projectId);
    if (!project) throw notFound("Project");
    return await makeKey(ctx, project, fields);
  },
});

/**
 * Creates an API key of the admin project, which may manage projects. Creates the admin project if
 * there is none.
 */
export const createAdminKey = internalMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) =>
    await makeKey(ctx, await ensureAdminProject(new DeploymentWriter(ctx.db), Date.now()), {
      name,
    }),
});

/** Creates an operator: a user of the admin project, which does not allow sign-up. */
export const createOperator = internalMutation({
  args: { email: v.string(), name: v.string() },
  handler: async (ctx, args) => {
    return await insertOperator(
      createContext(ctx, await ensureAdminProject(new DeploymentWriter(ctx.db), Date.now())),
      args,
    );
  },
});

/**
 * Makes a link with which an operator signs in once, within 15 minutes; creates the operator if no
 * operator has the e-mail address. With `projectId`, the operator becomes a member of that project
 * with the role (default `owner`), unless it is one already.
 */
export const createOperatorLink = internalMutation({
  args: {
    email: v.string(),
    projectId: v.optional(v.string()),
    role: v.optional(v.string()),
  },
  handler: async (ctx, { email, projectId, role: named = "owner" }) => {
    const role = operatorRoles.find((each) => each === named);
    if (role === undefined)
      throw invalidField("role", `Expected one of ${operatorRoles.join(", ")}`);
    const deployment = new DeploymentWriter(ctx.db);
    const admin = await ensureAdminProject(new DeploymentWriter(ctx.db), Date.now());
    const context = createContext(ctx, admin);
    const operatorId = await ensureOperator(context, email);
    const project = projectId === undefined ? null : await deployment.project(projectId);
    if (projectId !== undefined && (!project || project.isAdmin)) throw notFound("Project");
    if (project) {
      const db = deployment.writerFor(project);
      const operator = await context.db.get("users", operatorId);
      if (operator && !(await findMember(db, operatorId))) {
        const row = await insertMember(deployment, db, { operatorId, role }, context.now);
        const member = presentMember(row, operator);
        await createContext(ctx, project).record({
          type: "project_member.added",
          targets: [toTarget(member)],
          data: member,
        });
      }
    }
    return await makeLink(context, operatorId);
  },
});

/**
 * Removes the password, passkeys, second factors, linked accounts and sessions of an operator, and
 * makes a link with which the operator signs in once, within 15 minutes, to set up new ones.
 * Memberships stay.
 */
export const resetOperator = internalMutation({
  args: { email: v.string() },
  handler: async (ctx, { email }) => {
    const context = createContext(
      ctx,
      await ensureAdminProject(new DeploymentWriter(ctx.db), Date.now()),
    );
    const operator = await findOperator(context, email);
    if (!operator) throw notFound("Operator");
    await resetCredentials(context, operator);
    await context.audit({ type: "operator.reset", targets: [{ type: "user", id: operator.id }] });
    return await makeLink(context, operator.id);
  },
});

/** Sets the project that serves paths without `/p/<project>`; null for none. */
export const setDefaultProject = internalMutation({
  args: { projectId: v.union(v.string(), v.null()) },
  returns: v.null(),
  handler: async (ctx, { projectId }) => {
    const deployment = new DeploymentWriter(ctx.db);
    if (projectId !== null && !(await deployment.project(projectId))) throw notFound("Project");
    await deployment.setDefaultProject(projectId);
    return null;
  },
});

/**
 * Rotates the signing keys of a project, or of the deployment (null): `projects.rotateSigningKeys`
 * without an API key.
 */
export const rotateSigningKeys = internalMutation({
  args: { projectId: v.union(v.string(), v.null()), now: v.boolean() },
  returns: v.object({ signsFrom: v.number() }),
  handler: async (ctx, { projectId, now: immediately }) => {
    const deployment = new DeploymentWriter(ctx.db);
    const project =
      projectId === null ? await deployment.adminProject() : await deployment.project(projectId);
    if (projectId !== null && !project) throw notFound("Project");
    const signsFrom = await rotateKeys(
      projectId === null
        ? deploymentKeyStore(deployment)
        : projectKeyStore(new TenantWriter(ctx.db, projectId)),
      ctx.scheduler,
      { projectId, immediately },
      Date.now(),
    );
    if (project)
      await createContext(ctx, project).record(rotationRecord(projectId, signsFrom, immediately));
    return { signsFrom };
  },
});

/**
 * Re-seals every stored value under the current BANATA_AUTH_SECRET in the background
 * (docs/rotation.md). Calling it again starts over, which is safe.
 */
export const resealSecrets = internalMutation({
  args: {},
  returns: v.object({ startedAt: v.number() }),
  handler: async (ctx) => {
    await ctx.runMutation(internal.secretRotation.reseal.start, {});
    return { startedAt: Date.now() };
  },
});

type SetupContext = ReturnType<typeof createContext>;

async function insertOperator(context: SetupContext, named: { email: string; name: string }) {
  const { email, name } = parseInput(users.createUser.input, named);
  return await insertOperatorRow(context, { email, name });
}

async function ensureOperator(context: SetupContext, email: string): Promise<string> {
  const found = await findOperator(context, email);
  return (found ?? (await insertOperatorRow(context, { email: parseAddress(email) }))).id;
}

async function findOperator(context: SetupContext, given: string) {
  const email = parseAddress(given);
  return await context.db.range("users", "byEmail", (q) => q.eq("email", email)).unique();
}

const parseAddress = (email: string): string =>
  parseInput(users.createUser.input, { email, name: "Operator" }).email;

async function makeLink({ db, now, audit }: SetupContext, operatorId: string) {
  const { link, expiresAt } = await createLink(db, operatorId, now);
  await audit({ type: "operator.link_created", targets: [{ type: "user", id: operatorId }] });
  return { operatorId, link, expiresAt: new Date(expiresAt).toISOString() };
}

async function makeKey(
  ctx: MutationCtx,
  project: ProjectFields,
  fields: { name: string; permissions?: string[] },
) {
  const input = parseInput(apiKeys.createKey.input, fields);
  const context = createContext(ctx, project);
  const { row, key } = await insertKey(context, {
    prefix: project.keyPrefix,
    name: input.name,
    permissions: input.permissions ?? [],
    fullAccess: input.permissions === undefined,
  });
  await context.record({
    type: "api_key.created",
    targets: [{ type: "api_key", id: row.id, name: row.name }],
    data: presentKey(row),
  });
  return { ...presentKey(row), key };
}

function createContext(ctx: MutationCtx, project: ProjectFields) {
  const now = Date.now();
  const db = new TenantWriter(ctx.db, project.id);
  const recorder = new Recorder({
    db,
    actor: { type: "system", id: "setup", name: "convex run" },
    request: { id: "setup", ip: null, userAgent: null },
    now,
    outbox: new Outbox(db, ctx.scheduler, project.hasWebhooks),
  });
  return {
    db,
    now,
    scheduler: ctx.scheduler,
    record: async (change: Change) => await recorder.record(change),
    audit: async (attempt: Attempt) => await recorder.audit(attempt),
  };
}
