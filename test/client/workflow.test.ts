/** The product documents' own code, as an app would paste it, over every transport. */
import { describe, expect, test } from "vitest";
import { scene, transports } from "../support/transports";

describe.each(transports)("an app written for the published SDK, %s", (_name, start) => {
  test("permissions, roles, an organization's member, and what it may do", async () => {
    const { sdk: banata, project } = await scene(start);

    await banata.rbac.createPermission({ name: "Read employees", slug: "employee.read" });
    const write = await banata.rbac.createPermission({
      name: "Write employees",
      slug: "employee.write",
    });
    expect(write.slug).toBe("employee.write");
    const role = await banata.rbac.createRole({
      name: "HR",
      slug: "hr",
      permissions: ["employee.read"],
    });
    await banata.rbac.updateRole({
      id: role.id,
      permissions: ["employee.read", "employee.write"],
    });
    expect((await banata.rbac.listRoles()).map(({ slug }) => slug)).toContain("hr");

    const user = await banata.userManagement.createUser({
      email: "ada@example.com",
      name: "Ada",
      emailVerified: true,
    });
    const organization = await banata.organizations.createOrganization({ name: "Acme" });
    const organizationId = organization.id;
    await banata.orgs.addMember({ organizationId, userId: user.id, role: "member" });
    await banata.rbac.assignRole({ organizationId, userId: user.id, role: role.slug });

    const one = await banata.rbac.checkPermission({
      projectId: project.id,
      permission: "employee.read",
      userId: user.id,
      organizationId,
    });
    expect(one.allowed).toBe(true);
    const many = await banata.rbac.checkPermissions({
      permissions: ["employee.read", { resource: "employee", action: "fire" }],
      operator: "all",
      userId: user.id,
      organizationId,
    });
    expect(many.allowed).toBe(false);
    expect(await banata.rbac.hasPermission(project.id, "employee.write")).toBe(true); // the caller's
    await banata.rbac.requirePermission(project.id, "employee.write");

    await banata.rbac.revokeRole({ organizationId, userId: user.id });
    const members = await banata.organizations.listMembers({ organizationId });
    expect(members.data.map((member) => member.role)).toEqual(["member"]);
    await banata.rbac.deleteRole(role.id);
    await banata.rbac.deletePermission(write.id);
  });

  test("users from sign-up to deletion", async () => {
    const { sdk: banata } = await scene(start);
    const user = await banata.users.createUser({
      email: "ada@example.com",
      name: "Ada",
      password: "correct horse battery",
    });
    const renamed = await banata.users.updateUser({
      userId: user.id,
      name: "Ada L.",
      data: { username: "ada" },
    });
    expect(renamed).toMatchObject({ name: "Ada L.", username: "ada" });
    expect(await banata.users.setUserPassword(user.id, "another horse battery")).toBe(true);
    const expiresAt = new Date(Date.now() + 60_000);
    const banned = await banata.users.banUser({ userId: user.id, reason: "spam", expiresAt });
    expect(banned).toMatchObject({ banned: true, banReason: "spam", banExpires: expiresAt });
    expect((await banata.users.unbanUser(user.id)).banned).toBe(false);
    expect((await banata.users.listUserSessions(user.id)).data).toEqual([]);
    await banata.users.revokeAllSessions(user.id);
    await banata.users.deleteUser(user.id);
    await expect(banata.users.getUser(user.id)).rejects.toMatchObject({
      name: "NotFoundError",
      status: 404,
    });
  });

  test("an entry of the audit log with plain objects, read and exported", async () => {
    const { sdk: banata } = await scene(start);
    const entry = await banata.auditLogs.createEvent({
      action: "invoice.paid",
      actorType: "user",
      actorId: "usr_1",
      targets: [{ type: "invoice", id: "1" }],
      changes: { before: { paid: false }, after: { paid: true } },
      metadata: { amount: 5 },
      occurredAt: new Date(Date.now() - 1_000),
    });
    expect(entry).toMatchObject({
      targets: [{ type: "invoice", id: "1" }],
      changes: { before: { paid: false }, after: { paid: true } },
      metadata: { amount: 5 },
    });
    expect(entry.occurredAt).toBeInstanceOf(Date);
    const { data } = await banata.auditLogs.listEvents({ action: "invoice.paid" });
    expect(data).toEqual([entry]);
    const { count, content } = await banata.auditLogs.exportEvents({
      format: "csv",
      startDate: new Date(Date.now() - 60_000),
      endDate: new Date().toISOString(),
      action: "invoice.paid",
    });
    expect(count).toBe(1);
    expect(content).toContain("invoice.paid");
  });

  test("e-mail templates and branding", async () => {
    const { sdk: banata } = await scene(start);
    const template = await banata.emails.templates.create({
      name: "Onboarding",
      slug: "onboarding",
      subject: "Hello {{name}}",
      blocksJson: JSON.stringify([{ type: "text", text: "Hello {{name}}" }]),
    });
    expect((await banata.emails.templates.update(template.id, { name: "Day 3" })).name).toBe(
      "Day 3",
    );
    expect((await banata.emails.templates.list("custom")).map(({ slug }) => slug)).toEqual([
      "onboarding",
    ]);
    expect((await banata.emails.templates.list("auth")).map(({ slug }) => slug)).toContain(
      "welcome",
    );
    expect((await banata.emails.preview("onboarding", { name: "Ada" })).subject).toBe("Hello Ada");
    await banata.emails.templates.delete(template.id);
    expect(await banata.emails.templates.get("onboarding")).toBeNull();
    const branding = await banata.configuration.saveBrandingConfig({ primaryColor: "#123456" });
    expect(await banata.configuration.getBrandingConfig()).toEqual(branding);
    const config = await banata.configuration.saveDashboardConfig({
      authMethods: { passkey: true },
    });
    expect(config.authMethods.passkey).toBe(true);
    expect(await banata.configuration.getSocialProviderCredentials()).toEqual({});
  });

  test("keys, webhooks and the project", async () => {
    const { sdk: banata, project } = await scene(start);
    const key = await banata.apiKeys.create({
      name: "ci",
      permissions: ["user.read"],
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    expect(key.key).toMatch(/^sk_test_/);
    expect((await banata.apiKeys.list()).map(({ id }) => id)).toContain(key.id);
    await banata.apiKeys.delete(key.id);
    const endpoint = await banata.webhooks.createEndpoint({
      url: "https://hooks.example.com/in",
      eventTypes: ["user.*"],
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    const paused = await banata.webhooks.updateEndpoint({
      endpointId: endpoint.id,
      enabled: false,
    });
    expect(paused).toMatchObject({ enabled: false, lastDeliveryStatus: null });
    await banata.webhooks.deleteEndpoint(endpoint.id);
    expect((await banata.projects.getProject(project.id))?.id).toBe(project.id);
    const updated = await banata.projects.updateProject(project.id, { name: "Renamed" });
    expect(updated).toMatchObject({ success: true, project: { name: "Renamed" } });
    const { data, hasMore } = await banata.events.listEvents({ rangeStart: 0 });
    expect(data.map(({ type }) => type)).toContain("webhook_endpoint.created");
    expect(hasMore).toBe(false);
  });

  test("an error names the field as the call does", async () => {
    const { sdk: banata } = await scene(start);
    const user = await banata.users.createUser({ email: "ada@example.com", name: "Ada" });
    const past = banata.users.banUser({ userId: user.id, expiresAt: new Date(1) });
    await expect(past).rejects.toMatchObject({
      status: 422,
      errors: [{ field: "expiresAt", code: "in_the_past" }],
    });
  });

  test("a project that is not the credential's is refused", async () => {
    const { sdk: banata } = await scene(start);
    for (const call of [
      () => banata.users.getUser("usr_1", { projectId: "proj_other" }),
      () => banata.users.listUsers({ projectId: "proj_other" }),
      () => banata.users.listUsers({}, { projectId: "proj_other" }),
      () => banata.configuration.getBrandingConfig("proj_other"),
      () => banata.rbac.listRoles({ projectId: "proj_other" }),
      () => banata.rbac.hasPermission("proj_other", "user.read"),
    ])
      await expect(call()).rejects.toMatchObject({ name: "ForbiddenError", status: 403 });
  });
});
