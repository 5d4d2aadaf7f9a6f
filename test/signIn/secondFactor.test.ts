/** Second factors: setting one up, being asked for it, getting around it never. */
import { describe, expect, test } from "vitest";
import { begin, codeIn, engines, eventsOf, linkIn, times, type Scene } from "../support/signIn";
import { setUp } from "../support/secondFactor";

const settings = {
  authMethods: { twoFactor: true, magicLink: true, emailOtp: true, username: true },
};

describe.each(engines)("second factors, %s", (_name, start) => {
  const enrolled = async () => {
    const scene = await begin(start, settings);
    await scene.client.signUp.email(scene.ada);
    const factor = await setUp(scene, scene.ada.password);
    await scene.client.signOut();
    return { scene, factor };
  };
  const challenged = async ({ client, ada }: Pick<Scene, "client" | "ada">) => {
    const { data } = await client.signIn.email(ada);
    expect(data).toMatchObject({ twoFactorRedirect: true });
    expect((await client.getSession()).data).toBeNull();
  };

  test("once set up, a password alone is not enough, and the code of the app is", async () => {
    const { scene, factor } = await enrolled();
    await challenged(scene);
    expect(
      (await scene.client.twoFactor.verifyTotp({ code: await factor.code() })).error,
    ).toBeNull();
    expect((await scene.client.getSession()).data?.user).toMatchObject({
      email: scene.ada.email,
      twoFactorEnabled: true,
    });
    expect(await eventsOf(scene, "two_factor.*")).toEqual(["two_factor.enabled"]);
  });

  test("setting it up needs the password, and is not done before a code was right", async () => {
    const { client, ada } = await begin(start, settings);
    await client.signUp.email(ada);
    expect((await client.twoFactor.enable({ password: "not her password" })).error?.code).toBe(
      "INVALID_PASSWORD",
    );
    expect((await client.twoFactor.enable({ password: ada.password })).error).toBeNull();
    expect((await client.twoFactor.verifyTotp({ code: "000000" })).error?.status).toBe(401);
    expect((await client.getSession()).data?.user.twoFactorEnabled).toBe(false);
  });

  test("a wrong code is refused, and the tenth in a row locks it for a while", async () => {
    const { scene, factor } = await enrolled();
    for (let guess = 0; guess < 10; guess++) {
      if (guess % 5 === 0) await challenged(scene);
      expect(
        (await scene.client.twoFactor.verifyTotp({ code: "000000" })).error?.status,
        String(guess),
      ).toBe(401);
    }
    await challenged(scene);
    expect(
      (await scene.client.twoFactor.verifyTotp({ code: await factor.code() })).error,
    ).toMatchObject({ status: 429, code: "ACCOUNT_TEMPORARILY_LOCKED" });
  });

  test("a trusted device is not asked again, another one is", async () => {
    const { scene, factor } = await enrolled();
    await challenged(scene);
    await scene.client.twoFactor.verifyTotp({ code: await factor.code(), trustDevice: true });
    await scene.client.signOut();
    expect((await scene.client.signIn.email(scene.ada)).data).toMatchObject({
      user: { email: scene.ada.email },
    });
    await challenged({ client: scene.visit().client, ada: scene.ada });
  });

  test("a backup code stands in once, also when it is used twenty times at once", async () => {
    const { scene, factor } = await enrolled();
    const visitors = await times(8, async () => scene.visit());
    for (const visitor of visitors) await challenged({ client: visitor.client, ada: scene.ada });
    const [code = ""] = factor.backupCodes;
    const answers = await Promise.all(
      visitors.map(async ({ client }) => (await client.twoFactor.verifyBackupCode({ code })).error),
    );
    expect(answers.filter((error) => error === null)).toHaveLength(1);
    await challenged(scene);
    expect((await scene.client.twoFactor.verifyBackupCode({ code })).error?.status).toBe(401);
    expect(
      (await scene.client.twoFactor.verifyBackupCode({ code: factor.backupCodes[1] ?? "" })).error,
    ).toBeNull();
  });

  test("new backup codes end the old ones", async () => {
    const { scene, factor } = await enrolled();
    await challenged(scene);
    await scene.client.twoFactor.verifyTotp({ code: await factor.code() });
    const { data } = await scene.client.twoFactor.generateBackupCodes({
      password: scene.ada.password,
    });
    await scene.client.signOut();
    await challenged(scene);
    expect(
      (await scene.client.twoFactor.verifyBackupCode({ code: factor.backupCodes[0] ?? "" })).error
        ?.status,
    ).toBe(401);
    expect(
      (await scene.client.twoFactor.verifyBackupCode({ code: data?.backupCodes[0] ?? "" })).error,
    ).toBeNull();
  });

  test("a code by mail is a second factor too, where the project allows it", async () => {
    const { scene } = await enrolled();
    await challenged(scene);
    const off = { status: 403, code: "METHOD_DISABLED" };
    expect((await scene.client.twoFactor.sendOtp()).error).toMatchObject(off);
    expect((await scene.client.twoFactor.verifyOtp({ code: "000000" })).error).toMatchObject(off);
    await scene.admin.configuration.saveDashboardConfig({ features: { mailedSecondFactor: true } });
    await challenged(scene);
    expect((await scene.client.twoFactor.sendOtp()).error).toBeNull();
    expect(
      (
        await scene.client.twoFactor.verifyOtp({
          code: codeIn(await scene.inbox.next(scene.ada.email)),
        })
      ).error,
    ).toBeNull();
    expect((await scene.client.getSession()).data?.user.email).toBe(scene.ada.email);
  });

  test("a mailbox alone is not enough either: not by a code, not by a link", async () => {
    const { scene, factor } = await enrolled();
    const { client, ada, inbox, visit } = scene;
    await client.emailOtp.sendVerificationOtp({ email: ada.email, type: "sign-in" });
    const { data } = await client.signIn.emailOtp({
      email: ada.email,
      otp: codeIn(await inbox.next(ada.email)),
    });
    expect(data).toMatchObject({ twoFactorRedirect: true });
    expect((await client.getSession()).data).toBeNull();
    const other = visit();
    await other.client.signIn.magicLink({ email: ada.email, callbackURL: "/home" });
    const page = await other.open(linkIn(await inbox.next(ada.email, 2)));
    expect([page.status, page.headers.get("location")]).toEqual([
      302,
      expect.stringMatching(/\/home\?twoFactorRedirect=true$/),
    ]);
    expect((await other.client.getSession()).data).toBeNull();
    expect(
      (await other.client.twoFactor.verifyTotp({ code: await factor.code() })).error,
    ).toBeNull();
    expect((await other.client.getSession()).data?.user.email).toBe(ada.email);
  });

  test("it is switched off with the password, and then asked for no more", async () => {
    const { scene, factor } = await enrolled();
    await challenged(scene);
    await scene.client.twoFactor.verifyTotp({ code: await factor.code() });
    expect(
      (await scene.client.twoFactor.disable({ password: "not her password" })).error?.status,
    ).toBe(400);
    expect(
      (await scene.client.twoFactor.disable({ password: scene.ada.password })).error,
    ).toBeNull();
    await scene.client.signOut();
    expect((await scene.client.signIn.email(scene.ada)).data).toMatchObject({
      user: { email: scene.ada.email },
    });
    expect(await eventsOf(scene, "two_factor.*")).toEqual([
      "two_factor.enabled",
      "two_factor.disabled",
    ]);
  });
});

describe.each(engines)("where everybody needs a second factor, %s", (_name, start) => {
  const strict = async () => await begin(start, { ...settings, features: { mfa: true } });
  const refused = { status: 403, code: "MFA_REQUIRED" };

  test("whoever has none gets as far as setting one up", async () => {
    const scene = await strict();
    const { client, ada, post, get } = scene;
    const { data } = await client.signUp.email(ada);
    expect((await client.getSession()).data?.user.email).toBe(ada.email);
    expect((await client.listSessions()).error).toMatchObject(refused);
    expect((await client.updateUser({ name: "Somebody else" })).error).toMatchObject(refused);
    expect(
      (
        await client.changePassword({
          currentPassword: ada.password,
          newPassword: "an entirely new password",
        })
      ).error,
    ).toMatchObject(refused);
    expect((await client.deleteUser({ password: ada.password })).error).toMatchObject(refused);
    expect((await client.oneTimeToken.generate()).error).toMatchObject(refused);
    expect((await get("/convex/token")).status).toBe(403);
    expect((await post("/token")).status).toBeGreaterThanOrEqual(400);
    expect((await client.organization.create({ name: "Acme", slug: "acme" })).error).toMatchObject({
      status: 403,
      errors: [{ code: "mfa_required" }],
    });
    expect((await post("/banata/rbac/my-permissions")).status).toBe(403);
    const bearer = { authorization: `Bearer ${data?.token ?? ""}` };
    expect((await scene.visit().get("/convex/token", bearer)).status).toBe(403);
    expect((await client.getSession()).data?.user.name).toBe("Ada");
    await setUp(scene, ada.password);
    expect((await client.listSessions()).error).toBeNull();
    expect((await get("/convex/token")).status).toBe(200);
    expect((await client.organization.create({ name: "Acme", slug: "acme" })).error).toBeNull();
    expect((await client.signOut()).error).toBeNull();
  });

  test("also who signs in without a password can set one up", async () => {
    const scene = await strict();
    await scene.client.signIn.magicLink({ email: scene.ada.email, callbackURL: "/" });
    await scene.open(linkIn(await scene.inbox.next(scene.ada.email)));
    expect((await scene.client.listSessions()).error).toMatchObject(refused);
    await setUp(scene);
    expect((await scene.client.listSessions()).error).toBeNull();
  });
});
