/** Signing in with nothing but a mailbox: links and codes. */
import { describe, expect, test } from "vitest";
import { begin, codeIn, engines, eventsOf, linkIn, times, type Scene } from "../support/signIn";

const settings = { authMethods: { magicLink: true, emailOtp: true } };
const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

describe.each(engines)("magic links, %s", (_name, start) => {
  const ask = async ({ client, ada, inbox }: Scene, count = 1) => {
    expect(
      (
        await client.signIn.magicLink({
          email: ada.email,
          name: ada.name,
          callbackURL: "/home",
          errorCallbackURL: "/sorry",
        })
      ).error,
    ).toBeNull();
    return linkIn(await inbox.next(ada.email, count));
  };

  test("the link signs up, in the browser that opens it, with the address confirmed", async () => {
    const scene = await begin(start, settings);
    const page = await scene.open(await ask(scene));
    expect([page.status, page.headers.get("location")]).toEqual([
      302,
      expect.stringMatching(/\/home$/),
    ]);
    expect((await scene.client.getSession()).data?.user).toMatchObject({
      email: scene.ada.email,
      name: "Ada",
      emailVerified: true,
    });
    expect(await eventsOf(scene, "user.created", "session.created")).toEqual([
      "user.created",
      "session.created",
    ]);
  });

  test("it works once, however often it is opened at once", async () => {
    const scene = await begin(start, settings);
    const link = await ask(scene);
    const pages = await times(20, async () => await scene.visit().open(link));
    expect(pages.filter(({ headers }) => headers.get("location")?.endsWith("/home"))).toHaveLength(
      1,
    );
    expect(await eventsOf(scene, "session.created")).toHaveLength(1);
    expect((await scene.visit().open(link)).headers.get("location")).toContain(
      "/sorry?error=INVALID_TOKEN",
    );
  });

  test("where nobody signs up, the link of a stranger leads to the error page", async () => {
    const scene = await begin(start, { ...settings, features: { signUp: false } });
    const page = await scene.open(await ask(scene));
    expect(page.headers.get("location")).toContain("error=new_user_signup_disabled");
    expect((await scene.admin.users.listUsers()).data).toEqual([]);
  });

  test("a password that somebody set before the address was confirmed is worth nothing after", async () => {
    const scene = await begin(start, settings);
    const squatter = scene.visit().client;
    await squatter.signUp.email({ ...scene.ada, password: "the squatter's own" });
    await scene.open(await ask(scene));
    expect((await scene.client.getSession()).data?.user.emailVerified).toBe(true);
    expect((await squatter.getSession()).data).toBeNull();
    expect(
      (await squatter.signIn.email({ email: scene.ada.email, password: "the squatter's own" }))
        .error?.status,
    ).toBe(401);
  });
});

describe.each(engines)("codes by mail, %s", (_name, start) => {
  const ask = async (
    { client, ada, inbox }: Scene,
    type: "sign-in" | "email-verification" | "forget-password" = "sign-in",
    count = 1,
  ) => {
    expect(
      (await client.emailOtp.sendVerificationOtp({ email: ada.email, type })).error,
    ).toBeNull();
    return codeIn(await inbox.next(ada.email, count));
  };

  test("a code signs up, and signs in", async () => {
    const scene = await begin(start, settings);
    const { client, ada } = scene;
    expect(
      (await client.signIn.emailOtp({ email: ada.email, otp: await ask(scene) })).error,
    ).toBeNull();
    await client.signOut();
    expect(
      (await client.signIn.emailOtp({ email: ada.email, otp: await ask(scene, "sign-in", 2) }))
        .error,
    ).toBeNull();
    expect((await client.getSession()).data?.user).toMatchObject({
      email: ada.email,
      emailVerified: true,
    });
  });

  test("a code confirms an address", async () => {
    const scene = await begin(start, settings);
    const { client, ada } = scene;
    await client.signUp.email(ada);
    const otp = await ask(scene, "email-verification");
    expect(
      (
        await client.emailOtp.checkVerificationOtp({
          email: ada.email,
          type: "email-verification",
          otp,
        })
      ).error,
    ).toBeNull();
    expect((await client.emailOtp.verifyEmail({ email: ada.email, otp })).error).toBeNull();
    expect((await client.getSession()).data?.user.emailVerified).toBe(true);
    expect(await eventsOf(scene, "email.verified")).toEqual(["email.verified"]);
  });

  test("a code leads to a new password, and ends the sessions", async () => {
    const scene = await begin(start, settings);
    const { client, ada, inbox } = scene;
    await client.signUp.email(ada);
    expect((await client.emailOtp.requestPasswordReset({ email: ada.email })).error).toBeNull();
    const otp = codeIn(await inbox.next(ada.email));
    expect(
      (
        await client.emailOtp.resetPassword({
          email: ada.email,
          otp,
          password: "an entirely new password",
        })
      ).error,
    ).toBeNull();
    expect((await client.getSession()).data).toBeNull();
    expect(
      (await client.signIn.email({ email: ada.email, password: "an entirely new password" })).error,
    ).toBeNull();
    expect(await eventsOf(scene, "password.*")).toEqual(["password.reset"]);
  });

  test("three wrong guesses end a code, with the same answer as for an address that nobody has", async () => {
    const scene = await begin(start, settings);
    const { client, ada, post, visit } = scene;
    await client.signUp.email(ada);
    const answer = async (email: string, otp: string) => {
      const response = await visit().post("/email-otp/reset-password", {
        email,
        otp,
        password: "an entirely new password",
      });
      return { status: response.status, body: await response.text() };
    };
    await post("/email-otp/request-password-reset", { email: `no-${ada.email}` });
    const otp = await ask(scene, "forget-password");
    for (let guess = 0; guess < 4; guess++)
      expect(await answer(ada.email, wrong(otp))).toEqual(
        await answer(`no-${ada.email}`, wrong(otp)),
      );
    expect(await answer(ada.email, otp)).toMatchObject({ status: 400 });
  });

  test("of twenty uses at once one signs in", async () => {
    const scene = await begin(start, settings);
    const otp = await ask(scene);
    const answers = await times(
      20,
      async () =>
        (await scene.visit().client.signIn.emailOtp({ email: scene.ada.email, otp })).error,
    );
    expect(answers.filter((error) => error === null)).toHaveLength(1);
    expect(await eventsOf(scene, "session.created")).toHaveLength(1);
  });

  test("a code of one purpose is worthless for another", async () => {
    const scene = await begin(start, settings);
    await scene.client.signUp.email(scene.ada);
    const otp = await ask(scene, "email-verification");
    expect(
      (await scene.visit().client.signIn.emailOtp({ email: scene.ada.email, otp })).error?.code,
    ).toBe("INVALID_OTP");
  });
});
