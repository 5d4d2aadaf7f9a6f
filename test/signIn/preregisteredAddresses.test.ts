/**
 * Anyone can sign up with an address that is not theirs. Once the owner of the mailbox has proven
 * the address, nothing that a stranger added before gives access, and the owner's own sign-up does.
 */
import { describe, expect, test } from "vitest";
import { allRows, type Engine } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { setUp } from "../support/secondFactor";
import { begin, codeIn, engines, linkIn, type Scene } from "../support/signIn";
import type { TestVisitor } from "../support/visitor";

const settings = {
  authMethods: { magicLink: true, emailOtp: true },
  emailPassword: { requireEmailVerification: true },
};
const STRANGERS = "the stranger's password";
const OWNERS = "the owner's password";

interface Proof {
  /** The owner signs up too, in the browser that gives the proof. */
  readonly ownSignUp: boolean;
  /** The password that signs in afterwards. */
  readonly keeps: string | null;
  readonly prove: (scene: Scene, owner: TestVisitor) => Promise<Response>;
}

const nextMail = async ({ inbox, ada }: Scene, ask: () => Promise<unknown>) => {
  const before = (await inbox.messages(ada.email)).length;
  await ask();
  return await inbox.next(ada.email, before + 1);
};
const requestLink = async (scene: Scene, owner: TestVisitor, path: string) =>
  linkIn(await nextMail(scene, async () => await owner.post(path, { email: scene.ada.email })));
const requestCode = async (scene: Scene, owner: TestVisitor, type: string) =>
  codeIn(
    await nextMail(
      scene,
      async () =>
        await owner.post("/email-otp/send-verification-otp", { email: scene.ada.email, type }),
    ),
  );

const proofs: Record<string, Proof> = {
  "the link of the owner's own sign-up, opened": {
    ownSignUp: true,
    keeps: OWNERS,
    prove: async ({ inbox, ada }, owner) =>
      await owner.click(linkIn(await inbox.next(ada.email, 2))),
  },
  "a verification link requested by the browser that signed up": {
    ownSignUp: true,
    keeps: OWNERS,
    prove: async (scene, owner) =>
      await owner.click(await requestLink(scene, owner, "/send-verification-email")),
  },
  "a verification link requested by another browser": {
    ownSignUp: false,
    keeps: null,
    prove: async (scene, owner) =>
      await owner.click(await requestLink(scene, owner, "/send-verification-email")),
  },
  "a magic link of the browser that signed up": {
    ownSignUp: true,
    keeps: OWNERS,
    prove: async (scene, owner) =>
      await owner.click(await requestLink(scene, owner, "/sign-in/magic-link")),
  },
  "a magic link of another browser": {
    ownSignUp: false,
    keeps: null,
    prove: async (scene, owner) =>
      await owner.click(await requestLink(scene, owner, "/sign-in/magic-link")),
  },
  "a code to sign in, of another browser": {
    ownSignUp: false,
    keeps: null,
    prove: async (scene, owner) =>
      await owner.post("/sign-in/email-otp", {
        email: scene.ada.email,
        otp: await requestCode(scene, owner, "sign-in"),
      }),
  },
  "a code to verify the address, of the browser that signed up": {
    ownSignUp: true,
    keeps: OWNERS,
    prove: async (scene, owner) =>
      await owner.post("/email-otp/verify-email", {
        email: scene.ada.email,
        otp: await requestCode(scene, owner, "email-verification"),
      }),
  },
  "a code to verify the address, of another browser": {
    ownSignUp: false,
    keeps: null,
    prove: async (scene, owner) =>
      await owner.post("/email-otp/verify-email", {
        email: scene.ada.email,
        otp: await requestCode(scene, owner, "email-verification"),
      }),
  },
  "a password reset": {
    ownSignUp: false,
    keeps: "a password chosen at the reset",
    prove: async (scene, owner) => {
      const link = await requestLink(scene, owner, "/request-password-reset");
      const token = new URL(link).pathname.split("/").at(-1)!;
      return await owner.post("/reset-password", {
        token,
        newPassword: "a password chosen at the reset",
      });
    },
  },
};

const signUp = async (visitor: TestVisitor, { email }: Scene["ada"], password: string) =>
  await visitor.client.signUp.email({ email, name: "Somebody", password });

async function passwordsThatSignIn(scene: Scene): Promise<string[]> {
  const good: string[] = [];
  for (const password of [STRANGERS, OWNERS, "a password chosen at the reset"]) {
    const { client } = scene.visit();
    if (!(await client.signIn.email({ email: scene.ada.email, password })).error)
      good.push(password);
  }
  return good;
}

describe.each(engines)("an address that a stranger signed up with, %s", (_name, start) => {
  test.each(Object.entries(proofs))("is proven by %s", async (_proof, proof) => {
    const scene = await begin(start, settings);
    const owner = scene.visit();
    await signUp(scene.visit(), scene.ada, STRANGERS);
    await scene.inbox.next(scene.ada.email);
    if (proof.ownSignUp) {
      await signUp(owner, scene.ada, OWNERS);
      await scene.inbox.next(scene.ada.email, 2);
    }
    expect((await proof.prove(scene, owner)).status).toBeLessThan(400);
    expect(await passwordsThatSignIn(scene)).toEqual(proof.keeps === null ? [] : [proof.keeps]);
  });

  test("is the owner's alone where no verification is required: the stranger's session ends", async () => {
    const scene = await begin(start, { authMethods: settings.authMethods });
    const stranger = scene.visit();
    await signUp(stranger, scene.ada, STRANGERS);
    expect((await stranger.client.getSession()).data).not.toBeNull();
    const owner = scene.visit();
    await owner.click(await requestLink(scene, owner, "/sign-in/magic-link"));
    expect((await owner.client.getSession()).data?.user.email).toBe(scene.ada.email);
    expect((await stranger.client.getSession()).data).toBeNull();
    expect(await passwordsThatSignIn(scene)).toEqual([]);
  });
});

test.each(["a magic link of another browser", "a code to sign in, of another browser"])(
  "the stranger's second factor is not asked for: %s",
  async (name) => {
    const authMethods = { ...settings.authMethods, twoFactor: true };
    const scene = await begin(httpRuntime, { authMethods });
    const stranger = scene.visit();
    await signUp(stranger, scene.ada, STRANGERS);
    await setUp(stranger, STRANGERS);
    const owner = scene.visit();
    await proofs[name]!.prove(scene, owner);
    const { data } = await owner.client.getSession();
    expect([data?.user.email, data?.user.twoFactorEnabled]).toEqual([scene.ada.email, false]);
    expect((await stranger.client.getSession()).data).toBeNull();
  },
);

test("the user takes the name of the confirmed sign-up, and is found by it", async () => {
  const scene = await begin(httpRuntime, settings);
  await signUp(scene.visit(), scene.ada, STRANGERS);
  const owner = scene.visit();
  const { email } = scene.ada;
  await scene.inbox.next(email);
  await owner.client.signUp.email({ email, name: "Ｅ\u0301lodie", password: OWNERS });
  await owner.click(linkIn(await scene.inbox.next(email, 2)));
  for (const search of ["élod", "ÉLODIE"]) {
    const { data } = await scene.admin.users.listUsers({ search });
    expect(data.map((user) => user.email)).toEqual([email]);
  }
});

test("the owner's sign-up is confirmed however many strangers have made", async () => {
  let engine!: Engine;
  const scene = await begin(() => {
    const runtime = httpRuntime();
    ({ engine } = runtime);
    return runtime;
  }, settings);
  await signUp(scene.visit(), scene.ada, STRANGERS);
  await scene.inbox.next(scene.ada.email);
  const [stored] = (await allRows(engine)).signUps;
  const { _id, _creationTime, _table, ...row } = stored as Record<string, unknown>;
  await engine.run(async (ctx) => {
    for (let i = 0; i < 120; i++)
      await ctx.db.insert("signUps", { ...row, id: `${String(row.id).slice(0, -3)}${i}` } as never);
  });
  const owner = scene.visit();
  await signUp(owner, scene.ada, OWNERS);
  await owner.click(linkIn(await scene.inbox.next(scene.ada.email, 2)));
  expect(await passwordsThatSignIn(scene)).toEqual([OWNERS]);
});
