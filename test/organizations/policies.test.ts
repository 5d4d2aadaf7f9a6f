import { describe, expect, test } from "vitest";
import { getAccessRefusal } from "../../convex/component/organizations/policies";
import type { WireClient } from "../support/wireClient";
import { newOrganization, newUser, respond } from "../support/organizations";
import type { Runtime } from "../support/runtime";
import { failureOf, scene, transports, type Scene } from "../support/transports";

type Join = (
  stage: Scene<Runtime>,
  organizationId: string,
  user: { id: string; email: string },
) => Promise<string | null>;

const refusalOf = async (call: Promise<unknown>) =>
  await call.then(
    () => null,
    (error: { code: string }) => error.code,
  );

/** Every way into an organization. Answers null, or the code of the refusal. */
const waysIn: readonly (readonly [name: string, join: Join])[] = [
  [
    "addMember",
    async ({ client }, organizationId, { id: userId }) =>
      await refusalOf(client.organizations.addMember({ organizationId, userId, role: "member" })),
  ],
  [
    "an invitation of before the policy",
    async ({ client, runtime, project }, organizationId, { id: userId, email }) => {
      const { allowedEmailDomains, maxMembers } =
        await client.organizations.getOrganization(organizationId);
      await client.organizations.updateOrganization({
        organizationId,
        allowedEmailDomains: [],
        maxMembers: null,
      });
      const invitation = await client.organizations.sendInvitation({
        organizationId,
        email,
        role: "member",
        resend: true,
      });
      await client.organizations.updateOrganization({
        organizationId,
        allowedEmailDomains,
        maxMembers,
      });
      return await respond(runtime, project, "accept", { userId, invitation });
    },
  ],
];

const userAt = async (client: WireClient, email: string) =>
  await newUser(client, { email, emailVerified: true });

describe.each(transports)("policies of an organization %s", (_name, start) => {
  test.each(waysIn)("allowedEmailDomains binds %s", async (_way, join) => {
    const stage = await scene(start);
    const { id } = await newOrganization(stage.client, {
      allowedEmailDomains: ["Example.com", "example.org"],
    });
    for (const email of ["a@example.com", "b@EXAMPLE.org"])
      expect(await join(stage, id, await userAt(stage.client, email)), email).toBeNull();
    for (const email of [
      "a@example.net",
      "a@sub.example.com",
      "a@notexample.com",
      "example.com@evil.net",
    ]) {
      expect(await join(stage, id, await userAt(stage.client, email)), email).toBe("conflict");
    }
    expect(
      (await stage.client.organizations.listMembers({ organizationId: id })).data,
    ).toHaveLength(2);
  });

  test("allowedEmailDomains binds whom one may invite, and says so", async () => {
    const { client } = await scene(start);
    const { id: organizationId } = await newOrganization(client, {
      allowedEmailDomains: ["example.com"],
    });
    const failure = await failureOf(
      client.organizations.sendInvitation({
        organizationId,
        email: "a@example.net",
        role: "member",
      }),
    );
    expect(failure).toMatchObject({
      status: 409,
      errors: [{ field: "email", code: "email_domain_not_allowed" }],
    });
    expect(
      (
        await client.organizations.sendInvitation({
          organizationId,
          email: "a@example.com",
          role: "member",
        })
      ).status,
    ).toBe("pending");
  });

  test.each(waysIn)("maxMembers binds %s", async (_way, join) => {
    const stage = await scene(start);
    const { client } = stage;
    const { id: organizationId } = await newOrganization(client, { maxMembers: 2 });
    const [first, second, third] = [
      await userAt(client, "1@example.com"),
      await userAt(client, "2@example.com"),
      await userAt(client, "3@example.com"),
    ];
    expect([
      await join(stage, organizationId, first),
      await join(stage, organizationId, second),
      await join(stage, organizationId, third),
    ]).toEqual([null, null, "conflict"]);
    await client.organizations.removeMember({ organizationId, memberIdOrUserId: first.id });
    expect(await join(stage, organizationId, third)).toBeNull();
    // Nobody is removed by a policy; it binds who comes from now on.
    await client.organizations.updateOrganization({
      organizationId,
      maxMembers: 1,
      allowedEmailDomains: ["example.net"],
    });
    expect((await client.organizations.listMembers({ organizationId })).data).toHaveLength(2);
  });
});

describe("access to an organization", () => {
  const id = "org_1";
  const signedIn = {
    plain: { multiFactor: false, ssoMultiFactor: false, ssoOrganizationId: null },
    mfa: { multiFactor: true, ssoMultiFactor: false, ssoOrganizationId: null },
    sso: { multiFactor: false, ssoMultiFactor: false, ssoOrganizationId: id },
  };
  const otherSso = { multiFactor: true, ssoMultiFactor: false, ssoOrganizationId: "org_2" };
  test.each([
    ["no policy, no factor", {}, signedIn.plain, null],
    ["requireMfa without a second factor", { requireMfa: true }, signedIn.plain, "mfa_required"],
    ["requireMfa with a second factor", { requireMfa: true }, signedIn.mfa, null],
    ["ssoEnforced by password", { ssoEnforced: true }, signedIn.mfa, "sso_required"],
    ["ssoEnforced through its connection", { ssoEnforced: true }, signedIn.sso, null],
    ["ssoEnforced through another's connection", { ssoEnforced: true }, otherSso, "sso_required"],
    [
      "both, through its connection without a second factor",
      { ssoEnforced: true, requireMfa: true },
      signedIn.sso,
      "mfa_required",
    ],
    [
      "requireMfa with a factor that its identity provider checked",
      { requireMfa: true },
      { ...signedIn.sso, ssoMultiFactor: true },
      null,
    ],
    [
      "requireMfa with a factor that another's identity provider checked",
      { requireMfa: true },
      { ...otherSso, multiFactor: false, ssoMultiFactor: true },
      "mfa_required",
    ],
    [
      "both, through its connection with a second factor",
      { ssoEnforced: true, requireMfa: true },
      { ...signedIn.sso, multiFactor: true },
      null,
    ],
  ])("%s", (_case, policy, authentication, code) => {
    const refusal = getAccessRefusal(
      { id, requireMfa: false, ssoEnforced: false, ...policy },
      authentication,
    );
    if (code === null) return expect(refusal).toBeNull();
    expect(refusal?.data).toMatchObject({
      code: "forbidden",
      errors: [{ field: "organizationId", code }],
    });
  });
});
