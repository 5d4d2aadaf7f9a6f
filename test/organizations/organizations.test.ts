import { describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { allRows, textOf } from "../support/rows";
import { eventsOf, newMember, newOrganization } from "../support/organizations";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";

const everyField = {
  logo: "https://example.com/acme.png",
  metadata: { plan: "pro", nested: { $key: ["ü", 1, null] } },
  requireMfa: true,
  ssoEnforced: false, // turned on in test/sso/connections.test.ts, which has a connection
  allowedEmailDomains: ["example.com", "example.org"],
  maxMembers: 7,
};

/** Every call that is about one organization, with ids that may be anything. */
const calls: readonly (readonly [
  name: string,
  call: (client: WireClient, organizationId: string) => Promise<unknown>,
])[] = [
  ["getOrganization", async ({ organizations }, id) => await organizations.getOrganization(id)],
  [
    "updateOrganization",
    async ({ organizations }, id) =>
      await organizations.updateOrganization({ organizationId: id, name: "Other" }),
  ],
  [
    "deleteOrganization",
    async ({ organizations }, id) => await organizations.deleteOrganization(id),
  ],
  [
    "listMembers",
    async ({ organizations }, id) => await organizations.listMembers({ organizationId: id }),
  ],
  [
    "getMember",
    async ({ organizations }, id) =>
      await organizations.getMember({ organizationId: id, memberIdOrUserId: "usr_1" }),
  ],
  [
    "addMember",
    async ({ organizations }, id) =>
      await organizations.addMember({ organizationId: id, userId: "usr_1", role: "member" }),
  ],
  [
    "removeMember",
    async ({ organizations }, id) =>
      await organizations.removeMember({ organizationId: id, memberIdOrUserId: "usr_1" }),
  ],
  [
    "updateMemberRole",
    async ({ organizations }, id) =>
      await organizations.updateMemberRole({
        organizationId: id,
        memberIdOrUserId: "usr_1",
        role: "admin",
      }),
  ],
  [
    "sendInvitation",
    async ({ organizations }, id) =>
      await organizations.sendInvitation({
        organizationId: id,
        email: "a@example.com",
        role: "member",
      }),
  ],
  [
    "listInvitations",
    async ({ organizations }, id) => await organizations.listInvitations({ organizationId: id }),
  ],
  [
    "createTeam",
    async ({ organizations }, id) =>
      await organizations.createTeam({ organizationId: id, name: "Team" }),
  ],
  [
    "listTeams",
    async ({ organizations }, id) => await organizations.listTeams({ organizationId: id }),
  ],
  ["listUsers", async ({ users }, id) => await users.listUsers({ organizationId: id })],
  [
    "createKey",
    async ({ apiKeys }, id) => await apiKeys.createKey({ name: "key", organizationId: id }),
  ],
];

describe.each(transports)("organizations %s", (_name, start) => {
  test("an organization made from a name has the defaults, and is what getOrganization answers by id and by slug", async () => {
    const { client } = await scene(start);
    const organization = await client.organizations.createOrganization({ name: "Acme" });
    expect(organization).toEqual({
      ...{
        id: organization.id,
        name: "Acme",
        slug: "acme",
        logo: null,
        metadata: {},
        requireMfa: false,
        ssoEnforced: false,
        allowedEmailDomains: [],
        maxMembers: null,
      },
      ...{ createdAt: organization.createdAt, updatedAt: organization.createdAt },
    });
    expect(organization.id).toMatch(/^org_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(organization.createdAt).toBeInstanceOf(Date);
    const full = { ...organization, members: [], invitations: [] };
    expect(await client.organizations.getOrganization(organization.id)).toEqual(full);
    expect(await client.organizations.getOrganization({ organizationSlug: "acme" })).toEqual(full);
    expect(await client.organizations.getOrganization({ organizationId: organization.id })).toEqual(
      full,
    );
    expect((await failureOf(client.organizations.getOrganization())).errors).toMatchObject([
      { field: "organizationId" },
    ]);
    expect(
      await failureOf(client.organizations.getOrganization({ organizationSlug: "nobody" })),
    ).toMatchObject({ status: 404 });
  });

  test("every field given is stored, and changed by an update, flat or under data", async () => {
    const { client } = await scene(start);
    const organization = await newOrganization(client, { slug: "the-slug", ...everyField });
    expect(organization).toMatchObject({ slug: "the-slug", ...everyField });
    const { id: organizationId } = organization;
    const cleared = {
      logo: null,
      metadata: {},
      requireMfa: false,
      ssoEnforced: false,
      allowedEmailDomains: [],
      maxMembers: null,
    };
    expect(
      await client.organizations.updateOrganization({ organizationId, ...cleared }),
    ).toMatchObject({ ...cleared, slug: "the-slug" });
    const again = await client.organizations.updateOrganization({
      organizationId,
      data: { ...everyField, name: "Under" },
      name: "Flat",
    });
    expect(again).toMatchObject({ ...everyField, name: "Flat" });
    expect(await client.organizations.getOrganization(organizationId)).toMatchObject(again);
    expect(
      await client.organizations.updateOrganization({ organizationId, slug: "the-slug" }),
    ).toEqual({ ...again, updatedAt: expect.any(Date) as Date });
    expect(await eventsOf(client, organization)).toEqual(Array(3).fill("organization.updated"));
  });

  test("a slug is made from the name, and made unique", async () => {
    const { client } = await scene(start);
    const slugOf = async (name: string) =>
      (await client.organizations.createOrganization({ name })).slug;
    expect(await slugOf("  Café Größe & Søn, Inc. ")).toBe("cafe-grosse-s-n-inc");
    expect(await slugOf("x".repeat(100))).toBe("x".repeat(50));
    expect(await slugOf("株式会社")).toMatch(/^[0-9a-z]{8}$/);
    expect(await slugOf("Acme")).toBe("acme");
    expect(await slugOf("ACME!")).toMatch(/^acme-[0-9a-z]{8}$/);
  });

  test("a given slug is unique in its project, and free again once the organization is deleted", async () => {
    const { client, runtime } = await scene(start);
    const [first, second] = [
      await newOrganization(client, { slug: "acme" }),
      await newOrganization(client),
    ];
    const refused = { status: 409, code: "conflict", errors: [{ field: "slug", code: "taken" }] };
    expect(await failureOf(newOrganization(client, { slug: "acme" }))).toMatchObject(refused);
    expect(
      await failureOf(
        client.organizations.updateOrganization({ organizationId: second.id, slug: "acme" }),
      ),
    ).toMatchObject(refused);
    expect(
      (await newOrganization(runtime.client(await newProject(runtime)), { slug: "acme" })).slug,
    ).toBe("acme");
    await client.organizations.deleteOrganization(first.id);
    expect(
      (await client.organizations.updateOrganization({ organizationId: second.id, slug: "acme" }))
        .slug,
    ).toBe("acme");
  });

  test.each([
    ["name", { name: "" }],
    ["name", { name: "x".repeat(101) }],
    ["slug", { slug: "Not a slug" }],
    ["slug", { slug: "-acme" }],
    ["logo", { logo: "javascript:alert(1)" }],
    ["metadata", { metadata: { text: "x".repeat(17_000) } }],
    ["allowedEmailDomains[0]", { allowedEmailDomains: ["no domain"] }],
    ["maxMembers", { maxMembers: 0 }],
    ["maxMembers", { maxMembers: 1.5 }],
    ["owner", { owner: "usr_1" }],
  ])("bad input is refused at creation and at update: %s %j", async (field, fields) => {
    const { client } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    const refused = { status: 422, errors: [{ field }] };
    expect(
      await failureOf(client.organizations.createOrganization({ name: "Acme", ...fields })),
    ).toMatchObject(refused);
    expect(
      await failureOf(client.organizations.updateOrganization({ organizationId, ...fields })),
    ).toMatchObject(refused);
  });

  test("the list is newest first and pages in both directions, without the deleted", async () => {
    const { client } = await scene(start);
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) ids.push((await newOrganization(client)).id);
    ids.sort().reverse(); // those of one millisecond are in no order
    await client.organizations.deleteOrganization(ids.splice(2, 1)[0]!);
    const first = await client.organizations.listOrganizations({ limit: 2 });
    const second = await client.organizations.listOrganizations({
      limit: 2,
      after: first.listMetadata.after!,
    });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids.slice(0, 4));
    expect(
      (
        await client.organizations.listOrganizations({
          limit: 2,
          before: second.listMetadata.before!,
        })
      ).data,
    ).toEqual(first.data);
    const all: string[] = [];
    for await (const { id } of client.organizations.listOrganizations.all({
      order: "asc",
      limit: 2,
    }))
      all.push(id);
    expect(all).toEqual(ids.reverse());
  });

  test("getOrganization shows the newest 20 members and invitations", async () => {
    const { client } = await scene(start);
    const { id: organizationId } = await newOrganization(client);
    for (let i = 0; i < 21; i++) {
      await newMember(client, { id: organizationId });
      await client.organizations.sendInvitation({
        organizationId,
        email: `invited${i}@example.com`,
        role: "member",
      });
    }
    const { members, invitations } = await client.organizations.getOrganization(organizationId);
    expect(members).toEqual((await client.organizations.listMembers({ organizationId })).data);
    expect(invitations).toEqual(
      (await client.organizations.listInvitations({ organizationId })).data,
    );
    expect([members.length, invitations.length]).toEqual([20, 20]);
  });

  test.each(calls)(
    "an organization that is deleted, of another project, or never was, is not found: %s",
    async (_call, call) => {
      const { client, runtime } = await scene(start);
      const [own, deleted] = [await newOrganization(client), await newOrganization(client)];
      const other = await newOrganization(runtime.client(await newProject(runtime)));
      expect(await client.organizations.deleteOrganization(deleted.id)).toEqual(deleted);
      for (const id of [
        deleted.id,
        other.id,
        "org_00000000000000000000000000",
        "nonsense",
        (await newMember(client, own)).id,
      ]) {
        expect(await failureOf(call(client, id)), id).toMatchObject({
          status: 404,
          code: "not_found",
          message: "Organization not found",
        });
      }
    },
  );
});

describe.each(wires)("organizations %s", (_name, start) => {
  test.each(calls)("a key of one organization finds no other: %s", async (_call, call) => {
    const stage = await scene(start);
    const [own, other] = [await newOrganization(stage.client), await newOrganization(stage.client)];
    const bound = await keyWith(stage, ["*"], { organizationId: own.id });
    const failure = await failureOf(call(bound.client, other.id));
    // Users are the project's, so no such key gets at their list.
    expect(failure.status).toBe(_call === "listUsers" ? 403 : 404);
  });

  test("a key of one organization finds that one alone, by its id, its slug and in the list, and nothing inside of another", async () => {
    const stage = await scene(start);
    const [own, other] = [await newOrganization(stage.client), await newOrganization(stage.client)];
    const { client } = await keyWith(stage, ["*"], { organizationId: own.id });
    expect((await client.organizations.listOrganizations()).data).toEqual([own]);
    expect((await client.organizations.getOrganization({ organizationSlug: own.slug })).id).toBe(
      own.id,
    );
    expect(
      await failureOf(client.organizations.getOrganization({ organizationSlug: other.slug })),
    ).toMatchObject({ status: 404 });
    expect(await failureOf(newOrganization(client))).toMatchObject({ status: 403 });
    const team = await stage.client.organizations.createTeam({
      organizationId: other.id,
      name: "Team",
    });
    const invitation = await stage.client.organizations.sendInvitation({
      organizationId: other.id,
      email: "a@example.com",
      role: "member",
    });
    // The same words as for what is not there at all, so that nothing tells which ids exist.
    for (const teamId of [team.id, "team_0"])
      expect(await failureOf(client.organizations.removeTeam(teamId))).toMatchObject({
        status: 404,
        message: "Team not found",
      });
    for (const id of [invitation.id, "inv_0"])
      expect(await failureOf(client.organizations.revokeInvitation(id))).toMatchObject({
        status: 404,
        message: "Invitation not found",
      });
  });

  test("getOrganization shows members and invitations only to a key that may read them", async () => {
    const stage = await scene(start);
    const organization = await newOrganization(stage.client);
    const member = await newMember(stage.client, organization);
    const invitation = await stage.client.organizations.sendInvitation({
      organizationId: organization.id,
      email: "a@example.com",
      role: "member",
    });
    const seenWith = async (...permissions: string[]) => {
      const { members, invitations } = await (
        await keyWith(stage, ["organization.read", ...permissions])
      ).client.organizations.getOrganization(organization.id);
      return { members, invitations };
    };
    expect(await seenWith()).toEqual({ members: [], invitations: [] });
    expect(await seenWith("member.read")).toEqual({ members: [member], invitations: [] });
    expect(await seenWith("invitation.read")).toEqual({ members: [], invitations: [invitation] });
  });
});

test("a deleted organization leaves nothing but events, audit entries, stored answers and the hashes of its keys", async () => {
  const stage = await scene(httpRuntime);
  const { client } = stage;
  const organization = await newOrganization(client);
  const member = await newMember(client, organization, ["owner", "admin"]);
  const team = await client.organizations.createTeam({
    organizationId: organization.id,
    name: "Team",
  });
  await client.organizations.addTeamMember({ teamId: team.id, memberIdOrUserId: member.id });
  await client.organizations.sendInvitation({
    organizationId: organization.id,
    email: "a@example.com",
    role: "member",
  });
  const key = await keyWith(stage, ["*"], { organizationId: organization.id });
  await client.organizations.deleteOrganization(organization.id);
  expect(await failureOf(key.client.organizations.listOrganizations())).toMatchObject({
    status: 401,
  });
  const kept = ["events", "auditEvents", "auditTargets", "idempotencyKeys", "revokedApiKeys"];
  const left = Object.entries(await allRows(stage.runtime.engine)).filter(([table, rows]) => {
    return (
      !kept.includes(table) &&
      [organization.id, member.id, team.id, key.id].some((id) => textOf(rows).includes(id))
    );
  });
  expect(left).toEqual([]);
});
