/** The roles of operators in a project, and what each of them may do there. */
import type { BuiltInSlug } from "./builtInPermissions";
import { PermissionSet } from "./permissions";

export const operatorRoles = ["owner", "admin", "developer", "support", "viewer"] as const;
export type OperatorRole = (typeof operatorRoles)[number];

type Holder = Exclude<OperatorRole, "owner">;
const everyone = ["admin", "developer", "support", "viewer"] as const;
const people = ["admin", "support"] as const;
const builders = ["admin", "developer"] as const;
const admins = ["admin"] as const;
const ownersOnly = [] as const;

/**
 * The roles that hold a permission, besides the owner, who holds all. A built-in permission without
 * a row does not compile. Keys, secrets and the audit log's export are not for support, people's
 * accounts not for developers.
 */
const holders: Readonly<Record<BuiltInSlug, readonly Holder[]>> = {
  "organization.create": people,
  "organization.read": everyone,
  "organization.update": people,
  "organization.delete": admins,
  "member.create": people,
  "member.read": everyone,
  "member.update": people,
  "member.delete": people,
  "invitation.create": people,
  "invitation.read": everyone,
  "invitation.delete": people,
  "team.create": people,
  "team.read": everyone,
  "team.update": people,
  "team.delete": people,
  "role.create": builders,
  "role.read": everyone,
  "role.update": builders,
  "role.delete": builders,
  "role.assign": admins,
  "permission.create": builders,
  "permission.read": everyone,
  "permission.update": builders,
  "permission.delete": builders,
  "permission.check": everyone,
  "api_key.create": builders,
  "api_key.read": builders,
  "api_key.update": builders,
  "api_key.delete": builders,
  "api_key.rotate": builders,
  "api_key.verify": builders,
  "webhook.create": builders,
  "webhook.read": builders,
  "webhook.update": builders,
  "webhook.delete": builders,
  "audit.read": everyone,
  "audit.write": admins,
  "audit.export": admins,
  "event.read": everyone,
  "statistics.read": everyone,
  "sso.create": builders,
  "sso.read": everyone,
  "sso.update": builders,
  "sso.delete": builders,
  "sso.sign_in": ownersOnly,
  "directory.create": builders,
  "directory.read": everyone,
  "directory.update": builders,
  "directory.delete": builders,
  "vault.read": builders,
  "vault.decrypt": admins,
  "vault.write": builders,
  "vault.delete": admins,
  "vault.rotate": admins,
  "email.read": everyone,
  "email.update": builders,
  "email.send": builders,
  "domain.create": builders,
  "domain.read": everyone,
  "domain.verify": builders,
  "domain.delete": builders,
  "portal.create": people,
  "user.create": people,
  "user.read": everyone,
  "user.update": people,
  "user.delete": admins,
  "user.ban": people,
  "user.impersonate": people,
  "session.read": everyone,
  "session.delete": people,
  "client.create": builders,
  "client.read": everyone,
  "client.update": builders,
  "client.delete": builders,
  "config.read": everyone,
  "config.update": builders,
  "project.create": ownersOnly,
  "project.read": everyone,
  "project.update": admins,
  "project.delete": ownersOnly,
  "project_member.create": admins,
  "project_member.read": everyone,
  "project_member.update": admins,
  "project_member.delete": admins,
  "signing_key.rotate": admins,
};

/** What the role may do in its project. */
export function permissionsOfRole(role: OperatorRole): PermissionSet {
  if (role === "owner") return PermissionSet.all;
  const held = Object.entries(holders).flatMap(([slug, roles]) =>
    roles.includes(role) ? [slug] : [],
  );
  return new PermissionSet(held);
}
