/**
 * Who may act on a user: what ends with the caller signed in as the user takes all that the user
 * holds, in the project and in each organization; what only ends something takes what the user
 * holds in the project.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { newOrganization, newRole, newUser } from "../support/organizations";
import type { HttpRuntime } from "../support/runtime";
import { failureOf, keyWith, scene, wires, type Scene } from "../support/transports";

type Call = (client: WireClient, userId: string) => Promise<unknown>;

const takingOver: Readonly<Record<string, Call>> = {
  "another address": async ({ users }, userId) =>
    await users.updateUser({ userId, email: address(), emailVerified: true }),
  "another address, unverified": async ({ users }, userId) =>
    await users.updateUser({ userId, email: address() }),
  "the verified flag": async ({ users }, userId) =>
    await users.updateUser({ userId, emailVerified: true }),
  "a username": async ({ users }, userId) =>
    await users.updateUser({ userId, username: `u${serial++}` }),
  "a phone number": async ({ users }, userId) =>
    await users.updateUser({ userId, phoneNumber: `+4915112${100_000 + serial++}` }),
  "one such field among others": async ({ users }, userId) =>
    await users.updateUser({ userId, name: "Other", metadata: {}, username: `u${serial++}` }),
  "a password": async ({ users }, userId) =>
    await users.setUserPassword({ userId, newPassword: "correct horse battery" }),
  "an impersonation": async ({ users }, userId) => await users.impersonateUser({ userId }),
};
const ending: Readonly<Record<string, Call>> = {
  "its sessions": async ({ users }, userId) => await users.revokeAllSessions({ userId }),
  "one session": async ({ users }, userId) => {
    const { sessions } = await users.listUserSessions(userId);
    return await users.revokeSession(sessions[0]!.id); // each subject has one
  },
  "its access": async ({ users }, userId) => await users.banUser({ userId, force: true }),
  "its ban": async ({ users }, userId) => await users.unbanUser({ userId }),
  "the user": async ({ users }, userId) => await users.deleteUser({ userId, force: true }),
};
const harmless: Readonly<Record<string, Call>> = {
  "name, image and metadata": async ({ users }, userId) =>
    await users.updateUser({
      userId,
      name: "Ada L.",
      image: "https://example.com/a.png",
      metadata: { a: 1 },
    }),
  "the same values again": async ({ users }, userId) => {
    const { email, emailVerified, username, phoneNumber } = await users.getUser(userId);
    return await users.updateUser({ userId, email, emailVerified, username, phoneNumber });
  },
};

let serial = 0;
const address = () => `takeover-${process.pid}-${Date.now()}-${serial++}@example.com`;

describe.each(wires)("%s", (_name, start) => {
  let stage: Scene<HttpRuntime>;
  let full: WireClient;
  /** Everything about users and sessions, and of roles what the least ones grant. */
  let weak: WireClient;
  /** Besides, what an organization's owner holds. */
  let strong: WireClient;
  beforeAll(async () => {
    stage = await scene(start);
    full = stage.client;
    await newRole(full, "payroll", ["payroll.pay"]);
    await newRole(full, "support", ["tickets.answer"], "project");
    const least = ["user.*", "session.*", "organization.read", "member.read", "team.read"];
    weak = (await keyWith(stage, least)).client;
    const owner = (await full.rbac.listRoles()).roles.find(({ slug }) => slug === "owner")!; // built in
    strong = (await keyWith(stage, [...least, ...owner.permissions])).client;
  }, 30_000);

  /** A user with a session, and roles in as many organizations. */
  async function subject(organizationRoles: string[], role = "user"): Promise<string> {
    const { id: userId } = await newUser(full, { email: address(), role });
    for (const each of organizationRoles) {
      const { id: organizationId } = await newOrganization(full);
      await full.organizations.addMember({ organizationId, userId, role: each });
    }
    await full.users.impersonateUser({ userId });
    return userId;
  }
  const stateOf = async (userId: string) => [
    await full.users.getUser(userId),
    (await full.users.listUserSessions(userId)).data,
  ];
  async function expectRefused(call: Call, userId: string, missing: string) {
    const before = await stateOf(userId);
    expect(await failureOf(call(weak, userId))).toMatchObject({
      status: 403,
      code: "forbidden",
      message: `Missing permission: ${missing} (required because the user holds it)`,
    });
    expect(await stateOf(userId)).toEqual(before);
  }

  test.each(Object.entries(takingOver))("taking over by %s", async (_what, call) => {
    await expectRefused(call, await subject(["member", "payroll", "member"]), "payroll.pay");
    await expectRefused(call, await subject([], "support"), "tickets.answer");
    await expectRefused(call, await subject(["member"], "user,support"), "tickets.answer");
    const owner = await subject(["owner"]);
    expect(await failureOf(call(weak, owner))).toMatchObject({ status: 403 });
    await call(strong, owner);
    await call(weak, await subject(["member"]));
  });

  test.each(Object.entries(ending))("ending %s", async (_what, call) => {
    await expectRefused(call, await subject([], "support"), "tickets.answer");
    await call(weak, await subject(["owner", "payroll"]));
  });

  test.each(Object.entries(harmless))(
    "changing %s takes user.update alone",
    async (_what, call) => {
      await call(weak, await subject(["owner"], "support"));
    },
  );

  test("an address with open invitations is not proven by a caller that holds less than they offer", async () => {
    const [offered, plain, lapsed] = [address(), address(), address()];
    for (const [email, role] of [
      [offered, "payroll"],
      [plain, "member"],
      [lapsed, "payroll"],
    ] as const) {
      for (const each of email === offered ? ["member", role] : [role]) {
        const { id: organizationId } = await newOrganization(full);
        const sent = await full.organizations.sendInvitation({ organizationId, email, role: each });
        if (email === lapsed) await full.organizations.revokeInvitation(sent.id);
      }
    }
    const refused = {
      status: 403,
      message: "Missing permission: payroll.pay (an open invitation to this address grants it)",
    };
    const created = { email: offered, name: "Puppet", emailVerified: true };
    expect(await failureOf(weak.users.createUser(created))).toMatchObject(refused);
    const { user } = await weak.users.createUser({ email: address(), name: "Puppet" });
    const userId = user.id;
    expect(
      await failureOf(weak.users.updateUser({ userId, email: offered, emailVerified: true })),
    ).toMatchObject(refused);
    await weak.users.updateUser({ userId, email: offered }); // unverified, it accepts nothing
    expect(await failureOf(weak.users.updateUser({ userId, emailVerified: true }))).toMatchObject(
      refused,
    );
    await weak.users.updateUser({ userId, email: plain, emailVerified: true });
    await weak.users.createUser({ email: lapsed, name: "Late", emailVerified: true });
  });

  test("a key revokes itself without any permission, and others only if it holds what they grant", async () => {
    const [own, other, stronger] = [
      await keyWith(stage, ["user.read"]),
      await keyWith(stage, []),
      await keyWith(stage, ["payroll.pay"]),
    ];
    const bound = await keyWith(stage, [], { organizationId: (await newOrganization(full)).id });
    const revoker = await keyWith(stage, ["api_key.delete", "user.read"]);
    expect(await failureOf(own.client.apiKeys.deleteKey({ keyId: other.id }))).toMatchObject({
      status: 403,
      message: "Missing permission: api_key.delete",
    });
    expect(await failureOf(revoker.client.apiKeys.deleteKey({ keyId: stronger.id }))).toMatchObject(
      {
        status: 403,
      },
    );
    await revoker.client.apiKeys.deleteKey({ keyId: other.id });
    for (const key of [own, bound, revoker]) {
      expect(await key.client.apiKeys.deleteKey({ keyId: key.id })).toEqual({ success: true });
      expect(await failureOf(key.client.rbac.getMyPermissions())).toMatchObject({ status: 401 });
    }
  });
});
