/** Users that a directory sends, and what becomes of them in the project. */
import { describe, expect, test } from "vitest";
import { newDirectory, person } from "../support/scim";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();

async function newScene(fields: Parameters<typeof newDirectory>[2] = {}) {
  const tenant = await stage.newTenant();
  const scim = await newDirectory(stage, tenant, fields);
  const { admin, organizationId, domain } = tenant;
  const directoryId = scim.directory.id;
  const shown = async (id: string) => await admin.directories.getUser({ userId: id });
  const status = async () => await admin.directories.getDirectory({ providerId: directoryId });
  const members = async () => (await admin.organizations.listMembers({ organizationId })).data;
  return { tenant, admin, organizationId, domain, scim, directoryId, shown, status, members };
}

describe("a user in a verified domain", () => {
  test("becomes a user of the project and a member, and is listed in the client", async () => {
    const { admin, domain, scim, directoryId, shown, members, organizationId } = await newScene();
    const email = `ada@${domain}`;
    const id = await scim.create(person(email, { externalId: "okta-1", title: "Countess" }));
    const user = await shown(id);
    expect(user).toMatchObject({
      ...{ id, directoryId, organizationId, reason: null, externalId: "okta-1", userName: email },
      ...{ active: true, state: "active", title: "Countess", displayName: "Ada Lovelace" },
      name: { givenName: "Ada", familyName: "Lovelace" },
      emails: [{ value: email, type: "work", primary: true }],
    });
    expect(await admin.users.getUser({ userId: user.userId! })).toMatchObject({
      ...{ email, name: "Ada Lovelace", emailVerified: true, role: "user" },
    });
    expect(await members()).toMatchObject([
      { userId: user.userId, role: "member", source: "scim" },
    ]);
    const listed = await admin.directories.listUsers({ providerId: directoryId, state: "active" });
    expect(listed.data).toEqual([user]);
  });

  test("gets the directory's default role", async () => {
    const { domain, scim, members } = await newScene({ defaultRole: "admin" });
    await scim.create(person(`ada@${domain}`));
    expect(await members()).toMatchObject([{ role: "admin" }]);
  });

  test("is adopted when the project has the address, without the roles it has elsewhere", async () => {
    const { admin, domain, scim, shown, members } = await newScene();
    const { user } = await admin.users.createUser({ email: `ada@${domain}`, name: "Ada" });
    const id = await scim.create(person(`ada@${domain}`));
    expect(await shown(id)).toMatchObject({ userId: user.id });
    expect(await members()).toMatchObject([{ userId: user.id, role: "member" }]);
  });

  test("is not adopted when it has project roles", async () => {
    const { admin, domain, scim, shown, members } = await newScene();
    await admin.users.createUser({ email: `ada@${domain}`, name: "Ada", role: "admin" });
    const id = await scim.create(person(`ada@${domain}`));
    expect(await shown(id)).toMatchObject({ userId: null, reason: "user_privileged" });
    expect(await members()).toEqual([]);
  });

  test("brings a changed name and address to its user, within verified domains only", async () => {
    const { tenant, admin, domain, organizationId, scim, shown } = await newScene();
    const id = await scim.create(person(`ada@${domain}`));
    const { userId } = await shown(id);
    const userNow = async () => await admin.users.getUser({ userId: userId! });
    await scim.patch(id, { op: "replace", value: { displayName: "Ada King" } });
    expect(await userNow()).toMatchObject({ name: "Ada King", email: `ada@${domain}` });
    const move = async (value: string) =>
      await scim.patch(id, { op: "replace", path: 'emails[type eq "work"].value', value });
    expect((await move("ada@elsewhere.example")).status).toBe(200);
    expect(await userNow()).toMatchObject({ email: `ada@${domain}` });
    await stage.verifyDomain(tenant.project, organizationId, `second-${domain}`);
    await move(`ada.king@second-${domain}`);
    expect(await userNow()).toMatchObject({ email: `ada.king@second-${domain}` });
    await admin.users.createUser({ email: `taken@${domain}`, name: "Taken" });
    expect(await move(`taken@${domain}`)).toMatchObject({
      ...{ status: 409, body: { status: "409", scimType: "uniqueness" } },
    });
  });
});

describe("a user that cannot be linked", () => {
  test("outside the verified domains is stored, and linked once the domain is verified", async () => {
    const { tenant, admin, organizationId, scim, shown, status, members } = await newScene();
    const id = await scim.create(person("ada@later.example"));
    expect(await shown(id)).toMatchObject({ userId: null, reason: "email_outside_domains" });
    expect(await members()).toEqual([]);
    expect(await status()).toMatchObject({
      ...{ userCount: 1, unlinkedCount: 1, lastSyncStatus: "partial", state: "linked" },
    });
    const claim = await admin.domains.createVerification({
      ...{ organizationId, domain: "later.example" },
    });
    await stage.runtime.run("domains/recheck:conclude", {
      ...{ projectId: tenant.project.id, id: claim.id, values: [claim.txtRecord.value] },
    });
    await expect.poll(async () => (await shown(id)).userId, { timeout: 5_000 }).toMatch(/^usr_/);
    expect(await members()).toHaveLength(1);
    expect(await status()).toMatchObject({ unlinkedCount: 0, hasPendingWork: false });
  });

  test("is told apart by its reason", async () => {
    const { admin, organizationId, domain, scim, shown } = await newScene();
    const reasonOf = async (fields: object) => (await shown(await scim.create(fields))).reason;
    expect(await reasonOf({ userName: "nobody" })).toBe("email_missing");
    expect(await reasonOf(person(`off@${domain}`, { active: false }))).toBe("inactive");
    await scim.create(person(`ada@${domain}`));
    expect(await reasonOf(person(`ada@${domain}`, { userName: "another" }))).toBe(
      "email_duplicate",
    );
    await admin.organizations.updateOrganization({ organizationId, data: { maxMembers: 1 } });
    expect(await reasonOf(person(`eve@${domain}`))).toBe("member_limit");
  });
});
