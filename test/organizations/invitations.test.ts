import { afterEach, describe, expect, test, vi } from "vitest";
import {
  eventsOf,
  newMember,
  newOrganization,
  newRole,
  newUser,
  respond,
} from "../support/organizations";
import { finishRunning } from "../support/backgroundWork";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, scene, transports } from "../support/transports";

const MINUTE = 60_000;
const DAY = 86_400_000;
const invited = { email: "ada@example.com", emailVerified: true };

afterEach(() => {
  vi.useRealTimers();
});

describe.each(transports)("invitations %s", (_name, start) => {
  test("an address is invited for 7 days, and found in the list", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: " Ada@Example.COM ",
      role: ["admin", "member"],
    });
    expect(invitation).toEqual({
      ...{
        id: invitation.id,
        organizationId,
        email: "ada@example.com",
        role: "admin,member",
        inviterId: expect.any(String) as string,
        status: "pending",
      },
      ...{
        createdAt: invitation.createdAt,
        expiresAt: new Date(invitation.createdAt.getTime() + 7 * DAY),
      },
    });
    expect(invitation.id).toMatch(/^inv_[0-9A-HJKMNP-TV-Z]{26}$/);
    if (!_name.startsWith("in process"))
      expect(invitation.inviterId).toBe((await client.apiKeys.listKeys())[0]!.id);
    expect((await client.organizations.listInvitations({ organizationId })).data).toEqual([
      invitation,
    ]);
    expect(await eventsOf(client, organization)).toEqual(["invitation.created"]);
  });

  test("the invited user joins with the invitation's roles, once", async () => {
    const { client, runtime, project } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: invited.email,
      role: "admin,member",
    });
    const { id: userId } = await newUser(client, invited);
    expect(await respond(runtime, project, "accept", { userId, invitation })).toBeNull();
    expect(
      await client.organizations.getMember({ organizationId, memberIdOrUserId: userId }),
    ).toMatchObject({ role: "admin,member", source: "invitation" });
    expect((await client.organizations.listInvitations({ organizationId })).data).toEqual([
      { ...invitation, status: "accepted" },
    ]);
    expect(await eventsOf(client, organization)).toEqual([
      "invitation.created",
      "invitation.accepted",
      "member.added",
    ]);
    for (const again of ["accept", "reject"] as const)
      expect(await respond(runtime, project, again, { userId, invitation })).toBe("conflict");
    expect(await failureOf(client.organizations.revokeInvitation(invitation.id))).toMatchObject({
      status: 409,
    });
    expect((await client.organizations.listMembers({ organizationId })).data).toHaveLength(1);
  });

  test("only the invited address, verified, in the same project, can answer", async () => {
    const { client, runtime, project } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: invited.email,
      role: "member",
    });
    const elsewhere = await newProject(runtime);
    const stranger = await newUser(client, { emailVerified: true });
    const namesake = await newUser(runtime.client(elsewhere), invited);
    const unverified = await newUser(client, { email: invited.email });
    for (const what of ["accept", "reject"] as const) {
      expect(await respond(runtime, project, what, { userId: stranger.id, invitation })).toBe(
        "not_found",
      );
      expect(await respond(runtime, project, what, { userId: namesake.id, invitation })).toBe(
        "not_found",
      );
      expect(await respond(runtime, elsewhere, what, { userId: namesake.id, invitation })).toBe(
        "not_found",
      );
      expect(await respond(runtime, project, what, { userId: unverified.id, invitation })).toBe(
        "forbidden",
      );
      expect(
        await respond(runtime, project, what, {
          userId: unverified.id,
          invitation: { token: "guessed" },
        }),
      ).toBe("not_found");
    }
    expect((await client.organizations.listInvitations({ organizationId })).data).toEqual([
      invitation,
    ]);
    await client.users.updateUser({ userId: unverified.id, emailVerified: true });
    expect(
      await respond(runtime, project, "accept", { userId: unverified.id, invitation }),
    ).toBeNull();
  });

  test("a rejected or revoked invitation is over, and the address can be invited again", async () => {
    const { client, runtime, project } = await scene(start);
    const organization = await newOrganization(client);
    const organizationId = organization.id;
    const { id: userId } = await newUser(client, invited);
    const send = async () =>
      await client.organizations.sendInvitation({
        organizationId,
        email: invited.email,
        role: "member",
      });
    const rejected = await send();
    expect(await respond(runtime, project, "reject", { userId, invitation: rejected })).toBeNull();
    const revoked = await send();
    expect(await client.organizations.revokeInvitation(revoked.id)).toEqual({
      ...revoked,
      status: "revoked",
    });
    for (const invitation of [rejected, revoked]) {
      expect(await respond(runtime, project, "accept", { userId, invitation })).toBe("conflict");
      expect(
        await failureOf(client.organizations.revokeInvitation({ invitationId: invitation.id })),
      ).toMatchObject({ status: 409, message: "The invitation is revoked" });
    }
    const pending = await send();
    expect(await respond(runtime, project, "accept", { userId, invitation: pending })).toBeNull();
    const idsOf = async (status: "pending" | "accepted" | "expired" | "revoked") =>
      (await client.organizations.listInvitations({ organizationId, status })).data.map(
        ({ id }) => id,
      );
    expect(await idsOf("accepted")).toEqual([pending.id]);
    expect((await idsOf("revoked")).sort()).toEqual([rejected.id, revoked.id].sort());
    expect([...(await idsOf("pending")), ...(await idsOf("expired"))]).toEqual([]);
    expect(await eventsOf(client, organization)).toEqual([
      "invitation.created",
      "invitation.revoked",
      "invitation.created",
      "invitation.revoked",
      "invitation.created",
      "invitation.accepted",
      "member.added",
    ]);
  });

  test("an address is invited once; with resend the same invitation begins anew, with the new roles", async () => {
    const { client } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const first = await client.organizations.sendInvitation({
      organizationId,
      email: invited.email,
      role: "member",
    });
    const again = { organizationId, email: "ADA@example.com", role: "admin" };
    expect(await failureOf(client.organizations.sendInvitation(again))).toMatchObject({
      status: 409,
      errors: [{ field: "email", code: "taken" }],
    });
    const resent = await client.organizations.sendInvitation({ ...again, resend: true });
    expect(resent).toEqual({ ...first, role: "admin", expiresAt: resent.expiresAt });
    expect(resent.expiresAt.getTime()).toBeGreaterThanOrEqual(first.expiresAt.getTime());
    expect((await client.organizations.listInvitations({ organizationId })).data).toEqual([resent]);
    // Another organization is another matter.
    await client.organizations.sendInvitation({
      ...again,
      organizationId: (await newOrganization(client)).id,
    });
  });

  test("a member's address is not invited, and who became a member meanwhile does not join twice", async () => {
    const { client, runtime, project } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client, invited);
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: invited.email,
      role: "admin",
    });
    await client.organizations.addMember({ organizationId, userId, role: "member" });
    expect(await respond(runtime, project, "accept", { userId, invitation })).toBe("conflict");
    expect(
      await failureOf(
        client.organizations.sendInvitation({
          organizationId,
          email: invited.email,
          role: "admin",
          resend: true,
        }),
      ),
    ).toMatchObject({ status: 409 });
    expect(
      (await client.organizations.getMember({ organizationId, memberIdOrUserId: userId })).role,
    ).toBe("member");
  });

  test("an invitation to a deleted organization, or of another project, is not found", async () => {
    const { client, runtime, project } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client, invited);
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: invited.email,
      role: "admin",
    });
    const other = runtime.client(await newProject(runtime));
    for (const id of [invitation.id, "inv_none"])
      expect(await failureOf(other.organizations.revokeInvitation(id))).toMatchObject({
        status: 404,
        message: "Invitation not found",
      });
    await client.organizations.deleteOrganization(organizationId);
    expect(await respond(runtime, project, "accept", { userId, invitation })).toBe("not_found");
    expect(await failureOf(client.organizations.revokeInvitation(invitation.id))).toMatchObject({
      status: 404,
    });
  });

  test("a role that went since is not given, also when another has its slug now; without any it is the least", async () => {
    const { client, runtime, project } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client, invited);
    const hr = await newRole(client, "hr");
    const invitation = await client.organizations.sendInvitation({
      organizationId,
      email: invited.email,
      role: "hr",
    });
    await client.rbac.deleteRole(hr.id);
    await new Promise((resolve) => setTimeout(resolve, 5)); // the new role is of a later millisecond
    await newRole(client, "hr", ["salary.read"]);
    expect(await respond(runtime, project, "accept", { userId, invitation })).toBeNull();
    expect(
      (await client.organizations.getMember({ organizationId, memberIdOrUserId: userId })).role,
    ).toBe("member");
  });
});

describe("an invitation expires", () => {
  test("after 7 days, which is written down", async () => {
    vi.useFakeTimers();
    const { client, runtime, project } = await scene(httpRuntime);
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client, invited);
    const send = { organizationId, email: invited.email, role: "member" };
    const invitation = await client.organizations.sendInvitation(send);
    vi.setSystemTime(Date.now() + 6 * DAY);
    const { expiresAt } = await client.organizations.sendInvitation({ ...send, resend: true });
    const statusAt = async (time: number) => {
      await vi.advanceTimersByTimeAsync(time - MINUTE - Date.now());
      await runtime.run("expiry/sweep:sweep"); // as crons.ts does every minute
      await vi.advanceTimersByTimeAsync(time - Date.now());
      await finishRunning(runtime.engine);
      return (await client.organizations.listInvitations({ organizationId })).data[0]!.status;
    };
    expect(
      await statusAt(invitation.expiresAt.getTime() + 1),
      "the first time does not count any more",
    ).toBe("pending");
    expect(await statusAt(expiresAt.getTime() + 1)).toBe("expired");
    expect(await respond(runtime, project, "accept", { userId, invitation })).toBe("conflict");
    expect(await failureOf(client.organizations.revokeInvitation(invitation.id))).toMatchObject({
      status: 409,
      message: "The invitation is expired",
    });
    expect((await client.organizations.sendInvitation(send)).id).not.toBe(invitation.id);
  });

  test("on time, also when that is not written down yet", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { client, runtime, project } = await scene(httpRuntime);
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client, invited);
    const send = { organizationId, email: invited.email, role: "member" };
    const invitation = await client.organizations.sendInvitation(send);
    vi.setSystemTime(invitation.expiresAt);
    expect(await respond(runtime, project, "accept", { userId, invitation })).toBe("conflict");
    const next = await client.organizations.sendInvitation(send);
    expect(next.id).not.toBe(invitation.id);
    expect(
      (await client.organizations.listInvitations({ organizationId, status: "expired" })).data.map(
        ({ id }) => id,
      ),
    ).toEqual([invitation.id]);
    expect(await respond(runtime, project, "accept", { userId, invitation: next })).toBeNull();
  });
});

test("an invitation of somebody who is a member elsewhere is nothing special", async () => {
  const { client, runtime, project } = await scene(httpRuntime);
  const [one, other] = [await newOrganization(client), await newOrganization(client)];
  const { userId } = await newMember(client, one, "owner");
  const { email } = await client.users.updateUser({ userId, emailVerified: true });
  const invitation = await client.organizations.sendInvitation({
    organizationId: other.id,
    email,
    role: "member",
  });
  expect(await respond(runtime, project, "accept", { userId, invitation })).toBeNull();
});
