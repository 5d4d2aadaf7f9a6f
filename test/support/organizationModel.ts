/**
 * The rules of organizations, roles and permissions once more, as plainly as they can be said:
 * without a database, limits, words or ids. People, organizations and so on are called by short
 * names. A method does what the operation does, or throws the status that the operation answers.
 */
import { seededRoles } from "../../convex/component/rbac/catalogue";

export class Refusal extends Error {
  constructor(readonly status: number) {
    super(String(status));
  }
}
const refuse = (status: number): never => {
  throw new Refusal(status);
};

type Scope = "project" | "organization";
interface Role {
  readonly scope: Scope;
  readonly slug: string;
  permissions: readonly string[];
}
interface Person {
  roles: readonly string[];
  banned: boolean;
}
interface Organization {
  maxMembers: number | null;
  readonly members: Map<string, readonly string[]>;
  /** The pending ones; the roles as they were meant. */
  readonly invitations: Map<string, readonly Role[]>;
}

export class OrganizationModel {
  readonly people = new Map<string, Person>();
  readonly organizations = new Map<string, Organization>();
  readonly permissions = new Set<string>();
  readonly roles: Role[] = seededRoles.map(({ scope, slug, permissions }) => ({
    scope,
    slug,
    permissions,
  }));

  createUser(user: string, roles: readonly string[]): void {
    this.known("project", roles);
    if (this.people.has(user)) refuse(409);
    this.people.set(user, { roles, banned: false });
  }

  setRole(user: string, roles: readonly string[]): void {
    const person = this.person(user);
    this.known("project", roles);
    person.roles = roles;
  }

  ban(user: string, force: boolean): void {
    const person = this.person(user);
    if (!force) this.assertNotLastOwnerAnywhere(user);
    person.banned = true;
  }

  unban(user: string): void {
    this.person(user).banned = false;
  }

  deleteUser(user: string, force: boolean): void {
    this.person(user);
    if (!force) this.assertNotLastOwnerAnywhere(user);
    this.people.delete(user);
    for (const { members } of this.organizations.values()) members.delete(user);
  }

  createOrganization(organization: string): void {
    if (this.organizations.has(organization)) refuse(409);
    this.organizations.set(organization, {
      maxMembers: null,
      members: new Map(),
      invitations: new Map(),
    });
  }

  deleteOrganization(organization: string): void {
    this.organization(organization);
    this.organizations.delete(organization);
  }

  setMaxMembers(organization: string, maxMembers: number | null): void {
    this.organization(organization).maxMembers = maxMembers;
  }

  addMember(organization: string, user: string, roles: readonly string[]): void {
    const { members } = this.organization(organization);
    this.person(user);
    this.known("organization", roles);
    if (members.has(user)) refuse(409);
    this.assertRoom(organization);
    members.set(user, roles);
  }

  updateMemberRole(
    organization: string,
    user: string,
    roles: readonly string[],
    force: boolean,
  ): void {
    const { members } = this.organization(organization);
    if (!members.has(user)) refuse(404);
    this.known("organization", roles);
    if (!force && !roles.includes("owner")) this.assertNotLastOwner(organization, user);
    members.set(user, roles);
  }

  removeMember(organization: string, user: string, force: boolean): void {
    const { members } = this.organization(organization);
    if (!members.has(user)) refuse(404);
    if (!force) this.assertNotLastOwner(organization, user);
    members.delete(user);
  }

  invite(organization: string, user: string, roles: readonly string[], resend: boolean): void {
    const { members, invitations } = this.organization(organization);
    const meant = this.known("organization", roles);
    if (members.has(user)) refuse(409);
    if (invitations.has(user) && !resend) refuse(409);
    // Who resends must be able to give what was given before, and what went cannot be given.
    if (invitations.get(user)?.some(({ scope, slug }) => !this.role(scope, slug))) refuse(422);
    invitations.set(user, meant);
  }

  accept(organization: string, user: string): void {
    const { members, invitations } = this.organization(organization);
    this.person(user);
    const meant = invitations.get(user) ?? refuse(409);
    if (members.has(user)) refuse(409);
    this.assertRoom(organization);
    const left = meant.filter((role) => this.roles.includes(role)).map(({ slug }) => slug);
    members.set(user, left.length > 0 ? left : ["member"]);
    invitations.delete(user);
  }

  revokeInvitation(organization: string, user: string): void {
    if (!this.organization(organization).invitations.delete(user)) refuse(409);
  }

  createPermission(slug: string): void {
    if (this.permissions.has(slug)) refuse(409);
    this.permissions.add(slug);
  }

  renamePermission(from: string, to: string): void {
    if (!this.permissions.has(from)) refuse(404);
    if (to === from) return;
    if (this.permissions.has(to)) refuse(409);
    this.permissions.delete(from);
    this.permissions.add(to);
    for (const role of this.roles)
      role.permissions = role.permissions.map((slug) => (slug === from ? to : slug));
  }

  deletePermission(slug: string): void {
    if (!this.permissions.has(slug)) refuse(404);
    if (this.roles.some(({ permissions }) => permissions.includes(slug))) refuse(409);
    this.permissions.delete(slug);
  }

  createRole(scope: Scope, slug: string, permissions: readonly string[]): void {
    if (this.role(scope, slug)) refuse(409);
    this.inCatalogue(permissions);
    this.roles.push({ scope, slug, permissions });
  }

  updateRole(scope: Scope, slug: string, permissions: readonly string[]): void {
    const role = this.role(scope, slug) ?? refuse(404);
    if (slug === "owner" || slug === "super_admin") refuse(403);
    this.inCatalogue(permissions);
    role.permissions = permissions;
  }

  deleteRole(scope: Scope, slug: string): void {
    const role = this.role(scope, slug) ?? refuse(404);
    if (seededRoles.some((seeded) => seeded.scope === scope && seeded.slug === slug)) refuse(403);
    const held =
      scope === "project"
        ? [...this.people.values()].map(({ roles }) => roles)
        : [...this.organizations.values()].flatMap(({ members }) => [...members.values()]);
    if (held.some((roles) => roles.includes(slug))) refuse(409);
    this.roles.splice(this.roles.indexOf(role), 1);
  }

  holds(user: string, organization: string | undefined, permission: string): boolean {
    const { roles, banned } = this.person(user);
    if (banned) return false;
    const within =
      (organization !== undefined && this.organizations.get(organization)?.members.get(user)) || [];
    const held = [
      ...roles.map((slug) => this.role("project", slug)),
      ...within.map((slug) => this.role("organization", slug)),
    ];
    return held
      .flatMap((role) => role?.permissions ?? [])
      .some(
        (pattern) =>
          pattern === "*" ||
          pattern === permission ||
          (pattern.endsWith("*") && permission.startsWith(pattern.slice(0, -1))),
      );
  }

  private role = (scope: Scope, slug: string) =>
    this.roles.find((role) => role.scope === scope && role.slug === slug);
  private person = (user: string) => this.people.get(user) ?? refuse(404);
  private organization = (organization: string) =>
    this.organizations.get(organization) ?? refuse(404);
  private known = (scope: Scope, slugs: readonly string[]) =>
    slugs.map((slug) => this.role(scope, slug) ?? refuse(422));

  private inCatalogue(permissions: readonly string[]): void {
    if (permissions.some((slug) => !slug.endsWith("*") && !this.permissions.has(slug))) refuse(422);
  }

  private assertRoom(organization: string): void {
    const { maxMembers, members } = this.organization(organization);
    if (maxMembers !== null && members.size >= maxMembers) refuse(409);
  }

  private assertNotLastOwner(organization: string, user: string): void {
    const { members } = this.organization(organization);
    if (!members.get(user)?.includes("owner")) return;
    const others = [...members].filter(
      ([other, roles]) => other !== user && roles.includes("owner") && !this.person(other).banned,
    );
    if (others.length === 0) refuse(409);
  }

  private assertNotLastOwnerAnywhere(user: string): void {
    for (const organization of this.organizations.keys())
      this.assertNotLastOwner(organization, user);
  }
}
