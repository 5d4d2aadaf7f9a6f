/** What is switched off, who may be sent where, and what a failed attempt leaves. */
import { describe, expect, test } from "vitest";
import { begin, engines, linkIn } from "../support/signIn";

const refused = { code: "METHOD_DISABLED" };
const answerOf = async (response: Response) => ({
  status: response.status,
  body: (await response.json().catch(() => null)) as unknown,
});

/** By method: its paths. */
const paths = {
  emailPassword: ["/sign-up/email", "/sign-in/email", "/request-password-reset", "/reset-password"],
  username: ["/sign-in/username", "/is-username-available"],
  magicLink: ["/sign-in/magic-link"],
  emailOtp: [
    "/email-otp/send-verification-otp",
    "/sign-in/email-otp",
    "/email-otp/verify-email",
    "/email-otp/reset-password",
    "/forget-password/email-otp",
  ],
  passkey: ["/passkey/verify-authentication", "/passkey/verify-registration"],
  anonymous: ["/sign-in/anonymous", "/delete-anonymous-user"],
  twoFactor: ["/two-factor/enable", "/two-factor/verify-totp", "/two-factor/send-otp"],
};

describe.each(engines)("what is refused, %s", (_name, start) => {
  test.each(Object.entries(paths))(
    "%s that is switched off is said to be so",
    async (method, all) => {
      const { post, ada } = await begin(start, { authMethods: { [method]: false } });
      for (const path of all)
        expect(await answerOf(await post(path, ada)), path).toMatchObject({
          status: 403,
          body: refused,
        });
    },
  );

  test("a client may use only what it has enabled, where it names itself", async () => {
    const { post, ada, admin } = await begin(start, { authMethods: { magicLink: true } });
    const { id } = await admin.authClients.createClient({
      name: "Till",
      type: "web",
      enabledMethods: ["magicLink"],
    });
    const named = { "x-banata-client-id": id };
    expect(await answerOf(await post("/sign-up/email", ada, named))).toMatchObject({
      status: 403,
      body: refused,
    });
    expect((await post("/sign-in/magic-link", { email: ada.email }, named)).status).toBe(200);
    expect((await post("/sign-up/email", ada)).status).toBe(200);
  });

  test("where nobody signs up, no way of signing in makes a user", async () => {
    const settings = {
      authMethods: { magicLink: true, emailOtp: true, anonymous: true },
      features: { signUp: false },
    };
    const { post, ada, admin } = await begin(start, settings);
    expect(await answerOf(await post("/sign-up/email", ada))).toMatchObject({
      status: 403,
      body: { code: "SIGN_UP_DISABLED" },
    });
    expect(await answerOf(await post("/sign-in/anonymous"))).toMatchObject({
      status: 403,
      body: { code: "SIGN_UP_DISABLED" },
    });
    expect((await admin.users.listUsers()).data).toEqual([]);
  });

  test.each([
    ["/sign-in/magic-link", "callbackURL"],
    ["/sign-in/magic-link", "errorCallbackURL"],
    ["/sign-in/magic-link", "newUserCallbackURL"],
    ["/request-password-reset", "redirectTo"],
    ["/send-verification-email", "callbackURL"],
    ["/sign-up/email", "callbackURL"],
  ])("%s sends nobody to a %s that nobody registered", async (path, field) => {
    const { post, ada } = await begin(start, { authMethods: { magicLink: true } });
    for (const address of [
      "https://evil.example/",
      "//evil.example",
      "/\\evil.example",
      "javascript:alert(1)",
      "http://evil.example",
      "https://some.convex.site.evil.example/",
    ]) {
      expect((await post(path, { ...ada, [field]: address })).status, address).toBe(403);
    }
    expect((await post(path, { ...ada, [field]: "/welcome" })).status).toBe(200);
  });

  test("with a client named, only what it has registered, to the letter, also from the mail", async () => {
    const { post, ada, admin, inbox, open, client } = await begin(start, {
      authMethods: { magicLink: true },
    });
    const registered = ["https://app.example.com/done", "com.example.app:/done"];
    const { id } = await admin.authClients.createClient({
      name: "App",
      type: "mobile",
      redirectUris: registered,
      trustedOrigins: ["https://app.example.com"],
    });
    const ask = async (callbackURL: string) =>
      (
        await post(
          "/sign-in/magic-link",
          { email: ada.email, callbackURL },
          { "x-banata-client-id": id },
        )
      ).status;
    for (const address of [
      "https://app.example.com/other",
      "https://app.example.com/done?x=1",
      "https://app.example.com/done/",
      "com.example.app:/other",
    ])
      expect(await ask(address), address).toBe(403);
    for (const [i, address] of registered.entries()) {
      expect(await ask(address), address).toBe(200);
      const page = await open(linkIn(await inbox.next(ada.email, i + 1)));
      // On another host it signs in by a one-time token, which is all that is added.
      expect(page.status).toBe(302);
      expect(page.headers.get("location")!.replace(/\?ott=[0-9a-f]{64}$/, "")).toBe(address);
    }
    expect((await client.getSession()).data?.user.email).toBe(ada.email);
  });

  test("a link whose target somebody exchanged leads nowhere", async () => {
    const { post, ada, inbox, open, client } = await begin(start, {
      authMethods: { magicLink: true },
    });
    await post("/sign-in/magic-link", { email: ada.email, callbackURL: "/home" });
    const link = new URL(linkIn(await inbox.next(ada.email)));
    link.searchParams.set("callbackURL", "https://evil.example/");
    expect((await open(link.href)).status).toBe(403);
    expect((await client.getSession()).data).toBeNull();
  });

  test("a failed attempt is in the audit log: of whom, by what, and nothing that was typed", async () => {
    const { client, post, ada, admin } = await begin(start, { authMethods: { magicLink: true } });
    const { data } = await client.signUp.email(ada);
    await client.signOut();
    await client.signIn.email({ email: ada.email, password: "not her password" });
    await client.signIn.email({ email: "a-password-in-the-wrong-field", password: "x" });
    await client.signIn.email({ email: `no-${ada.email}`, password: "not her password" });
    await post("/one-time-token/verify", { token: "nonsense" });
    const entries = (
      await admin.auditLogs.listEvents({ action: "user.sign_in_failed" })
    ).data.toReversed();
    expect(entries.map(({ targets }) => targets[0]?.type)).toEqual([
      "user",
      "account",
      "account",
      "method",
    ]);
    expect(entries[0]).toMatchObject({
      actor: { id: "anonymous" },
      targets: [{ id: data?.user.id }, { id: "/sign-in/email", name: "INVALID_EMAIL_OR_PASSWORD" }],
    });
    expect(JSON.stringify(entries)).not.toMatch(/not her password|wrong-field|no-ada/);
  });
});
