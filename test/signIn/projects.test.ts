/**
 * Whatever somebody holds of one project opens nothing in another, where the same address has an
 * account with the same password.
 */
import { describe, expect, test } from "vitest";
import { registerPasskey, signInBy } from "../support/passkeys";
import { setUp } from "../support/secondFactor";
import { begin, codeIn, engines, linkIn, type Scene } from "../support/signIn";
import type { TestVisitor } from "../support/visitor";

const settings = {
  authMethods: { magicLink: true, emailOtp: true, twoFactor: true, passkey: true },
};

/**
 * Makes the thing in the first project, and answers how to use it in a project: then whoever used
 * it is signed in there, or the answer is below 400 with `used`.
 */
interface Thing {
  readonly name: string;
  readonly make: (from: Scene) => Promise<(at: Scene) => Promise<boolean>>;
}

const isSignedIn = async ({ client }: Pick<TestVisitor, "client">) =>
  (await client.getSession()).data !== null;
const tokenIn = (link: string) =>
  new URL(link).searchParams.get("token") ?? new URL(link).pathname.split("/").at(-1)!;
/** The same cookies under the names that they have in that project. */
const renamed = (cookies: ReadonlyMap<string, string>, from: Scene, to: Scene) =>
  new Map(
    [...cookies].map(([name, value]) => [name.replace(from.project.id, to.project.id), value]),
  );

const things: Thing[] = [
  {
    name: "a session's cookie",
    make: async (from) => {
      await from.client.signIn.email(from.ada);
      return async (at) => await isSignedIn(at.visit(renamed(from.cookies, from, at)));
    },
  },
  {
    name: "a session's token",
    make: async (from) => {
      const authorization = `Bearer ${(await from.client.signIn.email(from.ada)).data?.token ?? ""}`;
      return async (at) =>
        (await (await at.visit().get("/get-session", { authorization })).json()) !== null;
    },
  },
  {
    name: "a link that confirms an address",
    make: async (from) => {
      await from.client.sendVerificationEmail({ email: from.ada.email });
      const token = tokenIn(linkIn(await from.inbox.next(from.ada.email)));
      return async (at) => (await at.visit().get(`/verify-email?token=${token}`)).status < 400;
    },
  },
  {
    name: "a link to a new password",
    make: async (from) => {
      await from.client.requestPasswordReset({ email: from.ada.email });
      const token = tokenIn(linkIn(await from.inbox.next(from.ada.email)));
      return async (at) =>
        (await at.visit().client.resetPassword({ newPassword: "an entirely new password", token }))
          .error === null;
    },
  },
  {
    name: "a magic link",
    make: async (from) => {
      await from.client.signIn.magicLink({ email: from.ada.email });
      const token = tokenIn(linkIn(await from.inbox.next(from.ada.email)));
      return async (at) => {
        const visitor = at.visit();
        await visitor.get(`/magic-link/verify?token=${token}`);
        return await isSignedIn(visitor);
      };
    },
  },
  {
    name: "a code by mail",
    make: async (from) => {
      await from.client.emailOtp.sendVerificationOtp({ email: from.ada.email, type: "sign-in" });
      const otp = codeIn(await from.inbox.next(from.ada.email));
      return async (at) =>
        (await at.visit().client.signIn.emailOtp({ email: from.ada.email, otp })).error === null;
    },
  },
  {
    name: "a one-time token",
    make: async (from) => {
      await from.client.signIn.email(from.ada);
      const token = (await from.client.oneTimeToken.generate()).data?.token ?? "";
      return async (at) => (await at.visit().client.oneTimeToken.verify({ token })).error === null;
    },
  },
  {
    name: "a passkey",
    make: async (from) => {
      await from.client.signIn.email(from.ada);
      const { authenticator } = await registerPasskey(from);
      return async (at) => (await signInBy(at, at.visit(), authenticator)).status === 200;
    },
  },
  {
    name: "a challenge for a second factor, with the right code",
    make: async (from) => {
      await from.client.signIn.email(from.ada);
      const { code } = await setUp(from, from.ada.password);
      const asked = from.visit();
      await asked.client.signIn.email(from.ada);
      return async (at) =>
        (
          await at
            .visit(renamed(asked.cookies, from, at))
            .client.twoFactor.verifyTotp({ code: await code() })
        ).error === null;
    },
  },
  {
    name: "a device that is trusted",
    make: async (from) => {
      await from.client.signIn.email(from.ada);
      const { code } = await setUp(from, from.ada.password);
      const device = from.visit();
      await device.client.signIn.email(from.ada);
      await device.client.twoFactor.verifyTotp({ code: await code(), trustDevice: true });
      await device.client.signOut();
      return async (at) => {
        const visitor = at.visit(renamed(device.cookies, from, at));
        const { data } = await visitor.client.signIn.email(at.ada);
        return data !== null && !("twoFactorRedirect" in data);
      };
    },
  },
];

describe.each(engines)("of one project, worthless in another, %s", (_name, start) => {
  test.each(things)("$name", async ({ make }) => {
    const here = await begin(start, settings);
    const there: Scene = { ...(await begin(() => here.runtime, settings)), ada: here.ada };
    await here.visit().client.signUp.email(here.ada);
    await there.visit().client.signUp.email(there.ada);
    const use = await make(here);
    // Whoever has a second factor there is asked for it, whatever the device is here.
    if (make.toString().includes("trustDevice")) {
      const owner = there.visit();
      await owner.client.signIn.email(there.ada);
      await setUp(owner, there.ada.password);
    }
    expect(await use(there), "in the other project").toBe(false);
    expect(await use(here), "in its own").toBe(true);
  });

  test("a token for Convex or another service is no session anywhere", async () => {
    const here = await begin(start, settings);
    await here.client.signUp.email(here.ada);
    const { token } = (await (await here.get("/convex/token")).json()) as { token: string };
    const answer = await here.visit().get("/get-session", { authorization: `Bearer ${token}` });
    expect(await answer.json()).toBeNull();
  });
});
