/**
 * What each way of signing in proves: who is asked for a second factor, and which sessions an
 * organization that requires one lets in.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "../../convex/component/signIn/endpoints";
import type { Endpoint } from "../../convex/component/signIn/endpoint";
import { Authenticator } from "../support/authenticator";
import { registerPasskey, signInBy } from "../support/passkeys";
import { setUp, type SecondFactor } from "../support/secondFactor";
import { begin, codeIn, linkIn, type Scene } from "../support/signIn";
import { httpRuntime } from "../support/runtime";
import { socialStage } from "../support/socialStage";
import { setUp as setUpProvider, socialVisitor } from "../support/socialVisitor";
import type { TestVisitor } from "../support/visitor";

const methods = {
  emailPassword: true,
  magicLink: true,
  emailOtp: true,
  passkey: true,
  twoFactor: true,
  username: true,
};

/** A user with a second factor, a passkey, an account at a provider and a strict organization. */
interface Stage {
  readonly scene: Scene;
  readonly factor: SecondFactor;
  readonly authenticator: Authenticator;
  readonly organizationId: string;
}

interface Way {
  readonly endpoint: string;
  readonly begin: (stage: Stage, visitor: TestVisitor) => Promise<unknown>;
  /** Whether the user is asked for the second factor. */
  readonly asks: boolean;
  /** Whether the session satisfies `requireMfa`, after the code of the app where it was asked. */
  readonly isStrong: boolean;
}

const social = socialStage("on the test engine");

/** The provider says that the account has the user's address. */
const asAda = ({ scene: { ada } }: Stage) =>
  (social.server.person = { ...social.server.person, email: ada.email, verified: true });

async function mailed(stage: Stage, visitor: TestVisitor, ask: () => Promise<unknown>) {
  const { inbox, ada } = stage.scene;
  const before = (await inbox.messages(ada.email)).length;
  await ask();
  return await inbox.next(ada.email, before + 1);
}

const ways: Record<string, Way> = {
  password: {
    endpoint: "/sign-in/email",
    begin: async ({ scene }, { client }) => await client.signIn.email(scene.ada),
    asks: true,
    isStrong: true,
  },
  username: {
    endpoint: "/sign-in/username",
    begin: async ({ scene: { ada } }, { client }) =>
      await client.signIn.username({ username: "ada_l", password: ada.password }),
    asks: true,
    isStrong: true,
  },
  "magic link": {
    endpoint: "/magic-link/verify",
    begin: async (stage, visitor) => {
      const { email } = stage.scene.ada;
      const mail = await mailed(stage, visitor, async () =>
        visitor.client.signIn.magicLink({ email, callbackURL: "/home" }),
      );
      await visitor.open(linkIn(mail));
    },
    asks: true,
    isStrong: true,
  },
  "mailed code": {
    endpoint: "/sign-in/email-otp",
    begin: async (stage, visitor) => {
      const { email } = stage.scene.ada;
      const mail = await mailed(stage, visitor, async () =>
        visitor.client.emailOtp.sendVerificationOtp({ email, type: "sign-in" }),
      );
      await visitor.client.signIn.emailOtp({ email, otp: codeIn(mail) });
    },
    asks: true,
    isStrong: true,
  },
  "social callback": {
    endpoint: "/callback/:id",
    begin: async (stage, visitor) => {
      asAda(stage);
      const { runtime, project } = stage.scene;
      await socialVisitor(runtime, project, visitor.cookies).signIn("google");
    },
    asks: true,
    isStrong: true,
  },
  "social id token": {
    endpoint: "/sign-in/social",
    begin: async (stage, visitor) => {
      asAda(stage);
      const token = await social.server.idToken("https://accounts.google.com");
      await visitor.post("/sign-in/social", { provider: "google", idToken: { token } });
    },
    asks: true,
    isStrong: true,
  },
  "passkey with user verification": {
    endpoint: "/passkey/verify-authentication",
    begin: async ({ scene, authenticator }, visitor) => {
      authenticator.verifiesUser = true;
      await signInBy(scene, visitor, authenticator);
    },
    asks: false,
    isStrong: true,
  },
  "passkey without user verification": {
    endpoint: "/passkey/verify-authentication",
    begin: async ({ scene, authenticator }, visitor) => {
      authenticator.verifiesUser = false;
      await signInBy(scene, visitor, authenticator);
    },
    asks: true,
    // Two things to hold are one kind of factor.
    isStrong: false,
  },
};

/** Signs in, or does not, for a reason of its own. */
const others = [
  "/sign-up/email", // a user that is new has no factor
  "/email-otp/verify-email", // begins no session in this runtime
  "/two-factor/verify-totp",
  "/two-factor/verify-otp",
  "/two-factor/verify-backup-code",
  "/sso/callback/:providerId", // test/sso/identity.test.ts
  "/sso/complete", // as above
];

const isSignedIn = async ({ client }: TestVisitor) => (await client.getSession()).data !== null;
const isLetIn = async ({ client }: TestVisitor, organizationId: string) =>
  (await client.organization.setActive({ organizationId })).error === null;

async function stageOf(settings: object): Promise<Stage> {
  const scene = await begin(() => social.runtime, { authMethods: methods });
  await setUpProvider(scene.runtime, scene.project, "google");
  const { data } = await scene.client.signUp.email({ ...scene.ada, username: "ada_l" });
  await scene.admin.users.updateUser({ userId: data!.user.id, emailVerified: true });
  const { authenticator } = await registerPasskey(scene);
  const organization = await scene.admin.organizations.createOrganization({
    name: "Acme",
    requireMfa: true,
  });
  await scene.admin.organizations.addMember({
    organizationId: organization.id,
    userId: data!.user.id,
    role: "owner",
  });
  const factor = await setUp(scene, scene.ada.password);
  await scene.admin.configuration.saveDashboardConfig(settings);
  return { scene, factor, authenticator, organizationId: organization.id };
}

test("every endpoint that signs in is a way of the table below", () => {
  const signingIn = Object.entries<Endpoint | null>(endpoints).flatMap(([path, row]) =>
    row === null || row.signsIn === null ? [] : path,
  );
  const tried = [...Object.values(ways).map(({ endpoint }) => endpoint), ...others];
  expect([...new Set(tried)].sort()).toEqual(signingIn.sort());
});

describe("a user with a second factor", () => {
  let stage: Stage;
  beforeAll(async () => (stage = await stageOf({ features: { signUp: true } })), 60_000);

  test.each(Object.entries(ways))("%s", async (_name, { begin: signIn, asks, isStrong }) => {
    const visitor = stage.scene.visit();
    await signIn(stage, visitor);
    expect(await isSignedIn(visitor)).toBe(!asks);
    if (asks) {
      const [code] = (await newBackupCodes(stage)) as [string];
      expect((await visitor.client.twoFactor.verifyBackupCode({ code })).error).toBeNull();
    }
    expect(await isLetIn(visitor, stage.organizationId)).toBe(isStrong);
  });

  test("without user verification, a passkey and then the password are two factors", async () => {
    const visitor = stage.scene.visit();
    await ways["passkey without user verification"]!.begin(stage, visitor);
    const [code] = await newBackupCodes(stage);
    await visitor.client.twoFactor.verifyBackupCode({ code: code! });
    expect(await isLetIn(visitor, stage.organizationId)).toBe(false);
    const { password } = stage.scene.ada;
    expect((await visitor.post("/verify-password", { password })).status).toBe(200);
    expect(await isLetIn(visitor, stage.organizationId)).toBe(true);
  });
});

async function newBackupCodes({ scene }: Stage): Promise<string[]> {
  const { data, error } = await scene.client.twoFactor.generateBackupCodes({
    password: scene.ada.password,
  });
  expect(error).toBeNull();
  return data!.backupCodes;
}

describe("where the project has switched second factors off", () => {
  let stage: Stage;
  beforeAll(async () => (stage = await stageOf({ authMethods: { twoFactor: false } })), 60_000);

  test.each(Object.entries(ways))(
    "%s is not asked, and counts as what it is",
    async (name, { begin: signIn }) => {
      const visitor = stage.scene.visit();
      await signIn(stage, visitor);
      expect(await isSignedIn(visitor)).toBe(true);
      const isStrong = name === "passkey with user verification";
      expect(await isLetIn(visitor, stage.organizationId)).toBe(isStrong);
    },
  );

  test("a mailbox and the password that it can reset are one factor", async () => {
    const visitor = stage.scene.visit();
    await ways["magic link"]!.begin(stage, visitor);
    const { password } = stage.scene.ada;
    expect((await visitor.post("/verify-password", { password })).status).toBe(200);
    expect(await isLetIn(visitor, stage.organizationId)).toBe(false);
  });
});

describe("where social sign-in may skip the second factor", () => {
  let stage: Stage;
  beforeAll(
    async () => (stage = await stageOf({ features: { secondFactorAfterSocial: false } })),
    60_000,
  );

  test.each(["social callback", "social id token"])(
    "%s is one factor until a step-up",
    async (name) => {
      const visitor = stage.scene.visit();
      await ways[name]!.begin(stage, visitor);
      expect(await isSignedIn(visitor)).toBe(true);
      expect(await isLetIn(visitor, stage.organizationId)).toBe(false);
      const refused = { status: 403, code: "SECOND_FACTOR_REQUIRED" };
      const { password } = stage.scene.ada;
      for (const attempt of [
        () => visitor.client.twoFactor.enable({ password }),
        () => visitor.client.twoFactor.disable({ password }),
        () => visitor.client.twoFactor.generateBackupCodes({ password }),
        () => visitor.client.twoFactor.getTotpUri({ password }),
      ])
        expect((await attempt()).error).toMatchObject(refused);
      expect((await visitor.get("/passkey/generate-register-options")).status).toBe(403);
      const [code] = await newBackupCodes(stage);
      expect((await visitor.client.twoFactor.verifyBackupCode({ code: code! })).error).toBeNull();
      expect(await isLetIn(visitor, stage.organizationId)).toBe(true);
      expect(
        (await newBackupCodes({ ...stage, scene: { ...stage.scene, ...visitor } })).length,
      ).toBe(10);
    },
  );

  test("a password is asked all the same", async () => {
    const visitor = stage.scene.visit();
    await ways.password!.begin(stage, visitor);
    expect(await isSignedIn(visitor)).toBe(false);
  });
});

describe("where a mailed code is allowed as second factor", () => {
  let stage: Stage;
  beforeAll(
    async () => (stage = await stageOf({ features: { mailedSecondFactor: true } })),
    60_000,
  );

  test.each([
    ["password", true],
    ["username", true],
    ["magic link", false],
    ["mailed code", false],
    ["social id token", false],
  ] as const)("after %s it makes two factors: %s", async (name, isStrong) => {
    const visitor = stage.scene.visit();
    await ways[name]!.begin(stage, visitor);
    expect(await isSignedIn(visitor)).toBe(false);
    const mail = await mailed(stage, visitor, async () => visitor.client.twoFactor.sendOtp());
    expect((await visitor.client.twoFactor.verifyOtp({ code: codeIn(mail) })).error).toBeNull();
    expect(await isLetIn(visitor, stage.organizationId)).toBe(isStrong);
  });
});

describe("step-up in a running session", () => {
  test("a session of before the factor was set up becomes multi-factor by each proof", async () => {
    const stage = await stageOf({ authMethods: { twoFactor: false } });
    const { scene, factor, authenticator, organizationId } = stage;
    const sessions = [];
    for (let i = 0; i < 4; i++) {
      const visitor = scene.visit();
      await visitor.client.signIn.email(scene.ada);
      sessions.push(visitor);
    }
    await scene.admin.configuration.saveDashboardConfig({ authMethods: { twoFactor: true } });
    const proofs: ((visitor: TestVisitor) => Promise<unknown>)[] = [
      async ({ client }) => client.twoFactor.verifyTotp({ code: await factor.code() }),
      async ({ client }) => client.twoFactor.verifyBackupCode({ code: factor.backupCodes[0]! }),
      async (visitor) => {
        authenticator.verifiesUser = true;
        await signInBy(scene, visitor, authenticator);
      },
      async (visitor) => {
        authenticator.verifiesUser = false;
        await signInBy(scene, visitor, authenticator);
      },
    ];
    for (const [i, visitor] of sessions.entries()) {
      expect(await isLetIn(visitor, organizationId), `before ${i}`).toBe(false);
      await proofs[i]!(visitor);
      expect(await isLetIn(visitor, organizationId), `after ${i}`).toBe(true);
    }
  });

  test("another user's passkey does not raise the session", async () => {
    const [stage, bob] = [
      await stageOf({ authMethods: { twoFactor: false } }),
      new Authenticator(),
    ];
    const { scene, organizationId } = stage;
    const stranger = { ...scene, ...scene.visit() };
    await stranger.client.signUp.email({ ...scene.ada, email: `b-${scene.ada.email}` });
    await registerPasskey(stranger, bob);
    const visitor = scene.visit();
    await visitor.client.signIn.email(scene.ada);
    const before = new Map(visitor.cookies);
    await signInBy(scene, visitor, bob);
    expect(await isLetIn(visitor, organizationId)).toBe(false);
    expect(await isLetIn(scene.visit(before), organizationId)).toBe(false);
  });
});

describe("where the project requires a second factor of everybody", () => {
  test("passkeys are asked for user verification, and refused without", async () => {
    const scene = await begin(httpRuntime, { authMethods: methods });
    await scene.client.signUp.email(scene.ada);
    const { authenticator } = await registerPasskey(scene);
    await scene.admin.configuration.saveDashboardConfig({ features: { mfa: true } });
    const options = await scene.visit().get("/passkey/generate-authenticate-options");
    expect(await options.json()).toMatchObject({ userVerification: "required" });
    for (const verifiesUser of [false, true]) {
      authenticator.verifiesUser = verifiesUser;
      const visitor = scene.visit();
      const { status } = await signInBy(scene, visitor, authenticator);
      expect([status, await isSignedIn(visitor)]).toEqual([verifiesUser ? 200 : 401, verifiesUser]);
    }
    await setUp(scene, scene.ada.password);
    const silent = new Authenticator();
    silent.verifiesUser = false;
    await expect(registerPasskey(scene, silent)).rejects.toThrow("USER_VERIFICATION_REQUIRED");
    await registerPasskey(scene);
  });
});
