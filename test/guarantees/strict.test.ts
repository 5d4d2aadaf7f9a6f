/**
 * Every operation and every way to sign in on a deployment that evaluates the modules of a function
 * anew for each call, as Convex does: nothing depends on module state that an earlier call left, and
 * evaluation fits into a function's time.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setVariable } from "../../src/cli/deploymentVariables";
import { insertInto } from "../support/ssoRows";
import { deployApp } from "../support/deployment";
import { emptyResolverUrl } from "../support/dnsOverHttps";
import { registerPasskey, signInBy } from "../support/passkeys";
import { deployedRuntime, newProject, type HttpRuntime } from "../support/runtime";
import { setUp as setUpSecondFactor } from "../support/secondFactor";
import { begin, codeIn, linkIn } from "../support/signIn";
import { SocialProviders } from "../support/socialProviders";
import { setUp as setUpProvider, socialVisitor } from "../support/socialVisitor";
import { operations } from "./support/operations";
import { call, inputOf, mailServerUrl, newFixtures, textOf, type Stage } from "./support/stage";
import { samples } from "./support/samples";

const PROVIDER = "BANATA_LOCAL_PROVIDER_URL";
const newPassword = "another horse battery";

let deployment: LocalDeployment;
let runtime: HttpRuntime;
beforeAll(async () => {
  deployment = await deployApp();
  await setVariable(deployment, PROVIDER, await mailServerUrl());
  await setVariable(deployment, "BANATA_AUTH_DNS_URL", await emptyResolverUrl());
  runtime = deployedRuntime(deployment);
}, 120_000);
afterAll(() => deployment.close());

test(
  "every operation answers 200, on resources made with kept contexts",
  { timeout: 300_000 },
  async () => {
    const { key } = await runtime.setup("createAdminKey", { name: "admin" });
    const stage: Stage = {
      runtime,
      admin: { id: "", key },
      rows: async () => [],
      insertRow: insertInto(deployment),
      forgetAllBut: async () => undefined,
    };
    const project = await newProject(runtime);
    for (const { name } of operations) {
      const isAdmins = samples[name].by === "admin";
      const fixtures = await newFixtures(stage, isAdmins ? await newProject(runtime) : project, {
        of: name,
      });
      deployment.setMode("strict");
      const { status, body } = await call(
        stage,
        isAdmins ? stage.admin : project,
        name,
        inputOf(name, fixtures),
      );
      expect(status, `${name} ${textOf(body)}`).toBe(200);
      deployment.setMode("fast");
    }
  },
);

describe("a user signs in", { timeout: 180_000 }, () => {
  beforeAll(() => deployment.setMode("strict"));
  const signedIn = async ({ client }: Pick<Awaited<ReturnType<typeof begin>>, "client">) =>
    (await client.getSession()).data?.user.email;

  test("by password, which can be reset", async () => {
    const scene = await begin(() => runtime, { authMethods: { username: true } });
    const { client, ada, inbox } = scene;
    expect((await client.signUp.email({ ...ada, username: "ada_l" })).error).toBeNull();
    expect(await signedIn(scene)).toBe(ada.email);
    expect((await client.signOut()).error).toBeNull();
    expect((await client.signIn.email(ada)).error).toBeNull();
    const other = scene.visit();
    expect(
      (await other.client.signIn.username({ username: "ada_l", password: ada.password })).error,
    ).toBeNull();
    expect(
      (await client.signIn.email({ ...ada, password: "not her password" })).error?.status,
    ).toBe(401);

    await client.requestPasswordReset({ email: ada.email, redirectTo: "/reset" });
    const page = await scene.open(linkIn(await inbox.next(ada.email)));
    const token = new URL(page.headers.get("location") ?? "", "http://page").searchParams.get(
      "token",
    );
    expect((await client.resetPassword({ newPassword, token: token ?? "" })).error).toBeNull();
    expect((await client.signIn.email({ ...ada, password: newPassword })).error).toBeNull();
  });

  test("by a link and by a code in a mail", async () => {
    const scene = await begin(() => runtime, { authMethods: { magicLink: true, emailOtp: true } });
    const { client, ada, inbox } = scene;
    await client.signIn.magicLink({ email: ada.email, name: ada.name, callbackURL: "/home" });
    await scene.open(linkIn(await inbox.next(ada.email)));
    expect(await signedIn(scene)).toBe(ada.email);
    const other = scene.visit();
    await other.client.emailOtp.sendVerificationOtp({ email: ada.email, type: "sign-in" });
    const otp = codeIn(await inbox.next(ada.email, 2));
    expect((await other.client.signIn.emailOtp({ email: ada.email, otp })).error).toBeNull();
    expect(await signedIn(other)).toBe(ada.email);
  });

  test("with a second factor", async () => {
    const scene = await begin(() => runtime, { authMethods: { twoFactor: true } });
    const { client, ada } = scene;
    await client.signUp.email(ada);
    const factor = await setUpSecondFactor(scene, ada.password);
    await client.signOut();
    expect((await client.signIn.email(ada)).data).toMatchObject({ twoFactorRedirect: true });
    expect((await client.twoFactor.verifyTotp({ code: await factor.code() })).error).toBeNull();
    expect(await signedIn(scene)).toBe(ada.email);
  });

  test("by a passkey", async () => {
    const scene = await begin(() => runtime, { authMethods: { passkey: true } });
    await scene.client.signUp.email(scene.ada);
    const { authenticator } = await registerPasskey(scene);
    const other = scene.visit();
    expect((await signInBy(scene, other, authenticator)).status).toBe(200);
    expect(await signedIn(other)).toBe(scene.ada.email);
  });

  test("anonymously", async () => {
    const scene = await begin(() => runtime, { authMethods: { anonymous: true } });
    expect((await scene.client.signIn.anonymous()).error).toBeNull();
    expect(await signedIn(scene)).toBeDefined();
  });

  test("by a social provider", async () => {
    const server = await new SocialProviders().start();
    try {
      await setVariable(deployment, PROVIDER, server.url);
      const project = await newProject(runtime);
      await setUpProvider(runtime, project, "google");
      const visitor = socialVisitor(runtime, project);
      expect((await visitor.signIn("google")).error).toBeNull();
      expect(await signedIn(visitor)).toBeDefined();
    } finally {
      server.close();
    }
  });
});
