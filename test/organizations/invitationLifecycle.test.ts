/**
 * How long an invitation is good: every act that ends one, and what accepting it by the token of
 * its mail proves.
 */
import { describe, expect, test } from "vitest";
import type { OrganizationInvitation } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { inboxOf } from "../support/mailbox";
import { newMember, newOrganization, newRole, newUser, respond } from "../support/organizations";
import { beginOwnSession } from "../support/ownSessions";
import { httpRuntime } from "../support/runtime";
import { failureOf, scene } from "../support/transports";

type RespondInput = Parameters<typeof respond>[3];

let serial = 0;
const address = () => `life-${process.pid}-${Date.now()}-${serial++}@example.com`;

/** An organization, its admin with a session, and a user whom the admin has invited. */
async function invited(
  role: string | string[] = "admin",
  fields: { emailVerified?: boolean } = {},
) {
  const { client, runtime, project } = await scene(httpRuntime);
  const inbox = await inboxOf(runtime);
  await newRole(client, "hr", ["employee.read"]);
  const { id: organizationId } = await newOrganization(client);
  await newMember(client, { id: organizationId }, "owner");
  const inviter = await newMember(client, { id: organizationId }, ["admin", "hr"]);
  const { token: bearer } = await beginOwnSession(
    async (work) => await runtime.engine.run(async (ctx) => await work(ctx)),
    client,
    inviter.userId,
  );
  /** As a session of the project. */
  const post = async (token: string, path: string, body: object) => {
    const response = await runtime.fetch(`/p/${project.id}/api/auth/organization/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const user = await newUser(client, { email: address(), emailVerified: true, ...fields });
  const send = async (more = {}) => {
    const answer = await post(bearer, "invite-member", {
      organizationId,
      email: user.email,
      role,
      ...more,
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body as unknown as OrganizationInvitation; // the contract's
  };
  const invitation = await send();
  const tokens = async (count: number) => {
    await inbox.next(user.email, count);
    return (await inbox.messages(user.email)).map(
      ({ text }) => /[?&](?:invitation|token)=([0-9a-f]{64})/.exec(text)![1]!,
    );
  };
  const [token] = (await tokens(1)) as [string];
  const accept = async (named: RespondInput["invitation"], userId = user.id) =>
    await respond(runtime, project, "accept", { userId, invitation: named });
  const sessionOf = async (userId: string) =>
    await beginOwnSession(
      async (work) => await runtime.engine.run(async (ctx) => await work(ctx)),
      client,
      userId,
    );
  const members = async () => (await client.organizations.listMembers({ organizationId })).data;
  return {
    ...{ client, runtime, organizationId, inviter, user, invitation, token, tokens },
    ...{ accept, send, post, sessionOf, members },
  };
}
type World = Awaited<ReturnType<typeof invited>>;

/** What the invited user gets after the act: null when the invitation is still good. */
type Outcome = "conflict" | "not_found" | null;
const acts: readonly (readonly [string, (world: World) => Promise<unknown>, Outcome])[] = [
  ["nothing", async () => undefined, null],
  [
    "its person was added and removed",
    async ({ client: { organizations }, organizationId, user: { id: userId } }) => {
      await organizations.addMember({ organizationId, userId, role: "member" });
      await organizations.removeMember({ organizationId, memberIdOrUserId: userId });
    },
    "conflict",
  ],
  [
    "its person was added and left",
    async ({
      client: { organizations },
      organizationId,
      user: { id: userId },
      post,
      sessionOf,
    }) => {
      await organizations.addMember({ organizationId, userId, role: "member" });
      const { token } = await sessionOf(userId);
      expect((await post(token, "leave", { organizationId })).status).toBe(200);
    },
    "conflict",
  ],
  [
    "its person is a member by another way",
    async ({ client, organizationId, user: { id: userId } }) =>
      await client.organizations.addMember({ organizationId, userId, role: "member" }),
    "conflict",
  ],
  [
    "a member took the invited address",
    async ({ client, organizationId, user }) => {
      const member = await newMember(client, { id: organizationId });
      await client.users.updateUser({ userId: user.id, email: address(), emailVerified: true });
      await client.users.updateUser({
        userId: member.userId,
        email: user.email,
        emailVerified: true,
      });
      await client.organizations.removeMember({
        organizationId,
        memberIdOrUserId: member.userId,
      });
      await client.users.updateUser({ userId: member.userId, email: address() });
      await client.users.updateUser({ userId: user.id, email: user.email, emailVerified: true });
    },
    "conflict",
  ],
  ["it was accepted", async ({ accept, invitation: { id } }) => await accept({ id }), "conflict"],
  [
    "it was withdrawn",
    async ({ client, invitation: { id } }) => await client.organizations.revokeInvitation(id),
    "conflict",
  ],
  [
    "the inviter was removed",
    async ({ client, organizationId, inviter }) =>
      await client.organizations.removeMember({ organizationId, memberIdOrUserId: inviter.id }),
    "conflict",
  ],
  [
    "the inviter was banned",
    async ({ client, inviter }) => await client.users.banUser({ userId: inviter.userId }),
    "conflict",
  ],
  [
    "the inviter was deleted",
    async ({ client, inviter }) => await client.users.deleteUser({ userId: inviter.userId }),
    "conflict",
  ],
  [
    "the inviter may no longer give the role",
    async ({ client, organizationId, inviter }) =>
      await client.organizations.updateMemberRole({
        organizationId,
        memberIdOrUserId: inviter.id,
        role: "admin",
      }),
    "conflict",
  ],
  [
    "the inviter may no longer invite",
    async ({ client, organizationId, inviter }) =>
      await client.organizations.updateMemberRole({
        organizationId,
        memberIdOrUserId: inviter.id,
        role: "hr",
      }),
    "conflict",
  ],
  [
    "it was resent with a role that got more than the inviter holds",
    async ({ client, send }) => {
      const { id } = await newRole(client, "desk", ["employee.read"]);
      await send({ role: "desk", resend: true });
      await client.rbac.updateRole({ id, permissions: ["employee.read", "vault.read"] });
    },
    "conflict",
  ],
  [
    "the inviter was removed, and somebody else resent it",
    async ({ client, organizationId, inviter, user: { email } }) => {
      await client.organizations.removeMember({ organizationId, memberIdOrUserId: inviter.id });
      await client.organizations.sendInvitation({
        organizationId,
        email,
        role: "hr",
        resend: true,
      });
    },
    null,
  ],
  [
    "the domain is not allowed any more",
    async ({ client, organizationId }) =>
      await client.organizations.updateOrganization({
        organizationId,
        allowedEmailDomains: ["other.example"],
      }),
    "conflict",
  ],
  [
    "the organization is full",
    async ({ client, organizationId }) =>
      await client.organizations.updateOrganization({ organizationId, maxMembers: 2 }),
    "conflict",
  ],
  [
    "the organization requires a second factor, which binds access alone",
    async ({ client, organizationId }) =>
      await client.organizations.updateOrganization({ organizationId, requireMfa: true }),
    null,
  ],
  [
    "the organization was deleted",
    async ({ client, organizationId }) =>
      await client.organizations.deleteOrganization({ organizationId }),
    "not_found",
  ],
];

describe("an invitation that a member sent", () => {
  test.each(acts)("after %s", async (what, act, outcome) => {
    const world = await invited("hr");
    await act(world);
    const before = outcome === "not_found" ? [] : await world.members();
    if (!what.includes("resent"))
      expect(await world.accept({ token: world.token }), "by its token").toBe(outcome);
    const again = outcome === null && !what.includes("resent") ? "conflict" : outcome;
    expect(await world.accept({ id: world.invitation.id }), "by its id").toBe(again);
    if (outcome === "conflict") expect(await world.members()).toEqual(before);
  });

  test("leaves none open behind a membership, and the events say so", async () => {
    const { client, organizationId, user } = await invited("hr");
    await client.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    expect(
      (await client.organizations.listInvitations({ organizationId, status: "pending" })).data,
    ).toEqual([]);
    const { data } = await client.events.listEvents({ organizationId, limit: 200 });
    expect(data.map(({ type }) => type).slice(-3)).toEqual([
      "invitation.created",
      "invitation.revoked",
      "member.added",
    ]);
  });

  test("that was sent by a key stays good when the key is revoked", async () => {
    const { client, runtime, project } = await scene(httpRuntime);
    const { id: organizationId } = await newOrganization(client);
    const user = await newUser(client, { email: address(), emailVerified: true });
    const key = await client.apiKeys.createKey({ name: "inviter" });
    const { id } = await runtime
      .client(project, key.key)
      .organizations.sendInvitation({ organizationId, email: user.email, role: "member" });
    await client.apiKeys.deleteKey({ keyId: key.id });
    expect(
      await respond(runtime, project, "accept", { userId: user.id, invitation: { id } }),
    ).toBeNull();
  });

  test("never changes the role of a member", async () => {
    const { client, organizationId } = await invited("hr");
    const { userId } = await newMember(client, { id: organizationId });
    const { email } = await client.users.getUser(userId);
    for (const each of [email, email.toUpperCase(), ` ${email} `])
      expect(
        await failureOf(
          client.organizations.sendInvitation({
            organizationId,
            email: each,
            role: "owner",
            resend: true,
          }),
        ),
      ).toMatchObject({ status: 409 });
  });

  test("a newer mail voids the older one's token", async () => {
    const { token, tokens, send, accept } = await invited("hr");
    await send({ resend: true });
    const [newest] = await tokens(2);
    expect(newest).not.toBe(token);
    expect(await accept({ token })).toBe("not_found");
    expect(await accept({ token: newest! })).toBeNull();
  });

  test("is accepted once, however many accept at the same time", async () => {
    const { accept, invitation, token, members } = await invited("hr");
    const before = (await members()).length;
    const answers = await Promise.all([
      accept({ id: invitation.id }),
      accept({ token }),
      accept({ token }),
      accept({ id: invitation.id }),
    ]);
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(await members()).toHaveLength(before + 1);
  });
});

describe("the token of the mail", () => {
  const verified = async ({ users }: WireClient, userId: string) =>
    (await users.getUser(userId)).emailVerified;

  test("proves the mailbox to the user with that address, by session, and to nobody else", async () => {
    const world = await invited("hr", { emailVerified: false });
    const { client, user, invitation, token, post, sessionOf, organizationId } = world;
    const [stranger, own, elsewhere] = [
      await sessionOf((await newUser(client, { email: address() })).id),
      await sessionOf(user.id),
      await sessionOf(user.id),
    ];
    expect((await post(stranger.token, "accept-invitation", { token })).status).toBe(404);
    const byId = { invitationId: invitation.id };
    expect((await post(own.token, "accept-invitation", byId)).status).toBe(403);
    expect((await post(own.token, "accept-invitation", { token: `${token}0` })).status).toBe(404);
    expect(await verified(client, user.id)).toBe(false);
    expect(await post(own.token, "accept-invitation", { token })).toMatchObject({
      status: 200,
      body: { member: { userId: user.id, role: "hr", organizationId } },
    });
    expect(await verified(client, user.id)).toBe(true);
    const left = (await client.users.listUserSessions(user.id)).data.map(({ id }) => id);
    expect(left, "only the session that proved it goes on").toEqual([own.id]);
    expect(elsewhere.id).not.toBe(own.id);
    const { data } = await client.events.listEvents({ eventTypes: ["email.verified"] });
    expect(data).toHaveLength(1);
  });

  test("proves nothing when the invitation is not good any more, nor when it is turned down", async () => {
    for (const end of ["revoked", "rejected"] as const) {
      const { client, user, invitation, token, post, sessionOf } = await invited("hr", {
        emailVerified: false,
      });
      const { token: own } = await sessionOf(user.id);
      if (end === "revoked") await client.organizations.revokeInvitation(invitation.id);
      else expect((await post(own, "reject-invitation", { token })).status).toBe(200);
      expect((await post(own, "accept-invitation", { token })).status).toBe(409);
      expect(await verified(client, user.id)).toBe(false);
    }
  });
});
