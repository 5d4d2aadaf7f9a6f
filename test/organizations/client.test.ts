/**
 * The organization plugin of Better Auth's own client, unchanged, against the operations of the
 * contract.
 */
import { describe, expect, test } from "vitest";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { newVisitor } from "../support/visitor";

const password = "correct horse battery";

describe.each([
  ["on the test engine", httpRuntime],
  ["on the local deployment", deployedRuntime],
] as const)("Better Auth's organization client, %s", (_name, start) => {
  async function begin() {
    const runtime = start();
    const project = await newProject(runtime);
    const admin = runtime.client(project);
    const signUp = async (name: string) => {
      const visitor = newVisitor(runtime, project.id);
      const email = `${name.toLowerCase()}@example.com`;
      const { data } = await visitor.client.signUp.email({ email, name, password });
      await admin.users.updateUser({ userId: data!.user.id, emailVerified: true });
      return { ...visitor, id: data!.user.id, email };
    };
    return { runtime, project, admin, signUp, ada: await signUp("Ada") };
  }
  /** What a call answers; fails when it did not succeed. */
  function ok<T>({ data, error }: { data: T; error: unknown }): NonNullable<T> {
    expect(error).toBeNull();
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- T may include null
    return data!;
  }

  test("whoever creates an organization owns it, and is in it", async () => {
    const { ada, admin } = await begin();
    const made = ok(await ada.client.organization.create({ name: "Acme", slug: "acme" }));
    expect(made).toMatchObject({ name: "Acme", slug: "acme" });
    const session = ok(await ada.client.getSession()).session;
    expect(session.activeOrganizationId).toBe(made.id);
    expect(ok(await ada.client.organization.getActiveMember())).toMatchObject({
      userId: ada.id,
      role: "owner",
      user: { email: ada.email },
    });
    const { data: members } = await admin.organizations.listMembers({ organizationId: made.id });
    expect(members).toMatchObject([{ userId: ada.id, role: "owner", source: "manual" }]);
    const { data: events } = await admin.events.listEvents({
      eventTypes: ["organization.created", "member.added"],
    });
    expect(events.map(({ type }) => type)).toEqual(["organization.created", "member.added"]);
    const { data: entries } = await admin.auditLogs.listEvents({ action: "organization.created" });
    expect(entries[0]?.actor).toMatchObject({ type: "user", id: ada.id, name: "Ada" });
  });

  test("the list is an array of one's own organizations, and set-active turns to one of them, to none, and back by slug", async () => {
    const { ada, signUp } = await begin();
    const bob = await signUp("Bob");
    ok(await bob.client.organization.create({ name: "Bob's", slug: "bobs" }));
    const first = ok(await ada.client.organization.create({ name: "First", slug: "first" }));
    const second = ok(await ada.client.organization.create({ name: "Second", slug: "second" }));
    expect(ok(await ada.client.organization.list()).map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
    expect(ok(await ada.client.organization.getFullOrganization())).toMatchObject({
      id: second.id,
      members: [{ userId: ada.id }],
    });
    expect(ok(await ada.client.organization.setActive({ organizationId: first.id })).id).toBe(
      first.id,
    );
    expect(ok(await ada.client.getSession()).session.activeOrganizationId).toBe(first.id);
    expect((await ada.client.organization.setActive({ organizationId: null })).error).toBeNull();
    expect(ok(await ada.client.getSession()).session.activeOrganizationId).toBeNull();
    expect(await ada.client.organization.getFullOrganization()).toMatchObject({
      data: null,
      error: null,
    });
    expect(ok(await ada.client.organization.setActive({ organizationSlug: "second" })).id).toBe(
      second.id,
    );
    expect(
      (await ada.client.organization.setActive({ organizationSlug: "bobs" })).error,
    ).toMatchObject({ status: 404, code: "not_found" });
  });

  test("an invitation is seen, accepted and rejected by whom it is for, and a member leaves", async () => {
    const { ada, signUp } = await begin();
    const [bob, eve] = [await signUp("Bob"), await signUp("Eve")];
    const { id: organizationId } = ok(
      await ada.client.organization.create({ name: "Acme", slug: "acme" }),
    );
    const invited = ok(
      await ada.client.organization.inviteMember({ email: bob.email, role: "member" }),
    );
    expect(invited).toMatchObject({
      organizationId,
      email: bob.email,
      inviterId: ada.id,
      status: "pending",
    });
    expect(ok(await bob.client.organization.listUserInvitations())).toMatchObject([
      { id: invited.id, organizationName: "Acme" },
    ]);
    expect(
      ok(await bob.client.organization.getInvitation({ query: { id: invited.id } })),
    ).toMatchObject({
      organizationName: "Acme",
      organizationSlug: "acme",
      inviterEmail: ada.email,
    });
    for (const call of [
      () => eve.client.organization.getInvitation({ query: { id: invited.id } }),
      () => eve.client.organization.acceptInvitation({ invitationId: invited.id }),
    ]) {
      expect((await call()).error).toMatchObject({ status: 404 });
    }
    const { member } = ok(
      await bob.client.organization.acceptInvitation({ invitationId: invited.id }),
    );
    expect(member).toMatchObject({ organizationId, userId: bob.id, role: "member" });
    expect(ok(await bob.client.getSession()).session.activeOrganizationId).toBe(organizationId);
    expect(ok(await bob.client.organization.list())).toHaveLength(1);
    expect(
      (await bob.client.organization.inviteMember({ email: eve.email, role: "member" })).error,
    ).toMatchObject({ status: 403, message: "Missing permission: invitation.create" });

    const again = ok(
      await ada.client.organization.inviteMember({ email: eve.email, role: "member" }),
    );
    expect(ok(await ada.client.organization.listInvitations())).toMatchObject([
      { id: again.id },
      { id: invited.id },
    ]);
    expect(
      ok(await eve.client.organization.rejectInvitation({ invitationId: again.id })),
    ).toMatchObject({ invitation: { status: "revoked" }, member: null });

    expect(ok(await bob.client.organization.leave({ organizationId })).userId).toBe(bob.id);
    expect(ok(await bob.client.getSession()).session.activeOrganizationId).toBeNull();
    expect(ok(await bob.client.organization.list())).toEqual([]);
    expect((await ada.client.organization.leave({ organizationId })).error).toMatchObject({
      status: 409,
    });
  });

  test("an owner changes roles, removes members by address, checks a slug, and deletes the organization", async () => {
    const { ada, signUp } = await begin();
    const bob = await signUp("Bob");
    const { id: organizationId } = ok(
      await ada.client.organization.create({ name: "Acme", slug: "acme" }),
    );
    const { id: invitationId } = ok(
      await ada.client.organization.inviteMember({ email: bob.email, role: "member" }),
    );
    const { member } = ok(await bob.client.organization.acceptInvitation({ invitationId }));
    expect(
      ok(await ada.client.organization.updateMemberRole({ memberId: member.id, role: "admin" })),
    ).toMatchObject({ role: "admin" });
    expect(ok(await bob.client.organization.update({ data: { name: "Acme Inc." } })).name).toBe(
      "Acme Inc.",
    );
    expect((await bob.client.organization.delete({ organizationId })).error).toMatchObject({
      status: 403,
      message: "Missing permission: organization.delete",
    });
    expect(ok(await ada.client.organization.checkSlug({ slug: "acme" })).status).toBe(false);
    expect(ok(await ada.client.organization.checkSlug({ slug: "another" })).status).toBe(true);
    expect(
      ok(await ada.client.organization.removeMember({ memberIdOrEmail: bob.email })).member.userId,
    ).toBe(bob.id);
    expect(
      (await bob.client.organization.getFullOrganization({ query: { organizationId } })).error,
    ).toMatchObject({ status: 404 });
    expect(ok(await ada.client.organization.delete({ organizationId })).id).toBe(organizationId);
    expect(ok(await ada.client.getSession()).session.activeOrganizationId).toBeNull();
  });
});
