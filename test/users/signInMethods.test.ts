/** A user's factors, accounts and password, as an administrator sees, removes and resets them. */
import { describe, expect, test } from "vitest";
import { newRole } from "../support/organizations";
import { registerPasskey, signInBy } from "../support/passkeys";
import { codesOf, setUp } from "../support/secondFactor";
import { begin, eventsOf, linkIn, type Scene } from "../support/signIn";
import { insertSignInMethods } from "../support/signInRows";
import { failureOf } from "../support/transports";
import { httpRuntime, newProject } from "../support/runtime";
import { pathIn } from "../support/visitor";

const settings = { authMethods: { twoFactor: true, passkey: true } };

/** A signed-in user, and the id. */
async function signedUp(given: Parameters<typeof begin>[1] = settings) {
  const scene = await begin(httpRuntime, given);
  const { data } = await scene.client.signUp.email(scene.ada);
  return { scene, userId: data!.user.id }; // the sign-up is open
}
const isSignedIn = async ({ client }: Pick<Scene, "client">) =>
  (await client.getSession()).data !== null;

describe("factors", () => {
  test("are listed without secrets, and removed one by one, which ends no session", async () => {
    const { scene, userId } = await signedUp();
    const { admin, ada } = scene;
    const { id: passkeyId } = await registerPasskey(scene);
    await setUp(scene, ada.password);
    const { factors } = await admin.users.listFactors({ userId });
    expect(factors).toEqual([
      {
        ...{ id: factors[0]!.id, type: "totp", name: null, deviceType: null, backedUp: null },
        createdAt: factors[0]!.createdAt,
      },
      {
        ...{ id: passkeyId, type: "passkey", name: "Laptop" },
        ...{ deviceType: "singleDevice", backedUp: false, createdAt: factors[1]!.createdAt },
      },
    ]);
    expect((await admin.users.getUser(userId)).twoFactorEnabled).toBe(true);

    await admin.users.removeFactor({ userId, factorId: factors[0]!.id });
    expect((await admin.users.getUser(userId)).twoFactorEnabled).toBe(false);
    await admin.users.removeFactor({ userId, factorId: passkeyId });
    expect((await admin.users.listFactors({ userId })).factors).toEqual([]);
    expect(await isSignedIn(scene)).toBe(true);
    const again = scene.visit();
    const { email, password } = ada;
    const { data } = await again.client.signIn.email({ email, password });
    expect(data).not.toHaveProperty("twoFactorRedirect", true);
    expect(await isSignedIn(again)).toBe(true);

    expect(await eventsOf(scene, "two_factor.disabled", "passkey.removed")).toEqual([
      "two_factor.disabled",
      "passkey.removed",
    ]);
    for (const action of ["two_factor.disabled", "passkey.removed"])
      expect((await admin.auditLogs.listEvents({ action })).data[0], action).toMatchObject({
        actor: { type: "api_key" },
        targets: expect.arrayContaining([expect.objectContaining({ id: userId })]) as unknown,
      });
  });

  test("that are removed open nothing any more, and can be set up anew", async () => {
    const { scene, userId } = await signedUp();
    const { admin } = scene;
    const { id, authenticator } = await registerPasskey(scene);
    await admin.users.removeFactor({ userId, factorId: id });
    expect((await signInBy(scene, scene.visit(), authenticator)).status).toBe(401);
    const { backupCodes } = await setUp(scene, scene.ada.password);
    const before = (await admin.users.listFactors({ userId })).factors[0]!;
    await admin.users.removeFactor({ userId, factorId: before.id });
    const { data } = await scene.client.twoFactor.enable({ password: scene.ada.password });
    expect((await admin.users.listFactors({ userId })).factors, "its code is missing").toEqual([]);
    expect(data!.backupCodes).not.toEqual(backupCodes);
    const code = await codesOf(data!.totpURI)();
    expect((await scene.client.twoFactor.verifyTotp({ code })).error).toBeNull();
    expect((await admin.users.listFactors({ userId })).factors).toHaveLength(1);
  });

  test("of another user are not found, nor those of a user of another project", async () => {
    const { scene, userId } = await signedUp();
    const { id } = await registerPasskey(scene);
    const { user: other } = await scene.admin.users.createUser({
      email: "other@example.com",
      name: "Other",
    });
    const neighbour = scene.runtime.client(await newProject(scene.runtime));
    for (const call of [
      async () => await scene.admin.users.removeFactor({ userId: other.id, factorId: id }),
      async () => await scene.admin.users.removeFactor({ userId, factorId: "pky_none" }),
      async () => await neighbour.users.removeFactor({ userId, factorId: id }),
      async () => await neighbour.users.listFactors({ userId }),
    ])
      expect(await failureOf(call())).toMatchObject({ status: 404 });
    expect((await scene.admin.users.listFactors({ userId })).factors).toHaveLength(1);
  });
});

describe("accounts", () => {
  const linked = async (given: Parameters<typeof begin>[1]) => {
    const { scene, userId } = await signedUp(given);
    const insert = async (table: string, row: object) =>
      await (scene.runtime as ReturnType<typeof httpRuntime>).engine.run(
        async ({ db }) => void (await db.insert(table as never, row as never)), // the schema validates it
      );
    const projectId = scene.project.id;
    const { account } = await insertSignInMethods(insert, {
      ...{ projectId, userId, mark: "own", unique: userId },
    });
    return { scene, userId, account };
  };

  test("are listed with the password among them, and without tokens", async () => {
    const { scene, userId, account } = await linked(settings);
    const { accounts } = await scene.admin.users.listAccounts({ userId });
    const [password, github] = accounts;
    expect(accounts).toEqual([
      {
        ...{ id: password!.id, userId, providerId: "credential", accountId: userId, scopes: [] },
        ...{ createdAt: password!.createdAt, updatedAt: password!.updatedAt },
      },
      {
        ...{ id: account, userId, providerId: "github", accountId: `github-${userId}` },
        ...{ scopes: ["read:user", "user:email"] },
        ...{ createdAt: github!.createdAt, updatedAt: github!.updatedAt },
      },
    ]);
  });

  test("are unlinked, but not the last with which the user can sign in, unless forced", async () => {
    const { scene, userId, account } = await linked(settings);
    const { users } = scene.admin;
    const { accounts } = await users.listAccounts({ userId });
    const password = accounts.find(({ providerId }) => providerId === "credential")!.id;
    // The project has no such provider, so the account is of no use.
    const unlink = { userId, accountId: password };
    expect(await failureOf(users.unlinkAccount(unlink))).toMatchObject({
      status: 409,
      code: "conflict",
    });
    await users.unlinkAccount({ userId, accountId: account });
    await users.unlinkAccount({ ...unlink, force: true });
    expect((await users.listAccounts({ userId })).accounts).toEqual([]);
    expect(await failureOf(users.unlinkAccount(unlink))).toMatchObject({ status: 404 });
    const { email, password: typed } = scene.ada;
    const again = await scene.visit().client.signIn.email({ email, password: typed });
    expect(again.error).not.toBeNull();
    expect(await isSignedIn(scene)).toBe(true);
  });

  test("may all be unlinked where people sign in by mail", async () => {
    const { scene, userId } = await linked({ authMethods: { magicLink: true } });
    const { users } = scene.admin;
    for (const { id } of (await users.listAccounts({ userId })).accounts)
      await users.unlinkAccount({ userId, accountId: id });
    expect((await users.listAccounts({ userId })).accounts).toEqual([]);
  });
});

describe("a link to choose a new password", () => {
  const redirectUrl = "https://app.example.com/reset";
  const withPage = async () => {
    const { scene, userId } = await signedUp({
      sessions: { corsOrigins: ["https://app.example.com"] },
    });
    return { scene, userId, users: scene.admin.users };
  };
  const resetLink = async ({ inbox, ada }: Scene, count: number) =>
    linkIn(await inbox.next(ada.email, count));
  const openedBy = async ({ runtime }: Scene, link: string) =>
    new URL((await runtime.fetch(pathIn(link), { redirect: "manual" })).headers.get("location")!);

  test("is mailed to the user, opens the page with a token, and replaces an earlier one", async () => {
    const { scene, userId, users } = await withPage();
    await users.sendPasswordReset({ userId, redirectUrl });
    const first = await openedBy(scene, await resetLink(scene, 1));
    expect(first.origin + first.pathname).toBe(redirectUrl);
    const token = first.searchParams.get("token")!;
    await users.sendPasswordReset({ userId, redirectUrl });
    const second = await openedBy(scene, await resetLink(scene, 2));
    const reset = async (typed: string) =>
      (
        await scene
          .visit()
          .client.resetPassword({ newPassword: "an entirely new password", token: typed })
      ).error;
    expect(await reset(token)).not.toBeNull();
    expect(await reset(second.searchParams.get("token")!)).toBeNull();
    const { error } = await scene.visit().client.signIn.email({
      ...{ email: scene.ada.email, password: "an entirely new password" },
    });
    expect(error).toBeNull();
    expect(await eventsOf(scene, "password.*")).toEqual([
      ...["password.reset_sent", "password.reset_sent", "password.reset"],
    ]);
  });

  test("dies with a new password, and is refused for foreign pages, banned users and where passwords are off", async () => {
    const { scene, userId, users } = await withPage();
    expect(
      await failureOf(users.sendPasswordReset({ userId, redirectUrl: "https://evil.example/" })),
    ).toMatchObject({ status: 422, errors: [{ field: "redirectUrl" }] });
    await users.sendPasswordReset({ userId, redirectUrl });
    const link = await resetLink(scene, 1);
    await users.setUserPassword({ userId, newPassword: "set by the administrator" });
    const token = link.split("/reset-password/")[1]!.split("?")[0]!;
    const late = await scene.visit().client.resetPassword({ newPassword: "too late now 1", token });
    expect(late.error).not.toBeNull();
    await users.banUser({ userId });
    expect(await failureOf(users.sendPasswordReset({ userId, redirectUrl }))).toMatchObject({
      ...{ status: 409, code: "conflict" },
    });
    await users.unbanUser({ userId });
    await scene.admin.configuration.saveDashboardConfig({ authMethods: { emailPassword: false } });
    expect(await failureOf(users.sendPasswordReset({ userId, redirectUrl }))).toMatchObject({
      ...{ status: 409, code: "not_available" },
    });
  });
});

test("removing a factor takes all that the user holds, unlinking what the user holds in the project", async () => {
  const { scene, userId } = await signedUp();
  const { id: factorId } = await registerPasskey(scene);
  const { accounts } = await scene.admin.users.listAccounts({ userId });
  const accountId = accounts[0]!.id;
  const { id: organizationId } = await scene.admin.organizations.createOrganization({ name: "O" });
  await scene.admin.organizations.addMember({ organizationId, userId, role: "owner" });
  const { key } = await scene.admin.apiKeys.createKey({
    ...{ name: "support", permissions: ["user.read", "user.update"] },
  });
  const { users } = scene.runtime.client({ id: scene.project.id, key });
  expect(await failureOf(users.removeFactor({ userId, factorId }))).toMatchObject({ status: 403 });
  await users.unlinkAccount({ userId, accountId, force: true });
  await newRole(scene.admin, "decrypts", ["vault.decrypt"], "project");
  await scene.admin.users.setRole({ userId, role: "decrypts" });
  await scene.admin.users.setUserPassword({ userId, newPassword: "correct horse battery" });
  const { accounts: anew } = await scene.admin.users.listAccounts({ userId });
  expect(
    await failureOf(users.unlinkAccount({ userId, accountId: anew[0]!.id, force: true })),
  ).toMatchObject({ status: 403 });
});
