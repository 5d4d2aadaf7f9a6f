/** What a member sets up in the admin portal from the page of an organization. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { openPage, submit, visitNext, type Shown } from "../support/hosted";
import { controlsIn, member, type Stage } from "../support/hostedOrganization";
import { neighbour } from "../support/signIn";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted,portal");
  return () => vi.unstubAllEnvs();
});

const intentsIn = ({ text }: Shown): string[] =>
  [...text.matchAll(/name="intent" value="([^"]*)"/g)].map(([, intent]) => intent ?? "");

const press = async (stage: Stage, shown: Shown, intent: string) =>
  await submit(stage, shown, { intent }, { part: "/set-up" });

/** The first page of the portal. */
async function enter(stage: Stage, intent = "domain_verification"): Promise<Shown> {
  const entered = await press(stage, await openPage(stage, stage.at()), intent);
  expect([entered.status, entered.next?.pathname]).toEqual([303, `/p/${stage.project.id}/portal`]);
  return await visitNext(stage, await visitNext(stage, entered));
}

const portalPage = async (stage: Stage) =>
  await openPage(stage, `/p/${stage.project.id}/portal/domains`);

/** A role with these permissions, held by the user besides `member`. */
async function grant({ admin, organizationId, memberId }: Stage, permissions: string[]) {
  const slug = "set-up";
  const { roles } = await admin.rbac.listRoles();
  const known = roles.find((role) => role.slug === slug);
  if (known) await admin.rbac.updateRole({ id: known.id, permissions });
  else await admin.rbac.createRole({ slug, name: "Set-up", permissions });
  await admin.organizations.updateMemberRole({
    ...{ organizationId, memberIdOrUserId: memberId, role: slug },
  });
}

describe("an owner", () => {
  test.each([
    ["domain_verification", "/portal/domains"],
    ["sso", "/portal/sso"],
    ["dsync", "/portal/directories"],
    ["audit_logs", "/portal/audit-logs"],
    ["certificate_renewal", "/portal/certificates"],
  ])("opens %s, which leads back to the page of the organization", async (intent, start) => {
    const stage = await member("owner");
    const entered = await press(stage, await openPage(stage, stage.at()), intent);
    const shown = await visitNext(stage, entered);
    expect(shown.next?.pathname).toBe(`/p/${stage.project.id}${start}`);
    expect((await visitNext(stage, shown)).text).toContain("Acme");
    const { organizationId, admin, project } = stage;
    const { data } = await admin.portal.listSessions({ organizationId });
    const { user } = (await stage.client.getSession()).data!;
    expect(data).toEqual([
      expect.objectContaining({
        ...{ intent, status: "active" },
        createdBy: { type: "user", id: user.id, name: user.name },
        returnUrl: expect.stringMatching(
          new RegExp(`/p/${project.id}/organizations/${organizationId}$`),
        ),
      }),
    ]);
  });

  test("claims a domain there, and the audit log names the session and its maker", async () => {
    const stage = await member("owner");
    const shown = await enter(stage);
    const claimed = await submit(
      stage,
      shown,
      { domain: "acme.example" },
      { part: "/portal/domains/create" },
    );
    expect(claimed.status).toBe(303);
    const { user } = (await stage.client.getSession()).data!;
    const { data } = await stage.admin.auditLogs.listEvents({ action: "domain.created" });
    expect(data).toEqual([
      expect.objectContaining({
        context: expect.objectContaining({ organizationId: stage.organizationId }),
        actor: expect.objectContaining({
          type: "portal",
          name: expect.stringContaining(user.id),
        }),
      }),
    ]);
  });
});

describe("the page offers", () => {
  test("what the user's permissions are enough for", async () => {
    const stage = await member("member");
    const domain = ["domain.create", "domain.delete", "domain.read", "domain.verify"];
    const offered = async (permissions: string[]) => {
      await grant(stage, ["organization.read", ...permissions]);
      return intentsIn(await openPage(stage, stage.at()));
    };
    expect(await offered(domain)).toEqual([]);
    expect(await offered(["portal.create", ...domain])).toEqual(["domain_verification"]);
    expect(await offered(["portal.create", ...domain.slice(1)])).toEqual([]);
    expect(await offered(["portal.create", "audit.read"])).toEqual(["audit_logs"]);
    expect(await offered(["portal.create", "sso.read", "sso.update"])).toEqual([
      "certificate_renewal",
    ]);
    expect(await offered(["portal.create", "directory.*"])).toEqual(["dsync"]);
  });

  test("nothing to an administrator, or where the portal is off", async () => {
    const stage = await member("admin");
    expect(controlsIn(await openPage(stage, stage.at()))).not.toContain("set-up");
    vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
    const owner = await member("owner");
    expect(controlsIn(await openPage(owner, owner.at()))).not.toContain("set-up");
  });
});

describe("a form", () => {
  test("for what the user may not do any more is refused, and makes nothing", async () => {
    const stage = await member("owner");
    const { admin, organizationId } = stage;
    const shown = await openPage(stage, stage.at());
    await grant(stage, ["organization.read", "portal.create"]);
    for (const intent of ["sso", "dsync", "domain_verification", "audit_logs", "users"])
      expect((await press(stage, shown, intent)).status, intent).toBe(403);
    for (const intent of ["", "owner", "__proto__", "sso\0"])
      expect((await press(stage, shown, intent)).status, intent).toBe(422);
    expect((await press(stage, shown, "log_streams")).status).toBe(409);
    expect((await admin.portal.listSessions({ organizationId })).data).toEqual([]);
  });

  test("cannot open the portal of another organization or project", async () => {
    const stage = await member("owner");
    const shown = await openPage(stage, stage.at());
    const other = await stage.admin.organizations.createOrganization({ name: "Other" });
    const foreign = await neighbour(stage);
    const away = await foreign.admin.organizations.createOrganization({ name: "Away" });
    for (const { id } of [other, away]) {
      const action = `/p/${stage.project.id}/organizations/${id}/set-up`;
      const refused = await submit(stage, shown, { intent: "sso" }, { part: "/set-up", action });
      expect(refused.status).toBe(403); // the form is bound to its page
    }
    expect((await stage.admin.portal.listSessions({})).data).toEqual([]);
    expect((await foreign.admin.portal.listSessions({})).data).toEqual([]);
  });
});

test("the API takes the page of the organization itself as an address to return to, and no other page", async () => {
  const { admin, organizationId, runtime, at } = await member("owner");
  const other = await admin.organizations.createOrganization({ name: "Other" });
  const link = async (returnUrl: string) =>
    await admin.portal.generateLink({ organizationId, intent: "audit_logs", returnUrl });
  const own = `${runtime.origin}${at()}`;
  expect((await link(own)).link).toContain("/portal/open#");
  for (const wrong of [
    own.replace(organizationId, other.id),
    `${own}/leave`,
    `${own}?x`,
    `${own}#x`,
  ])
    await expect(link(wrong), wrong).rejects.toMatchObject({ status: 422 });
});

describe("the portal that a user opened ends with", () => {
  const endings: readonly (readonly [string, (stage: Stage) => Promise<unknown>])[] = [
    ["the user's session", async ({ client }) => await client.signOut()],
    [
      "the user's sessions, revoked by an administrator",
      async ({ admin, userId }) => await admin.users.revokeAllSessions({ userId }),
    ],
    [
      "the time of the user's session",
      async ({ engine }) =>
        await engine.run(async ({ db }) => {
          for (const { _id } of await db.query("sessions").collect())
            await db.patch(_id, { expiresAt: Date.now() - 1 });
        }),
    ],
    ["a ban", async ({ admin, userId }) => await admin.users.banUser({ userId })],
    ["the user", async ({ admin, userId }) => await admin.users.deleteUser({ userId })],
    [
      "a policy that the session does not meet",
      async ({ admin, organizationId }) =>
        await admin.organizations.updateOrganization({ organizationId, requireMfa: true }),
    ],
    [
      "a second factor that the project requires",
      async ({ admin }) =>
        await admin.configuration.saveDashboardConfig({
          ...{ authMethods: { twoFactor: true }, features: { mfa: true } },
        }),
    ],
    [
      "the organization",
      async ({ admin, organizationId }) =>
        await admin.organizations.deleteOrganization({ organizationId }),
    ],
  ];
  test.each(endings)("%s", async (_, end) => {
    const stage = await member("owner");
    await enter(stage);
    expect((await portalPage(stage)).text).toContain("Claim a domain");
    await end(stage);
    expect((await portalPage(stage)).text).toContain("has ended");
  });

  test("the membership: it may do nothing more", async () => {
    const stage = await member("owner");
    const shown = await enter(stage);
    const { organizationId, memberId: memberIdOrUserId } = stage;
    await stage.admin.organizations.removeMember({ organizationId, memberIdOrUserId });
    const refused = await submit(
      stage,
      shown,
      { domain: "acme.example" },
      { part: "/portal/domains/create" },
    );
    expect(refused.status).toBe(403);
    expect((await stage.admin.domains.list({ organizationId })).data).toEqual([]);
  });

  test("a permission: it may no longer do what needs it", async () => {
    const stage = await member("owner");
    const shown = await enter(stage);
    await grant(stage, ["portal.create", "domain.read"]);
    const refused = await submit(
      stage,
      shown,
      { domain: "acme.example" },
      { part: "/portal/domains/create" },
    );
    expect(refused.status).toBe(403);
    expect((await portalPage(stage)).status).toBe(200);
  });
});
