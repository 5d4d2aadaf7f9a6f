import { afterEach, describe, expect, test, vi } from "vitest";
import { ForbiddenError } from "../../src/index";
import { newMember, newOrganization, newRole, newUser } from "../support/organizations";
import { httpRuntime, newProject } from "../support/runtime";
import { define, failureOf, keyWith, scene, transports, wires } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

describe.each(transports)("permission checks %s", (_name, start) => {
  test("the workflow of the documentation", async () => {
    const { client, sdk } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const { userId } = await newMember(client, { id: organizationId });
    const about = { userId, organizationId };

    await client.rbac.createPermission({ name: "Read employees", slug: "employee.read" });
    await client.rbac.createPermission({ name: "Write employees", slug: "employee.write" });
    await client.rbac.createRole({
      name: "Viewer",
      slug: "viewer",
      permissions: ["employee.read"],
    });
    const { role } = await client.rbac.createRole({ name: "HR", slug: "hr" });

    await sdk.rbac.assignRole({ organizationId, memberIdOrUserId: userId, role: "viewer" });
    expect(
      (await client.rbac.checkPermission({ ...about, permission: "employee.read" })).allowed,
    ).toBe(true);
    expect(
      (await client.rbac.checkPermission({ ...about, permission: "employee.write" })).allowed,
    ).toBe(false);

    await sdk.rbac.assignRole({ organizationId, memberIdOrUserId: userId, role: "hr" });
    const both = { ...about, permissions: ["employee.read", "employee.write"] };
    expect((await client.rbac.checkPermissions({ ...both, operator: "any" })).allowed).toBe(false);
    await client.rbac.updateRole({ id: role.id, permissions: ["employee.read"] });
    expect((await client.rbac.checkPermissions({ ...both, operator: "any" })).allowed).toBe(true);
    expect((await client.rbac.checkPermissions(both)).allowed).toBe(false);
    await client.rbac.updateRole({ id: role.id, permissions: ["employee.read", "employee.write"] });
    expect(await client.rbac.checkPermissions({ ...both, operator: "all" })).toEqual({
      allowed: true,
      subject: { type: "user", id: userId },
    });
    expect(
      (
        await client.rbac.checkPermission({
          ...about,
          permission: { resource: "employee", action: "write" },
        })
      ).allowed,
    ).toBe(true);

    await sdk.rbac.revokeRole({ organizationId, userId });
    const member = await client.organizations.getMember({
      organizationId,
      memberIdOrUserId: userId,
    });
    expect(member.role).toBe("member");
    expect((await client.rbac.checkPermissions({ ...both, operator: "any" })).allowed).toBe(false);
  });

  test("the client's hasPermission answers a boolean, and requirePermission throws what is missing", async () => {
    const { client, sdk } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    await newRole(client, "hr", ["employee.read"]);
    const { userId } = await newMember(client, { id: organizationId }, "hr");
    const about = { userId, organizationId };
    expect(await sdk.rbac.hasPermission({ ...about, permission: "employee.read" })).toBe(true);
    expect(
      await sdk.rbac.hasPermission({
        ...about,
        permission: { resource: "employee", action: "write" },
      }),
    ).toBe(false);
    expect(
      await sdk.rbac.hasPermission({
        ...about,
        permissions: ["employee.write", "employee.read"],
        operator: "any",
      }),
    ).toBe(true);
    expect(
      await sdk.rbac.hasPermission({
        ...about,
        permissions: ["employee.write", "employee.read"],
      }),
    ).toBe(false);
    expect(
      await sdk.rbac.requirePermission({ ...about, permission: "employee.read" }),
    ).toBeUndefined();
    const refused = await failureOf(
      sdk.rbac.requirePermission({
        ...about,
        permissions: ["employee.write", { resource: "team", action: "fly" }],
        operator: "any",
      }),
    );
    expect(refused).toBeInstanceOf(ForbiddenError);
    expect(refused).toMatchObject({
      status: 403,
      code: "forbidden",
      message: "Missing permission: employee.write or team.fly",
    });
    expect(
      await failureOf(sdk.rbac.hasPermission({ userId: "usr_none", permission: "employee.read" })),
    ).toMatchObject({ status: 404 });
  });

  test("revokeRole falls back to a role of one's choice, but never to an admin role", async () => {
    const { client, sdk } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    await newRole(client, "guest");
    const { userId: memberIdOrUserId } = await newMember(client, { id: organizationId }, [
      "admin",
      "member",
    ]);
    for (const fallbackRole of ["owner", "admin", "super_admin", "guest,admin"]) {
      expect(
        await failureOf(sdk.rbac.revokeRole({ organizationId, memberIdOrUserId, fallbackRole })),
      ).toMatchObject({ status: 422, errors: [{ field: "fallbackRole" }] });
    }
    expect((await client.organizations.getMember({ organizationId, memberIdOrUserId })).role).toBe(
      "admin,member",
    );
    await sdk.rbac.revokeRole({ organizationId, memberIdOrUserId, fallbackRole: "guest" });
    expect((await client.organizations.getMember({ organizationId, memberIdOrUserId })).role).toBe(
      "guest",
    );
  });

  test("organization roles count in their organization alone, project roles everywhere", async () => {
    const { client } = await scene(start);
    const [one, other] = [await newOrganization(client), await newOrganization(client)];
    await newRole(client, "everything", ["*"]);
    await newRole(client, "support", ["ticket.*"], "project");
    const { userId } = await newMember(client, one, ["everything", "member"]);
    await client.organizations.addMember({ organizationId: other.id, userId, role: "member" });
    await client.users.setRole({ userId, role: ["user", "support"] });
    const allowed = async (permission: string, organizationId?: string) =>
      (await client.rbac.checkPermission({ userId, organizationId, permission })).allowed;
    expect([
      await allowed("vault.read", one.id),
      await allowed("vault.read", other.id),
      await allowed("vault.read"),
    ]).toEqual([true, false, false]);
    expect([
      await allowed("team.read", one.id),
      await allowed("team.read", other.id),
      await allowed("team.read"),
    ]).toEqual([true, true, false]);
    expect([
      await allowed("ticket.close", one.id),
      await allowed("ticket.close", other.id),
      await allowed("ticket.close"),
    ]).toEqual([true, true, true]);
    expect(await allowed("ticket.close", "org_none")).toBe(true);
    expect(await client.users.hasPermission({ userId, permission: "vault.read" })).toEqual({
      success: false,
    });
  });

  test.each([
    [["*"], ["anything.at_all", "*", "employee.*", "api_keys:manage"], []],
    [
      ["employee.*"],
      ["employee.read", "employee.file.read", "employee.*"],
      ["employees.read", "employee:read", "*", "staff.read"],
    ],
    [
      ["sandbox_sessions:*"],
      ["sandbox_sessions:create"],
      ["sandbox_sessions.create", "sandbox:create"],
    ],
    [
      ["api_keys:manage"],
      ["api_keys:manage", "api_key.create", "api_key.*"],
      ["api_keys:read", "api_key:create"],
    ],
    [["api_key.*"], ["api_keys:manage"], ["members:invite"]],
    // Who could grant a documented name holds what it means.
    [["api_keys:*"], ["api_keys:manage", "api_key.create"], ["org:manage"]],
    [["organization.*"], ["organization.read"], ["org:manage"]],
    [[], [], ["user.read", "*", "employee.*"]],
  ])("a role with %j grants %j and not %j", async (permissions, granted, refused) => {
    const { client } = await scene(start);
    await newRole(client, "tested", permissions, "project");
    const { id: userId } = await newUser(client, { role: "tested" });
    for (const permission of granted)
      expect((await client.rbac.checkPermission({ userId, permission })).allowed, permission).toBe(
        true,
      );
    for (const permission of refused)
      expect((await client.rbac.checkPermission({ userId, permission })).allowed, permission).toBe(
        false,
      );
  });

  test("a banned user holds nothing", async () => {
    const { client } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const { userId } = await newMember(client, { id: organizationId }, "admin");
    const allowed = async () =>
      (await client.rbac.checkPermission({ userId, organizationId, permission: "member.read" }))
        .allowed;
    await client.users.banUser({ userId });
    expect(await allowed()).toBe(false);
    await client.users.unbanUser(userId);
    expect(await allowed()).toBe(true);
  });

  test("nobody of a deleted organization, of another project, or removed holds anything", async () => {
    const { client, runtime } = await scene(start);
    const organization = await newOrganization(client);
    const member = await newMember(client, organization, "owner");
    const left = await newMember(client, organization, "admin");
    await client.organizations.removeMember({
      organizationId: organization.id,
      memberIdOrUserId: left.id,
    });
    const allowed = async (userId: string) =>
      (
        await client.rbac.checkPermission({
          userId,
          organizationId: organization.id,
          permission: "member.read",
        })
      ).allowed;
    expect([await allowed(member.userId), await allowed(left.userId)]).toEqual([true, false]);
    await client.organizations.deleteOrganization(organization.id);
    expect(await allowed(member.userId)).toBe(false);
    const foreign = runtime.client(await newProject(runtime));
    const about = { userId: member.userId, permission: "member.read" };
    for (const call of [
      () => foreign.rbac.checkPermission(about),
      () => foreign.users.hasPermission(about),
    ])
      expect(await failureOf(call())).toMatchObject({ status: 404, message: "User not found" });
  });

  test("hasPermission of users asks about project roles, in three forms", async () => {
    const { client } = await scene(start);
    const { id: userId } = await newUser(client, { role: "admin" });
    const holds = async (input: object) => (await client.users.hasPermission(input)).success;
    expect(await holds({ userId, permission: "user.ban" })).toBe(true);
    expect(await holds({ userId, permissions: ["user.ban", "vault.read"] })).toBe(false);
    expect(
      await holds({ role: "admin", permissions: { user: ["read", "ban"], team: ["read"] } }),
    ).toBe(true);
    expect(await holds({ role: "user", permissions: { user: ["read"] } })).toBe(false);
    expect(
      await failureOf(client.users.hasPermission({ role: "owner", permission: "user.read" })),
    ).toMatchObject({ status: 404, message: "Role not found" });
    for (const input of [
      { userId },
      { permission: "user.read" },
      { userId, role: "admin", permission: "user.read" },
      { userId, permission: [] },
    ]) {
      expect(await failureOf(client.users.hasPermission(input))).toMatchObject({ status: 422 });
    }
  });

  test("project roles are set on users, found by them, and gone with them", async () => {
    const { client } = await scene(start);
    const user = await newUser(client);
    expect(
      (await client.users.setRole({ userId: user.id, role: ["admin", "user"] })).user.role,
    ).toBe("admin,user");
    expect((await client.users.listUsers({ role: "admin" })).data.map(({ id }) => id)).toEqual([
      user.id,
    ]);
    expect((await client.users.updateUser({ userId: user.id, role: "user" })).role).toBe("user");
    expect((await client.users.listUsers({ role: "admin" })).data).toEqual([]);
    for (const role of ["owner", "nobody"])
      expect(await failureOf(client.users.setRole({ userId: user.id, role }))).toMatchObject({
        status: 422,
        errors: [{ field: "role", code: "unknown_role" }],
      });
    await client.users.deleteUser(user.id);
    expect((await client.users.listUsers({ role: "user" })).data).toEqual([]);
  });

  test.each([
    [{ permissions: [] }],
    [{ permissions: ["single"] }],
    [{ permissions: ["user.read"], operator: "some" as "any" }],
    [{ permissions: [{ resource: "user", action: "" }] }],
  ])("bad input is refused: %j", async (input) => {
    const { client } = await scene(start);
    expect(await failureOf(client.rbac.checkPermissions(input))).toMatchObject({ status: 422 });
  });
});

describe.each(wires)("permission checks %s", (_name, start) => {
  test("without a user, the key itself is asked about", async () => {
    const stage = await scene(start);
    await define(stage.client, "employee.read");
    const key = await keyWith(stage, ["permission.check", "employee.*"]);
    const subject = { type: "api_key", id: key.id };
    expect(await key.client.rbac.checkPermission({ permission: "employee.read" })).toEqual({
      allowed: true,
      subject,
    });
    expect(
      await key.client.rbac.checkPermissions({ permissions: ["employee.read", "user.read"] }),
    ).toEqual({ allowed: false, subject });
    expect(await key.client.rbac.getMyPermissions()).toEqual({
      permissions: ["permission.check", "employee.*"],
    });
    expect(await stage.client.rbac.getMyPermissions()).toEqual({ permissions: ["*"] });
    expect(await (await keyWith(stage, [])).client.rbac.getMyPermissions()).toEqual({
      permissions: [],
    });
  });

  test("a key of one organization asks about its members, there", async () => {
    const stage = await scene(start);
    const [own, other] = [await newOrganization(stage.client), await newOrganization(stage.client)];
    const [member, stranger] = [
      await newMember(stage.client, own, "admin"),
      await newMember(stage.client, other, "admin"),
    ];
    const { client } = await keyWith(stage, ["permission.check"], { organizationId: own.id });
    const permission = "member.read";
    for (const organizationId of [undefined, own.id])
      expect(
        (await client.rbac.checkPermission({ userId: member.userId, organizationId, permission }))
          .allowed,
      ).toBe(true);
    expect(
      await failureOf(client.rbac.checkPermission({ userId: stranger.userId, permission })),
    ).toMatchObject({ status: 404, message: "User not found" });
    for (const call of [
      () =>
        client.rbac.checkPermission({
          userId: member.userId,
          organizationId: other.id,
          permission,
        }),
      () => client.rbac.getMyPermissions({ organizationId: other.id }),
    ]) {
      expect(await failureOf(call())).toMatchObject({
        status: 404,
        message: "Organization not found",
      });
    }
    expect(
      await failureOf(client.users.hasPermission({ userId: member.userId, permission })),
    ).toMatchObject({ status: 403 });
  });
});

test("a ban that is over takes nothing away", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { client } = await scene(httpRuntime);
  const { id: userId } = await newUser(client, { role: "admin" });
  await client.users.banUser({ userId, banExpires: Date.now() + 60_000 });
  expect((await client.rbac.checkPermission({ userId, permission: "user.read" })).allowed).toBe(
    false,
  );
  vi.setSystemTime(Date.now() + 60_000);
  expect((await client.rbac.checkPermission({ userId, permission: "user.read" })).allowed).toBe(
    true,
  );
});
