/**
 * Every token that people are mailed or keep in a cookie, against every act that voids it: the
 * table of the README of convex/component/signIn, walked.
 */
import { describe, expect, test } from "vitest";
import { begin, codeIn, engines, linkIn, type Scene } from "../support/signIn";
import { setUp, type SecondFactor } from "../support/secondFactor";

/** Ada is signed in, with a verified address and, where the token is about one, a second factor. */
interface Stage extends Scene {
  readonly userId: string;
  readonly factor: SecondFactor | undefined;
}

interface Token {
  /** Has it made, and answers how to use it. */
  readonly make: (stage: Stage) => Promise<() => Promise<boolean>>;
  readonly factor?: true;
  /** An act after which nobody asks for the token. */
  readonly unasked?: Act;
}

const anotherPassword = "an entirely new password";
const isSignedIn = async ({ client }: Pick<Scene, "client">) =>
  (await client.getSession()).data !== null;

const tokens: Readonly<Record<string, Token>> = {
  "a reset link": {
    make: async ({ visit, ada, inbox }) => {
      await visit().client.requestPasswordReset({ email: ada.email });
      const token = new URL(linkIn(await inbox.next(ada.email))).pathname.split("/").at(-1)!;
      return async () =>
        (await visit().client.resetPassword({ newPassword: "set by the old link", token }))
          .error === null;
    },
  },
  "a link that changes the address": {
    make: async ({ client, admin, visit, ada, inbox }) => {
      const newEmail = `moved-${ada.email}`;
      await client.changeEmail({ newEmail });
      const link = linkIn(await inbox.next(newEmail));
      return async () => {
        await visit().open(link);
        return (await admin.users.listUsers({ email: newEmail })).data.length === 1;
      };
    },
  },
  "a magic link": {
    make: async ({ visit, ada, inbox }) => {
      await visit().client.signIn.magicLink({ email: ada.email, callbackURL: "/" });
      const link = linkIn(await inbox.next(ada.email));
      return async () => {
        const visitor = visit();
        await visitor.open(link);
        return await isSignedIn(visitor);
      };
    },
  },
  "a code to sign in": {
    make: async ({ visit, ada, inbox }) => {
      const { emailOtp } = visit().client;
      await emailOtp.sendVerificationOtp({ email: ada.email, type: "sign-in" });
      const otp = codeIn(await inbox.next(ada.email));
      return async () =>
        (await visit().client.signIn.emailOtp({ email: ada.email, otp })).error === null;
    },
  },
  "a code to reset the password": {
    make: async ({ visit, ada, inbox }) => {
      await visit().post("/email-otp/request-password-reset", { email: ada.email });
      const otp = codeIn(await inbox.next(ada.email));
      return async () =>
        (
          await visit().post("/email-otp/reset-password", {
            email: ada.email,
            otp,
            password: "set by the old code",
          })
        ).status === 200;
    },
  },
  "a trusted device": {
    factor: true,
    unasked: "deletion and a new account", // which has no second factor
    make: async ({ visit, ada, factor }) => {
      const device = visit();
      await device.client.signIn.email(ada);
      await device.client.twoFactor.verifyTotp({ code: await factor!.code(), trustDevice: true });
      await device.client.signOut();
      return async () => {
        for (const password of [ada.password, anotherPassword]) {
          await device.client.signIn.email({ email: ada.email, password });
          if (await isSignedIn(device)) return true;
        }
        return false;
      };
    },
  },
  "a challenge of the second factor": {
    factor: true,
    make: async ({ visit, ada, factor }) => {
      const challenged = visit();
      await challenged.client.signIn.email(ada);
      return async () =>
        (await challenged.client.twoFactor.verifyTotp({ code: await factor!.code() })).error ===
        null;
    },
  },
};

const acts = {
  "another password": async ({ client, ada }: Stage) => {
    const { error } = await client.changePassword({
      currentPassword: ada.password,
      newPassword: anotherPassword,
    });
    expect(error).toBeNull();
  },
  "a password set by key": async ({ admin, userId }: Stage) => {
    await admin.users.setUserPassword({ userId, newPassword: anotherPassword });
  },
  "another address by key": async ({ admin, userId, ada }: Stage) => {
    await admin.users.updateUser({ userId, email: `other-${ada.email}`, emailVerified: true });
    await admin.users.updateUser({ userId, email: ada.email, emailVerified: true });
  },
  "signing out elsewhere": async ({ client, visit, ada }: Stage) => {
    await visit().client.signIn.email(ada);
    expect((await client.revokeSessions()).error).toBeNull();
  },
  "sessions revoked by key": async ({ admin, userId }: Stage) => {
    await admin.users.revokeAllSessions(userId);
  },
  "a ban": async ({ admin, userId }: Stage) => {
    await admin.users.banUser({ userId });
    await admin.users.unbanUser(userId);
  },
  "deletion and a new account": async ({ admin, userId, ada }: Stage) => {
    await admin.users.deleteUser(userId);
    await admin.users.createUser({ ...ada, emailVerified: true });
  },
} as const;
type Act = keyof typeof acts;

describe.each(engines.slice(0, 1))("tokens, %s", (_name, start) => {
  const stage = async ({ factor }: Token): Promise<Stage> => {
    const scene = await begin(start, {
      authMethods: { magicLink: true, emailOtp: true, twoFactor: true },
    });
    const { user } = await scene.admin.users.createUser({ ...scene.ada, emailVerified: true });
    await scene.client.signIn.email(scene.ada);
    const second = factor ? await setUp(scene, scene.ada.password) : undefined;
    return { ...scene, userId: user.id, factor: second };
  };

  describe.each(Object.entries(tokens))("%s", (_token, token) => {
    test("works while nothing has changed", async () => {
      const use = await token.make(await stage(token));
      expect(await use()).toBe(true);
    });

    const voiding = (Object.keys(acts) as Act[]).filter((act) => act !== token.unasked); // its keys
    test.each(voiding)("is void after %s", async (act) => {
      const scene = await stage(token);
      const use = await token.make(scene);
      await acts[act](scene);
      expect(await use()).toBe(false);
    });
  });
});
