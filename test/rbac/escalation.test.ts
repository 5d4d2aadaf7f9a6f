/**
 * Nobody hands out what they do not hold. Every way in which a weak key could gain a permission, or
 * give one to somebody: each is refused and changes nothing.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { newMember, newOrganization, newRole, newUser } from "../support/organizations";
import type { HttpRuntime } from "../support/runtime";
import { failureOf, keyWith, scene, wires, type Scene } from "../support/transports";

/**
 * May manage everything, but of what the roles of the test grant it holds `employee.read` alone.
 */
const weakPermissions = [
  "role.*",
  "permission.*",
  "user.*",
  "organization.read",
  "member.*",
  "invitation.*",
  "team.read",
  "api_key.*",
  "employee.read",
];

interface World {
  readonly full: WireClient;
  readonly ids: Readonly<
    Record<
      | "organization"
      | "other"
      | "owner"
      | "ownerOfOther"
      | "member"
      | "user"
      | "superAdmin"
      | "hr"
      | "reader"
      | "read"
      | "write"
      | "strongKey"
      | "disabledKey"
      | "boundKey"
      | "weakKey",
      string
    >
  >;
  readonly weak: WireClient;
  /** Bound to `organization`, where it holds everything. */
  readonly bound: WireClient;
  /** Holds what `weak` does, but not `role.assign`. */
  readonly withoutAssign: WireClient;
}
/** All that an escalation could have changed. */
async function everything({ full, ids }: World) {
  const { organizations, rbac, users, apiKeys } = full;
  return {
    roles: await rbac.listRoles(),
    permissions: await rbac.listPermissions(),
    // A cron notes every minute when keys were used.
    keys: (await apiKeys.listKeys()).map(({ lastUsedAt: _at, lastUsedFrom: _from, ...key }) => key),
    users: (await users.listUsers({ limit: 100 })).data,
    inside: await Promise.all(
      [ids.organization, ids.other].map(async (id) => await organizations.getOrganization(id)),
    ),
  };
}

async function newWorld(stage: Scene<HttpRuntime>): Promise<World> {
  const full = stage.client;
  const hr = await newRole(full, "hr", ["employee.read", "employee.write"]);
  const reader = await newRole(full, "reader", ["employee.read"], "project");
  await newRole(full, "org_reader", ["employee.read"]);
  const permissions = (await full.rbac.listPermissions()).permissions;
  const idOf = (slug: string) => permissions.find((permission) => permission.slug === slug)!.id; // made with the role
  const [organization, other] = [await newOrganization(full), await newOrganization(full)];
  const [owner, member] = [
    await newMember(full, organization, "owner"),
    await newMember(full, organization),
  ];
  await newMember(full, organization, "owner");
  const ownerOfOther = await newMember(full, other, "owner");
  await full.organizations.sendInvitation({
    organizationId: organization.id,
    email: "future.owner@example.com",
    role: "owner",
  });
  const strong = await keyWith(stage, ["employee.*"]);
  const disabled = await keyWith(stage, ["vault.read"]);
  await full.apiKeys.updateKey({ keyId: disabled.id, enabled: false });
  const weak = await keyWith(stage, weakPermissions);
  const bound = await keyWith(stage, ["*"], { organizationId: organization.id });
  const withoutAssign = await keyWith(
    stage,
    weakPermissions.map((each) => (each === "role.*" ? "role.read" : each)),
  );
  const ids = {
    ...{
      organization: organization.id,
      other: other.id,
      owner: owner.id,
      ownerOfOther: ownerOfOther.id,
      member: member.id,
      hr: hr.id,
      reader: reader.id,
    },
    ...{
      user: (await newUser(full)).id,
      superAdmin: (await newUser(full, { role: "super_admin" })).id,
      read: idOf("employee.read"),
      write: idOf("employee.write"),
    },
    ...{ strongKey: strong.id, disabledKey: disabled.id, boundKey: bound.id, weakKey: weak.id },
  };
  return { full, ids, weak: weak.client, bound: bound.client, withoutAssign: withoutAssign.client };
}

type Attempt = (world: World) => Promise<unknown>;
const newPerson = { email: "new@example.com", name: "New" };

const attempts: readonly (readonly [status: number, what: string, attempt: Attempt])[] = [
  [
    403,
    "a role with another's permission",
    async ({ weak }) =>
      await weak.rbac.createRole({
        name: "x",
        slug: "x",
        permissions: ["employee.read", "employee.write"],
      }),
  ],
  [
    403,
    "a role with a built-in permission",
    async ({ weak }) =>
      await weak.rbac.createRole({
        name: "x",
        slug: "x",
        permissions: ["vault.read"],
        scope: "project",
      }),
  ],
  [
    403,
    "a role with everything",
    async ({ weak }) => await weak.rbac.createRole({ name: "x", slug: "x", permissions: ["*"] }),
  ],
  [
    403,
    "a role with a pattern over what it holds",
    async ({ weak }) =>
      await weak.rbac.createRole({ name: "x", slug: "x", permissions: ["employee.*"] }),
  ],
  [
    403,
    "a role with a documented name that means more",
    async ({ weak }) =>
      await weak.rbac.createRole({ name: "x", slug: "x", permissions: ["org:manage"] }),
  ],
  [
    403,
    "a role with a pattern over documented names",
    async ({ weak }) =>
      await weak.rbac.createRole({ name: "x", slug: "x", permissions: ["org:*"] }),
  ],
  [
    422,
    "an organization role that is called super_admin",
    async ({ weak }) => await weak.rbac.createRole({ name: "x", slug: "super_admin" }),
  ],
  [
    403,
    "more in a role that is held",
    async ({ weak, ids }) =>
      await weak.rbac.updateRole({
        id: ids.reader,
        permissions: ["employee.read", "employee.write"],
      }),
  ],
  [
    403,
    "more in the default role",
    async ({ weak, full }) =>
      await weak.rbac.updateRole({
        id: await roleId(full, "project", "user"),
        permissions: ["vault.read"],
      }),
  ],
  [
    403,
    "less in a role that grants more",
    async ({ weak, ids }) => await weak.rbac.updateRole({ id: ids.hr, permissions: [] }),
  ],
  [
    403,
    "another slug for a role that grants more",
    async ({ weak, ids }) => await weak.rbac.updateRole({ id: ids.hr, slug: "mine" }),
  ],
  [
    403,
    "other permissions of owner",
    async ({ weak, full }) =>
      await weak.rbac.updateRole({
        id: await roleId(full, "organization", "owner"),
        permissions: ["employee.read"],
      }),
  ],
  [
    403,
    "what roles grant, renamed to what it does not hold",
    async ({ weak, ids }) =>
      await weak.rbac.updatePermission({ id: ids.read, slug: "payroll.pay" }),
  ],
  [
    403,
    "what it does not hold, renamed to what it would",
    async ({ weak, ids }) =>
      await weak.rbac.updatePermission({ id: ids.write, slug: "user.anything" }),
  ],
  [
    403,
    "a user with a strong role",
    async ({ weak }) => await weak.users.createUser({ ...newPerson, role: "super_admin" }),
  ],
  [
    403,
    "a user with a strong role among weak ones",
    async ({ weak }) => await weak.users.createUser({ ...newPerson, role: ["reader", "admin"] }),
  ],
  [
    403,
    "a user with any role, without role.assign",
    async ({ withoutAssign }) =>
      await withoutAssign.users.createUser({ ...newPerson, role: "reader" }),
  ],
  [
    403,
    "a strong role for a user, by setRole",
    async ({ weak, ids }) => await weak.users.setRole({ userId: ids.user, role: "super_admin" }),
  ],
  [
    403,
    "a strong role for a user, by updateUser",
    async ({ weak, ids }) => await weak.users.updateUser({ userId: ids.user, role: "super_admin" }),
  ],
  [
    403,
    "any role for a user, without role.assign",
    async ({ withoutAssign, ids }) =>
      await withoutAssign.users.updateUser({ userId: ids.user, role: "reader" }),
  ],
  [
    403,
    "a weak role for a strong user",
    async ({ weak, ids }) => await weak.users.setRole({ userId: ids.superAdmin, role: "user" }),
  ],
  [
    403,
    "the address of a strong user",
    async ({ weak, ids }) =>
      await weak.users.updateUser({
        userId: ids.superAdmin,
        email: "mine@example.com",
        emailVerified: true,
      }),
  ],
  [
    403,
    "the phone of a strong user",
    async ({ weak, ids }) =>
      await weak.users.updateUser({ userId: ids.superAdmin, phoneNumber: "+4915112345678" }),
  ],
  [
    422,
    "an organization role for a user",
    async ({ weak, ids }) => await weak.users.setRole({ userId: ids.user, role: "owner" }),
  ],
  [
    403,
    "a member with a strong role",
    async ({ weak, ids }) =>
      await weak.organizations.addMember({
        organizationId: ids.organization,
        userId: ids.user,
        role: "owner",
      }),
  ],
  [
    403,
    "a member with a custom role that grants more",
    async ({ weak, ids }) =>
      await weak.organizations.addMember({
        organizationId: ids.organization,
        userId: ids.user,
        role: "member,hr",
      }),
  ],
  [
    403,
    "a strong role for a member",
    async ({ weak, ids }) =>
      await weak.organizations.updateMemberRole({
        organizationId: ids.organization,
        memberIdOrUserId: ids.member,
        role: "hr",
      }),
  ],
  [
    403,
    "a weak role for an owner",
    async ({ weak, ids }) =>
      await weak.organizations.updateMemberRole({
        organizationId: ids.organization,
        memberIdOrUserId: ids.owner,
        role: "member",
        force: true,
      }),
  ],
  [
    403,
    "a strong role, by assignRole",
    async ({ weak, ids }) =>
      await weak.organizations.updateMemberRole({
        organizationId: ids.organization,
        memberIdOrUserId: ids.member,
        role: "owner",
      }),
  ],
  [
    422,
    "a project role for a member",
    async ({ full, ids }) =>
      await full.organizations.updateMemberRole({
        organizationId: ids.organization,
        memberIdOrUserId: ids.member,
        role: "super_admin",
      }),
  ],
  [
    422,
    "a project role in an invitation",
    async ({ full, ids }) =>
      await full.organizations.sendInvitation({
        organizationId: ids.organization,
        email: "new@example.com",
        role: "super_admin",
      }),
  ],
  [
    403,
    "an invitation with a strong role",
    async ({ weak, ids }) =>
      await weak.organizations.sendInvitation({
        organizationId: ids.organization,
        email: "new@example.com",
        role: "owner",
      }),
  ],
  [
    403,
    "a strong invitation, made its own by resending it",
    async ({ weak, ids }) =>
      await weak.organizations.sendInvitation({
        organizationId: ids.organization,
        email: "future.owner@example.com",
        role: "member",
        resend: true,
      }),
  ],
  [403, "a key with full access", async ({ weak }) => await weak.apiKeys.createKey({ name: "x" })],
  [
    403,
    "a key with more",
    async ({ weak }) =>
      await weak.apiKeys.createKey({ name: "x", permissions: ["employee.write"] }),
  ],
  [
    403,
    "a key with a pattern",
    async ({ weak }) => await weak.apiKeys.createKey({ name: "x", permissions: ["employee.*"] }),
  ],
  [
    403,
    "a key of an organization with more",
    async ({ weak, ids }) =>
      await weak.apiKeys.createKey({
        name: "x",
        permissions: ["vault.read"],
        organizationId: ids.other,
      }),
  ],
  [
    403,
    "more for itself",
    async ({ weak, ids }) =>
      await weak.apiKeys.updateKey({
        keyId: ids.weakKey,
        permissions: [...weakPermissions, "vault.read"],
      }),
  ],
  [
    403,
    "less for a stronger key",
    async ({ weak, ids }) =>
      await weak.apiKeys.updateKey({ keyId: ids.strongKey, permissions: [] }),
  ],
  [
    403,
    "a stronger key, enabled again",
    async ({ weak, ids }) =>
      await weak.apiKeys.updateKey({ keyId: ids.disabledKey, enabled: true }),
  ],
  [
    403,
    "the secret of a stronger key's successor",
    async ({ weak, ids }) => await weak.apiKeys.rotateKey(ids.strongKey),
  ],
  [
    403,
    "a bound key's way to roles",
    async ({ bound }) => await bound.rbac.createRole({ name: "x", slug: "x" }),
  ],
  [
    403,
    "a bound key's way to users",
    async ({ bound, ids }) => await bound.users.setRole({ userId: ids.user, role: "user" }),
  ],
  [
    404,
    "a bound key's way to the project's keys",
    async ({ bound, ids }) =>
      await bound.apiKeys.updateKey({ keyId: ids.weakKey, permissions: [] }),
  ],
  [
    404,
    "a bound key's way to the secret of a project's key",
    async ({ bound, ids }) => await bound.apiKeys.rotateKey(ids.strongKey),
  ],
  [
    404,
    "a bound key for another organization",
    async ({ bound, ids }) =>
      await bound.apiKeys.createKey({ name: "x", permissions: [], organizationId: ids.other }),
  ],
  [
    404,
    "a key of no organization there is",
    async ({ full }) => await full.apiKeys.createKey({ name: "x", organizationId: "org_none" }),
  ],
  [
    404,
    "a bound key's member in another organization",
    async ({ bound, ids }) =>
      await bound.organizations.addMember({
        organizationId: ids.other,
        userId: ids.user,
        role: "member",
      }),
  ],
  [
    404,
    "a bound key's role for another organization's member",
    async ({ bound, ids }) =>
      await bound.organizations.updateMemberRole({
        organizationId: ids.organization,
        memberIdOrUserId: ids.ownerOfOther,
        role: "member",
      }),
  ],
  [
    404,
    "a bound key's view of another organization's events",
    async ({ bound, ids }) => await bound.events.listEvents({ organizationId: ids.other }),
  ],
  [
    404,
    "a bound key's view of another organization's audit log",
    async ({ bound, ids }) => await bound.auditLogs.listEvents({ organizationId: ids.other }),
  ],
];

describe.each(wires)("no weak key gets or gives %s", (_name, start) => {
  let world: World;
  beforeAll(async () => {
    world = await newWorld(await scene(start));
  });

  test.each(attempts)("%i: %s", async (status, _what, attempt) => {
    const before = await everything(world);
    const failure = await failureOf(attempt(world));
    expect(failure.status, failure.message).toBe(status);
    expect(await everything(world)).toEqual(before);
  });

  test("but what it holds, it may hand out", async () => {
    const { weak, bound, ids } = world;
    const { role } = await weak.rbac.createRole({
      name: "Mine",
      slug: "mine",
      permissions: ["employee.read", "members:invite", "api_key.read"],
    });
    await weak.rbac.updateRole({ id: role.id, permissions: ["employee.read"] });
    await weak.organizations.addMember({
      organizationId: ids.organization,
      userId: ids.user,
      role: "mine,org_reader",
    });
    await weak.users.setRole({ userId: ids.user, role: "reader" });
    await weak.apiKeys.createKey({
      name: "Mine",
      permissions: ["employee.read", "api_keys:manage"],
    });
    // A key of one organization makes keys of that one, whatever else is said.
    expect((await bound.apiKeys.createKey({ name: "Theirs" })).organizationId).toBe(
      ids.organization,
    );
    expect(
      await failureOf(weak.rbac.createRole({ name: "x", slug: "hr" })),
      "a slug that is taken stays taken",
    ).toMatchObject({ status: 409 });
  });
});

const roleId = async ({ rbac }: WireClient, scope: string, slug: string) =>
  (await rbac.listRoles()).roles.find((role) => role.scope === scope && role.slug === slug)!.id; // built in
