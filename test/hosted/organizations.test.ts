/** The organization pages, without scripts: as the permissions and policies of the API decide. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { openPage, submit, visitNext } from "../support/hosted";
import { controlsIn as controls, member } from "../support/hostedOrganization";
import { eventsOf, linkIn, neighbour } from "../support/signIn";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

describe("a member", () => {
  test("sees the organization without controls for what the role does not allow", async () => {
    const stage = await member("member");
    const shown = await openPage(stage, stage.at());
    expect(shown.status).toBe(200);
    expect(controls(shown)).toEqual(["switch", "leave"]);
  });

  test("is refused by the API whatever form is sent, and the refusal is recorded", async () => {
    const stage = await member("admin");
    const shown = await openPage(stage, stage.at());
    await stage.admin.organizations.updateMemberRole({
      ...{ organizationId: stage.organizationId, memberIdOrUserId: stage.memberId, role: "member" },
    });
    const { memberId } = stage.bob;
    const attempts: [string, Record<string, string>][] = [
      ["/role", { member: memberId, role: "admin" }],
      ["/remove", { member: memberId }],
      ["/invite", { email: "x@example.com", role: "member" }],
    ];
    for (const [part, fields] of attempts) {
      const refused = await submit(stage, shown, fields, { part });
      expect([refused.status, refused.text.includes("You may not do this")], part).toEqual([
        403,
        true,
      ]);
    }
    expect(await stage.roleOf(memberId)).toBe("member");
    const { data } = await stage.admin.auditLogs.listEvents({ limit: 100 });
    expect(data.filter(({ action }) => action.includes("denied")).length).toBeGreaterThan(0);
  });

  test("leaves, and the page is not found any more", async () => {
    const stage = await member("member");
    const left = await submit(stage, await openPage(stage, stage.at()), {}, { part: "/leave" });
    expect((await visitNext(stage, left)).text).toContain("not a member of any organization");
    expect((await openPage(stage, stage.at())).status).toBe(404);
  });

  test("makes it the active organization of later sign-ins", async () => {
    const stage = await member("member");
    const shown = await openPage(stage, stage.at());
    const done = await submit(stage, shown, {}, { part: "/switch" });
    expect((await visitNext(stage, done)).text).toContain("Apps that you open from now on");
    const { data } = await stage.client.getSession();
    expect(data!.session).toMatchObject({ activeOrganizationId: stage.organizationId });
  });
});

describe("an administrator", () => {
  test("changes a role, and removes a member", async () => {
    const stage = await member("admin");
    const { memberId } = stage.bob;
    const shown = await openPage(stage, stage.at());
    expect(shown.text).toContain("Bob &lt;b&gt;");
    const changed = await submit(
      stage,
      shown,
      { member: memberId, role: "admin" },
      { part: "/role" },
    );
    expect([changed.status, await stage.roleOf(memberId)]).toEqual([303, "admin"]);
    const removed = await submit(stage, shown, { member: memberId }, { part: "/remove" });
    expect((await visitNext(stage, removed)).text).not.toContain(stage.bob.email);
    const again = await submit(stage, shown, { member: memberId }, { part: "/remove" });
    expect(again.status).toBe(404);
  });

  test("gives no role above the own", async () => {
    const stage = await member("admin");
    const shown = await openPage(stage, stage.at());
    const [, offered = ""] = shown.text.split(`id="role-${stage.bob.memberId}"`);
    expect(offered.split("</select>")[0]).toContain('value="admin"');
    expect(offered.split("</select>")[0]).not.toContain('value="owner"');
    const { memberId } = stage.bob;
    const refused = await submit(
      stage,
      shown,
      { member: memberId, role: "owner" },
      { part: "/role" },
    );
    expect([refused.status, await stage.roleOf(memberId)]).toEqual([403, "member"]);
  });

  test("invites, is told of a second invitation, and revokes the first", async () => {
    const stage = await member("admin");
    const email = `new.${stage.ada.email}`;
    const shown = await openPage(stage, stage.at());
    const send = async (fields: Record<string, string>) =>
      await submit(stage, shown, fields, { part: "/invite" });
    expect((await send({ email: "x", role: "member" })).status).toBe(422);
    expect((await send({ email, role: "none" })).status).toBe(422);
    const sent = await send({ email, role: "member" });
    expect(linkIn(await stage.inbox.next(email))).toContain("/invitation?token=");
    expect((await send({ email, role: "member" })).text).toContain("open invitation already");
    const listed = await visitNext(stage, sent);
    const [, invitation = ""] = /name="invitation" value="([^"]*)"/.exec(listed.text)!;
    const revoked = await submit(stage, listed, { invitation }, { part: "/revoke" });
    expect((await visitNext(stage, revoked)).text).not.toContain(email);
  });

  test("revokes no invitation of another organization or project from this page", async () => {
    const stage = await member("admin");
    const { admin } = stage;
    await admin.organizations.sendInvitation({
      ...{ organizationId: stage.organizationId, email: "a@example.com", role: "member" },
    });
    const shown = await openPage(stage, stage.at());
    const other = await admin.organizations.createOrganization({ name: "Other" });
    const { data } = await admin.users.listUsers({ limit: 1 });
    await admin.organizations.addMember({
      ...{ organizationId: other.id, userId: data[0]!.id, role: "admin" },
    });
    const foreign = await neighbour(stage);
    const away = await foreign.admin.organizations.createOrganization({ name: "Away" });
    const invitations = [
      await admin.organizations.sendInvitation({
        ...{ organizationId: other.id, email: "b@example.com", role: "member" },
      }),
      await foreign.admin.organizations.sendInvitation({
        ...{ organizationId: away.id, email: "c@example.com", role: "member" },
      }),
    ];
    for (const { id } of invitations) {
      const refused = await submit(stage, shown, { invitation: id }, { part: "/revoke" });
      expect(refused.status).toBe(404);
    }
    expect(await eventsOf(stage, "invitation.revoked")).toEqual([]);
  });
});

describe("an owner", () => {
  test("cannot leave or step down as the last one", async () => {
    const stage = await member("owner");
    const { organizationId, admin } = stage;
    const { data } = await admin.organizations.listMembers({ organizationId, role: "owner" });
    const other = data.find(({ id }) => id !== stage.memberId)!;
    await admin.organizations.removeMember({ organizationId, memberIdOrUserId: other.id });
    const shown = await openPage(stage, stage.at());
    const left = await submit(stage, shown, {}, { part: "/leave" });
    expect([left.status, left.text.includes("needs an owner")]).toEqual([409, true]);
    const fields = { member: stage.memberId, role: "member" };
    expect((await submit(stage, shown, fields, { part: "/role" })).status).toBe(409);
    expect(await stage.roleOf(stage.memberId)).toBe("owner");
  });
});

describe("the page of an organization", () => {
  test("is the same for one that does not exist, of another project, and of others", async () => {
    const stage = await member("member");
    const other = await stage.admin.organizations.createOrganization({ name: "Other" });
    const foreign = await neighbour(stage);
    const away = await foreign.admin.organizations.createOrganization({ name: "Away" });
    const texts = new Set<string>();
    for (const id of [other.id, away.id, `org_${"0".repeat(26)}`]) {
      const shown = await openPage(stage, `/p/${stage.project.id}/organizations/${id}`);
      expect(shown.status).toBe(404);
      texts.add(shown.text.replace(/nonce="[^"]*"/g, ""));
    }
    expect(texts.size).toBe(1);
    for (const id of ["x", ":id", "org_x", `${other.id}%2Frole`])
      expect((await stage.browse(`/p/${stage.project.id}/organizations/${id}`)).status, id).toBe(
        404,
      );
  });

  test("with a policy that the session does not meet shows it, and lets the member leave", async () => {
    const stage = await member("admin");
    const { organizationId } = stage;
    await stage.admin.organizations.updateOrganization({ organizationId, requireMfa: true });
    const shown = await openPage(stage, stage.at());
    expect(shown.text).toContain("requires a second factor");
    expect(shown.text).not.toContain(stage.bob.email);
    expect(controls(shown)).toEqual(["leave"]);
    expect((await submit(stage, shown, {}, { part: "/leave" })).status).toBe(303);
  });

  test("refuses forms of another site, and needs a session", async () => {
    const stage = await member("admin");
    const shown = await openPage(stage, stage.at());
    for (const part of controls(shown)) {
      const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
      expect((await submit(stage, shown, {}, { part: `/${part}`, headers })).status, part).toBe(
        403,
      );
    }
    const away = await openPage({ ...stage, ...stage.visit() }, stage.at());
    expect(away.next?.searchParams.get("return_path")).toBe(
      `/organizations/${stage.organizationId}`,
    );
  });
});

describe("the list", () => {
  test("has the organizations of the user, and invitations to accept or decline", async () => {
    const stage = await member("member");
    const { admin, ada } = stage;
    const sent = [];
    for (const name of ["Birch", "Cedar"]) {
      const { id: organizationId } = await admin.organizations.createOrganization({ name });
      sent.push(
        await admin.organizations.sendInvitation({
          ...{ organizationId, email: ada.email, role: "member" },
        }),
      );
    }
    const path = `/p/${stage.project.id}/organizations`;
    expect((await openPage(stage, path)).text).not.toContain("Birch"); // not confirmed yet
    await stage.post("/send-verification-email", { email: ada.email });
    const mails = await stage.inbox.messages(ada.email);
    await stage.inbox.next(ada.email, mails.length > 2 ? mails.length : 3);
    const verification = (await stage.inbox.messages(ada.email)).find(({ text }) =>
      text.includes("verify-email"),
    )!;
    await stage.click(linkIn(verification));
    const shown = await openPage(stage, path);
    expect(shown.text).toMatch(/Acme[^]*Birch/);
    const accepted = await submit(stage, shown, { invitation: sent[0]!.id }, { part: "accept" });
    expect((await visitNext(stage, accepted)).text).toMatch(/organizations\/org_[^>]*>Birch/);
    const declined = await submit(stage, shown, { invitation: sent[1]!.id }, { part: "decline" });
    expect((await visitNext(stage, declined)).text).not.toContain("Cedar");
  });

  test("is empty with a text where the project has no organizations", async () => {
    const stage = await member("member");
    await stage.admin.configuration.saveDashboardConfig({ authMethods: { organization: false } });
    const shown = await openPage(stage, `/p/${stage.project.id}/organizations`);
    expect([shown.status, shown.text.includes("does not use organizations")]).toEqual([403, true]);
  });
});
