/** Copies settings from one project to another, without secrets and addresses. */
import { getRetention, saveRetention } from "../auditLogs/retention";
import {
  getConfig,
  presentAuthConfig,
  saveAuthConfiguration,
  saveConfig,
} from "../configuration/model";
import { loadSettings } from "../configuration/settings";
import { notFound, problem } from "../core/errors";
import { permissionsOfRole } from "../core/operatorRoles";
import type { PermissionSet } from "../core/permissions";
import { findMember } from "../operators/members";
import type { DeploymentWriter } from "../tenancy/deployment";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { OperationInput } from "../wire/operation";
import { copiedParts, type CopiedPart, type projects } from "./contract";
import { findProject } from "./model";

type Writing = WriteContext & { deployment: DeploymentWriter };

interface Part {
  /** What the caller needs in the project that is copied from. */
  readonly permission: string;
  readonly copy: (from: ReadContext, to: WriteContext) => Promise<unknown>;
}

const parts: Readonly<Record<CopiedPart, Part>> = {
  signIn: {
    permission: "config.read",
    copy: async (from, to) => await saveConfig(to, pick("signIn", await getConfig(from))),
  },
  branding: {
    permission: "config.read",
    copy: async (from, to) => await saveConfig(to, pick("branding", await getConfig(from))),
  },
  grants: {
    permission: "config.read",
    copy: async ({ db }, to) =>
      await saveAuthConfiguration(to, presentAuthConfig(await loadSettings(db))),
  },
  retention: {
    permission: "audit.read",
    copy: async (from, to) => await saveRetention(to, await getRetention(from)),
  },
};

type RuntimeAuthConfig = Awaited<ReturnType<typeof getConfig>>;
type SessionField = keyof RuntimeAuthConfig["sessions"];

/** The part that copies a section of the configuration; null for what stays. */
const sections: { readonly [S in keyof RuntimeAuthConfig]: CopiedPart | null } = {
  authMethods: "signIn",
  emailPassword: "signIn",
  features: "signIn",
  sessions: "signIn",
  branding: "branding",
  passkeys: null, // bound to the domain of the project's apps
  socialProviders: null, // they need the client secrets of the project
};
const sessionFields: { readonly [F in SessionField]: boolean } = {
  maxSessionLength: true,
  accessTokenDuration: true,
  inactivityTimeout: true,
  corsOrigins: false, // the apps of the project
};

function pick(part: CopiedPart, { sessions, ...config }: RuntimeAuthConfig) {
  const copied = Object.entries(sessions).filter(([name]) => sessionFields[name as SessionField]); // its own fields
  const all = { ...config, sessions: Object.fromEntries(copied) };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => sections[name as keyof RuntimeAuthConfig] === part), // its own sections
  ) as Partial<RuntimeAuthConfig>;
}

export async function copySettings(
  ctx: Writing,
  {
    id = ctx.caller.project.id,
    fromProjectId,
    parts: named = [...copiedParts],
  }: OperationInput<typeof projects.copySettings>,
): Promise<void> {
  const to = await findProject(ctx, id);
  const from = await findSource(ctx, fromProjectId);
  if (!to || !from) throw notFound("Project");
  const target: WriteContext = {
    ...ctx,
    db: ctx.deployment.writerFor(to),
    caller: { ...ctx.caller, project: to },
  };
  for (const name of new Set(named)) {
    const { permission, copy } = parts[name];
    // A project's own settings are no news to a caller that may save them.
    if (fromProjectId !== id && !from.permissions.allows(permission))
      throw problem("forbidden", `Missing permission: ${permission} in the project fromProjectId`);
    await copy({ ...ctx, db: from.db }, target);
  }
}

/** The other project, with what the caller may do there; null for one that the caller cannot see. */
async function findSource(ctx: Writing, id: string) {
  const { deployment, caller } = ctx;
  const seen = await findProject(ctx, id);
  if (seen) return { db: deployment.readerFor(seen), permissions: caller.permissions };
  const project = caller.operator && (await deployment.project(id));
  if (!caller.operator || !project || project.isAdmin) return null;
  const db = deployment.readerFor(project);
  const member = await findMember(db, caller.operator.userId);
  const permissions: PermissionSet | null = member && permissionsOfRole(member.role);
  return permissions && { db, permissions };
}
