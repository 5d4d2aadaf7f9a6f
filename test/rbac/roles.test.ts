import { describe, expect, test } from "vitest";
import { builtInPermissions, seededRoles } from "../../convex/component/rbac/catalogue";
import { newMember, newOrganization, newRole, newUser } from "../support/organizations";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, scene, transports } from "../support/transports";

describe.each(transports)("roles %s", (_name, start) => {
  test("a project begins with the roles of the catalogue", async () => {
    const { client } = await scene(start);
    const { roles } = await client.rbac.listRoles();
    const bySlug = (a: { scope: string; slug: string }, b: { scope: string; slug: string }) =>
      `${a.scope} ${a.slug}`.localeCompare(`${b.scope} ${b.slug}`);
    const seeded = seededRoles.map(({ isFixed: _isFixed, ...role }) => ({
      ...role,
      id: expect.stringMatching(/^role_/) as string,
      createdAt: expect.any(String) as string,
    }));
    expect([...roles].sort(bySlug)).toEqual([...seeded].sort(bySlug));
  });

  test("a role is created with permissions or empty, changed, and deleted", async () => {
    const { client } = await scene(start);
    await client.rbac.createPermission({ name: "Read", slug: "employee.read" });
    const { role: empty } = await client.rbac.createRole({ name: "HR", slug: "hr" });
    expect(empty).toEqual({
      id: empty.id,
      name: "HR",
      slug: "hr",
      description: null,
      scope: "organization",
      permissions: [],
      isDefault: false,
      createdAt: empty.createdAt,
    });
    const { role: full } = await client.rbac.createRole({
      name: "Lead",
      slug: "lead",
      description: "Leads",
      permissions: ["employee.read", "user.*", "sandbox_sessions:*", "members:invite"],
      scope: "project",
    });
    expect(full).toMatchObject({
      description: "Leads",
      scope: "project",
      permissions: ["employee.read", "user.*", "sandbox_sessions:*", "members:invite"],
    });
    const changed = {
      name: "People",
      slug: "people",
      description: "All of them",
      permissions: ["employee.read"],
    };
    expect((await client.rbac.updateRole({ id: empty.id, ...changed })).role).toEqual({
      ...empty,
      ...changed,
    });
    expect(
      (await client.rbac.updateRole({ id: empty.id, description: null, permissions: [] })).role,
    ).toMatchObject({ description: null, permissions: [] });
    expect(await client.rbac.deleteRole(full.id)).toEqual({ success: true });
    expect((await client.rbac.listRoles()).roles).toHaveLength(seededRoles.length + 1);
    const refused = [
      client.rbac.deleteRole(full.id),
      client.rbac.updateRole({ id: full.id, name: "x" }),
    ];
    for (const error of await Promise.all(refused.map(failureOf)))
      expect(error).toMatchObject({ status: 404, message: "Role not found" });
  });

  test("a slug is unique in its scope", async () => {
    const { client, runtime } = await scene(start);
    const hr = await newRole(client, "hr");
    await newRole(client, "hr", [], "project");
    const lead = await newRole(client, "lead");
    const refused = { status: 409, errors: [{ field: "slug", code: "taken" }] };
    for (const slug of ["hr", "owner"]) {
      expect(await failureOf(client.rbac.createRole({ name: "x", slug }))).toMatchObject(refused);
      expect(await failureOf(client.rbac.updateRole({ id: lead.id, slug }))).toMatchObject(refused);
    }
    expect((await client.rbac.updateRole({ id: hr.id, slug: "hr" })).role.slug).toBe("hr");
    expect((await newRole(runtime.client(await newProject(runtime)), "hr")).slug).toBe("hr");
    expect(
      await failureOf(client.rbac.createRole({ name: "x", slug: "super_admin" })),
    ).toMatchObject({ status: 422, errors: [{ field: "slug", code: "reserved" }] });
    expect(
      await failureOf(client.rbac.updateRole({ id: lead.id, slug: "super_admin" })),
    ).toMatchObject({ status: 422 });
  });

  test.each([
    ["permissions[0]", { permissions: ["employee.unknown"] }],
    ["permissions[1]", { permissions: ["user.read", "user.fly"] }],
    ["permissions[0]", { permissions: ["no slug"] }],
    ["permissions[0]", { permissions: ["a.*.b"] }],
    ["permissions[0]", { permissions: ["single"] }],
    ["slug", { slug: "Not a slug" }],
    ["name", { name: "" }],
  ])("bad input is refused at creation and at update: %s %j", async (field, fields) => {
    const { client } = await scene(start);
    const role = await newRole(client, "hr");
    const refused = { status: 422, errors: [{ field }] };
    expect(
      await failureOf(client.rbac.createRole({ name: "x", slug: "x", ...fields })),
    ).toMatchObject(refused);
    expect(await failureOf(client.rbac.updateRole({ id: role.id, ...fields }))).toMatchObject(
      refused,
    );
    expect((await client.rbac.listRoles()).roles.find(({ id }) => id === role.id)).toEqual(role);
  });

  test("a role that is held is neither deleted nor renamed, and the count is told", async () => {
    const { client } = await scene(start);
    const [role, support] = [
      await newRole(client, "hr"),
      await newRole(client, "support", [], "project"),
    ];
    const organization = await newOrganization(client);
    const members = [
      await newMember(client, organization, "hr"),
      await newMember(client, organization, ["hr", "member"]),
    ];
    const user = await newUser(client, { role: "support" });
    const refusal = async (call: Promise<unknown>) => (await failureOf(call)).message;
    expect(await refusal(client.rbac.deleteRole(role.id))).toBe(
      "The role hr cannot be deleted while it is held by 2 members",
    );
    expect(await refusal(client.rbac.updateRole({ id: role.id, slug: "people" }))).toBe(
      "The role hr cannot be renamed while it is held by 2 members",
    );
    expect(await refusal(client.rbac.deleteRole(support.id))).toBe(
      "The role support cannot be deleted while it is held by 1 user",
    );
    for (const { id } of members)
      await client.organizations.removeMember({
        organizationId: organization.id,
        memberIdOrUserId: id,
      });
    await client.users.setRole({ userId: user.id, role: "user" });
    for (const { id } of [role, support])
      expect(await client.rbac.deleteRole(id)).toEqual({ success: true });
  });

  test("built-in roles stay; those that safety rests on keep their permissions too", async () => {
    const { client } = await scene(start);
    for (const { id, slug } of (await client.rbac.listRoles()).roles) {
      const isFixed = ["owner", "super_admin"].includes(slug);
      expect(await failureOf(client.rbac.deleteRole(id)), slug).toMatchObject({ status: 403 });
      expect(await failureOf(client.rbac.updateRole({ id, slug: "another" })), slug).toMatchObject({
        status: 403,
      });
      const update = client.rbac.updateRole({ id, permissions: ["user.read"] });
      if (isFixed) expect(await failureOf(update), slug).toMatchObject({ status: 403 });
      else expect((await update).role.permissions).toEqual(["user.read"]);
      expect(
        (await client.rbac.updateRole({ id, name: "Renamed", description: "x" })).role,
      ).toMatchObject({ name: "Renamed", slug });
    }
  });
});

describe.each(transports)("permissions %s", (_name, start) => {
  test("the catalogue has the built-in permissions and the project's own", async () => {
    const { client, runtime } = await scene(start);
    const { permission } = await client.rbac.createPermission({
      name: "Make sessions",
      slug: "sandbox_sessions:create",
      description: "In a sandbox",
    });
    expect(permission).toEqual({
      id: permission.id,
      name: "Make sessions",
      slug: "sandbox_sessions:create",
      description: "In a sandbox",
      isBuiltIn: false,
      createdAt: permission.createdAt,
    });
    const { permissions } = await client.rbac.listPermissions();
    expect(permissions.filter(({ isBuiltIn }) => !isBuiltIn)).toEqual([permission]);
    expect(
      permissions.filter(({ isBuiltIn }) => isBuiltIn).map(({ id, slug }) => ({ id, slug })),
    ).toEqual(builtInPermissions().map(({ id, slug }) => ({ id, slug })));
    const other = await runtime.client(await newProject(runtime)).rbac.listPermissions();
    expect(other.permissions).toEqual(permissions.filter(({ isBuiltIn }) => isBuiltIn));
  });

  test.each(["user.read", "members:invite", "employee.read"])(
    "the slug %s is taken, at creation and at update",
    async (slug) => {
      const { client } = await scene(start);
      await client.rbac.createPermission({ name: "Read", slug: "employee.read" });
      const { permission } = await client.rbac.createPermission({
        name: "Other",
        slug: "employee.other",
      });
      const refused = { status: 409, errors: [{ field: "slug", code: "taken" }] };
      expect(await failureOf(client.rbac.createPermission({ name: "x", slug }))).toMatchObject(
        refused,
      );
      expect(
        await failureOf(client.rbac.updatePermission({ id: permission.id, slug })),
      ).toMatchObject(refused);
    },
  );

  test.each([
    "single",
    "a.b.c.d.e",
    "Employee.read",
    "employee.*",
    "*",
    ".read",
    "employee. read",
    `${"x".repeat(99)}.y`,
  ])("%j is no slug of a permission", async (slug) => {
    const { client } = await scene(start);
    expect(await failureOf(client.rbac.createPermission({ name: "x", slug }))).toMatchObject({
      status: 422,
      errors: [{ field: "slug" }],
    });
  });

  test("a changed slug follows into every role", async () => {
    const { client } = await scene(start);
    const roles = [
      await newRole(client, "hr", ["employee.read", "employee.write"]),
      await newRole(client, "lead", ["employee.read", "employee.*"], "project"),
    ];
    const { permission } = await client.rbac.updatePermission({
      id: await idOf(client, "employee.read"),
      slug: "staff.read",
      name: "Read staff",
    });
    expect(permission).toMatchObject({ slug: "staff.read", name: "Read staff" });
    const now = (await client.rbac.listRoles()).roles;
    expect(roles.map(({ id }) => now.find((role) => role.id === id)?.permissions)).toEqual([
      ["staff.read", "employee.write"],
      ["staff.read", "employee.*"],
    ]);
  });

  test("a permission that roles name is not deleted, and the count is told", async () => {
    const { client } = await scene(start);
    const [role] = [
      await newRole(client, "hr", ["employee.read"]),
      await newRole(client, "lead", ["employee.read"]),
    ];
    const id = await idOf(client, "employee.read");
    expect((await failureOf(client.rbac.deletePermission(id))).message).toBe(
      "The permission employee.read cannot be deleted while 2 roles include it",
    );
    await client.rbac.updateRole({ id: role.id, permissions: [] });
    expect((await failureOf(client.rbac.deletePermission(id))).status).toBe(409);
    await client.rbac.deleteRole(
      (await client.rbac.listRoles()).roles.find(({ slug }) => slug === "lead")!.id,
    );
    expect(await client.rbac.deletePermission(id)).toEqual({ success: true });
    const refused = [
      client.rbac.deletePermission(id),
      client.rbac.updatePermission({ id, name: "x" }),
    ];
    for (const error of await Promise.all(refused.map(failureOf)))
      expect(error).toMatchObject({ status: 404, message: "Permission not found" });
  });

  test("built-in permissions stay as they are", async () => {
    const { client } = await scene(start);
    const id = await idOf(client, "user.read");
    const refused = [
      client.rbac.deletePermission(id),
      client.rbac.updatePermission({ id, name: "x" }),
    ];
    for (const error of await Promise.all(refused.map(failureOf)))
      expect(error).toMatchObject({ status: 403 });
  });

  test("every change is announced", async () => {
    const { client } = await scene(start);
    const role = await newRole(client, "hr", ["employee.read"]);
    await client.rbac.updatePermission({
      id: await idOf(client, "employee.read"),
      name: "Read employees",
    });
    await client.rbac.updateRole({ id: role.id, permissions: [] });
    await client.rbac.deletePermission(await idOf(client, "employee.read"));
    await client.rbac.deleteRole(role.id);
    const { data } = await client.events.listEvents({ eventTypes: ["role.*", "permission.*"] });
    expect(data.map(({ type }) => type)).toEqual([
      "permission.created",
      "role.created",
      "permission.updated",
      "role.updated",
      "permission.deleted",
      "role.deleted",
    ]);
  });
});

test("a project has at most 200 roles and 500 permissions of its own", async () => {
  const { client } = await scene(httpRuntime);
  for (let i = seededRoles.length; i < 200; i++)
    await client.rbac.createRole({ name: "Role", slug: `role-${i}` });
  expect(
    await failureOf(client.rbac.createRole({ name: "One more", slug: "one-more" })),
  ).toMatchObject({ status: 409, code: "conflict" });
  expect((await client.rbac.listRoles()).roles).toHaveLength(200);
  for (let i = 0; i < 500; i++)
    await client.rbac.createPermission({ name: "Permission", slug: `made.number_${i}` });
  expect(
    await failureOf(client.rbac.createPermission({ name: "One more", slug: "one.more" })),
  ).toMatchObject({ status: 409, code: "conflict" });
});

test("no two built-in permissions share an id", () => {
  expect(new Set(builtInPermissions().map(({ id }) => id)).size).toBe(builtInPermissions().length);
  for (const { id } of builtInPermissions()) expect(id).toMatch(/^perm_[0-9A-HJKMNP-TV-Z]{26}$/);
});

async function idOf(
  {
    rbac,
  }: { rbac: { listPermissions: () => Promise<{ permissions: { slug: string; id: string }[] }> } },
  slug: string,
): Promise<string> {
  return (await rbac.listPermissions()).permissions.find((permission) => permission.slug === slug)!
    .id; // the test made it
}
