/** A provider's account with the address of a user: the question before it is linked. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { beginFlow, openPage, submit, visitNext, newApp } from "../support/hosted";
import {
  beginHosted,
  comeBack,
  enter,
  leave,
  makeAda,
  PASSWORD,
  signIn,
  loadUser,
  type Client,
  type Person,
  type Visitor,
} from "../support/hostedSocial";
import { registerPasskey } from "../support/passkeys";

import { ada } from "../support/socialProviders";
import { eventTypes, socialStage } from "../support/socialStage";
import { newCode, saveDashboardConfig, setUp as setUpProvider } from "../support/socialVisitor";

const stage = socialStage("on the test engine");
const begin = async (client: Client = {}, settings: object = {}) =>
  await beginHosted(stage, client, settings);

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

describe("an account with the same address", () => {
  async function meet(scene: Person, isVerified = false) {
    await makeAda(scene, isVerified);
    const { begun, shown } = await enter(scene);
    const met = await comeBack(scene, await leave(scene, shown));
    expect([met.status, met.text]).toEqual([400, expect.stringContaining("already")]);
    return { begun, question: await visitNext(scene, await signIn(scene, met)) };
  }
  const listAccounts = async ({ client }: Visitor) =>
    ((await client.listAccounts()).data ?? []).map(({ providerId }) => providerId).toSorted();

  test.each([
    ["is not verified", false],
    ["is verified", true],
  ])("that %s is linked after another sign-in and consent", async (_name, isVerified) => {
    const scene = await begin();
    const { begun, question } = await meet(scene, isVerified);
    expect(question.text).toContain("Link Google?");
    expect(await listAccounts(scene)).toEqual(["credential"]);
    const sent = await submit(scene, question, {}, { part: "/hosted/link" });
    const back = await comeBack(scene, sent.next!);
    expect(await loadUser(scene, begun, back), back.text).toBe(ada.email);
    expect(await listAccounts(scene)).toEqual(["credential", "google"]);
    expect(await eventTypes(scene.admin, "account.*")).toEqual(["account.linked"]);
  });

  test("stays as it is when the user does not want to, also a verified one", async () => {
    const scene = await begin();
    const { begun, question } = await meet(scene, true);
    const done = await submit(scene, question, {}, { part: "/hosted/continue" });
    expect(await loadUser(scene, begun, done), done.text).toBe(ada.email);
    expect(await listAccounts(scene)).toEqual(["credential"]);
  });

  test("is not linked to an account with another address, and can be linked after that", async () => {
    const scene = await begin();
    const { begun, question } = await meet(scene);
    const sent = await submit(scene, question, {}, { part: "/hosted/link" });
    stage.server.person = { ...ada, id: "77", email: "eva@example.com" };
    const back = await comeBack(scene, sent.next!);
    expect([back.status, back.text]).toEqual([
      400,
      expect.stringMatching(/different email address.*Link Google/s),
    ]);
    expect(await listAccounts(scene)).toEqual(["credential"]);
    stage.server.person = ada;
    const again = await submit(scene, back, {}, { part: "/hosted/link" });
    const done = await comeBack(scene, again.next!);
    expect(await loadUser(scene, begun, done), done.text).toBe(ada.email);
    expect(await listAccounts(scene)).toEqual(["credential", "google"]);
  });

  const AUTOMATIC = { features: { hostedUi: true, automaticLinking: true } };
  const NO_PASSWORD = { authMethods: { emailPassword: false } };

  test.each([
    { where: "with automaticLinking", settings: AUTOMATIC },
    { where: "with automaticLinking, one not verified", settings: AUTOMATIC, isVerified: false },
    { where: "for a user without another way to sign in", settings: NO_PASSWORD },
    { where: "for an app without another way", client: { enabledMethods: ["google" as const] } },
  ])("is linked at once $where", async ({ client = {}, settings = {}, isVerified = true }) => {
    const scene = await begin(client, settings);
    await makeAda(scene, isVerified);
    const { begun, shown } = await enter(scene);
    const back = await comeBack(scene, await leave(scene, shown));
    expect(await loadUser(scene, begun, back)).toBe(isVerified ? ada.email : undefined);
    expect(back.text.includes("already")).toBe(!isVerified);
  });

  test("is asked about where another provider is the other way", async () => {
    const scene = await begin({}, NO_PASSWORD);
    await makeAda(scene, true);
    const first = await enter(scene);
    const linked = await comeBack(scene, await leave(scene, first.shown));
    expect(await loadUser(scene, first.begun, linked)).toBe(ada.email);
    const other = scene.visit();
    const second = await enter(other);
    const url = await leave(other, second.shown, "github");
    const met = await comeBack(other, url, { code: newCode() }, "github");
    expect([met.status, met.text]).toEqual([400, expect.stringContaining("already")]);
    const signedIn = await comeBack(other, await leave(other, met));
    const question = await visitNext(other, signedIn);
    expect(question.text).toContain("Link GitHub?");
    const sent = await submit(other, question, {}, { part: "/hosted/link" });
    const back = await comeBack(other, sent.next!, { code: newCode() }, "github");
    expect(await loadUser(other, second.begun, back), back.text).toBe(ada.email);
    expect(await listAccounts(other)).toEqual(["credential", "github", "google"]);
  });

  test("is asked about after the other provider was cancelled at first", async () => {
    const scene = await begin();
    await makeAda(scene, true);
    const { begun, shown } = await enter(scene);
    const met = await comeBack(scene, await leave(scene, shown));
    const url = await leave(scene, met, "github");
    const cancelled = await comeBack(scene, url, { error: "access_denied" }, "github");
    expect(cancelled.text).toContain("You did not finish");
    const question = await visitNext(scene, await signIn(scene, cancelled));
    expect(question.text).toContain("Link Google?");
    const done = await submit(scene, question, {}, { part: "/hosted/continue" });
    expect(await loadUser(scene, begun, done), done.text).toBe(ada.email);
  });

  test("is linked at once for a page of the app's own, as before", async () => {
    const scene = await begin();
    await makeAda(scene, true);
    expect((await scene.signIn("google")).error).toBeNull();
    expect(await listAccounts(scene)).toEqual(["credential", "google"]);
  });

  test("is not asked about without that error, nor for a provider that the client has not", async () => {
    const scene = await begin({ enabledMethods: ["emailPassword"] });
    await makeAda(scene, false);
    const begun = beginFlow(scene, scene.clientId);
    const shown = await openPage(scene, `${begun.path}&error=account_not_linked&provider=google`);
    const done = await signIn(scene, shown);
    expect(await loadUser(scene, begun, done), done.text).toBe(ada.email);
    const path = begun.path.replace("/authorize", "/hosted/link");
    const page = await openPage(scene, `${path}&provider=google`);
    expect(page.next?.pathname).toMatch(/\/authorize$/);
  });

  /** Ada has no password from now on; the settings say how else users sign in. */
  async function meetWith(scene: Person, settings: object, provider = "google") {
    await saveDashboardConfig(stage.runtime, scene.project, settings);
    const other = scene.visit();
    const { begun, shown } = await enter(other);
    const url = await leave(other, shown, provider);
    const back = await comeBack(other, url, { code: newCode() }, provider);
    const user = await loadUser(other, begun, back);
    return user ?? (back.text.includes("already") ? "asks first" : back.text);
  }

  test.each([
    { way: "a mailed link", authMethods: { magicLink: true } },
    { way: "a mailed code", authMethods: { emailOtp: true } },
  ])("is asked about where $way is the other way", async ({ authMethods }) => {
    const scene = await begin();
    await makeAda(scene, true);
    const settings = { authMethods: { emailPassword: false, ...authMethods } };
    expect(await meetWith(scene, settings)).toBe("asks first");
  });

  test.each([
    { where: "of a user", has: true, passkey: true, outcome: "asks first" },
    { where: "of others only", has: false, passkey: true, outcome: ada.email },
    { where: "that the project has turned off", has: true, passkey: false, outcome: ada.email },
  ])("with passkeys $where: $outcome", async ({ has, passkey, outcome }) => {
    const scene = await begin({}, { authMethods: { passkey: true } });
    await makeAda(scene, true);
    await scene.client.signIn.email({ email: ada.email, password: PASSWORD });
    if (has) await registerPasskey(scene);
    const settings = { authMethods: { emailPassword: false, passkey } };
    expect(await meetWith(scene, settings)).toBe(outcome);
  });

  test.each([
    { where: "GitHub is a way", change: {}, outcome: "asks first" },
    {
      where: "the address has capitals",
      change: { email: "ADA@example.com" },
      outcome: "asks first",
    },
    { where: "GitHub is off", isOff: true, outcome: ada.email },
    {
      where: "the app does not take GitHub",
      client: { enabledMethods: ["google" as const] },
      outcome: ada.email,
    },
  ])(
    "with an account of GitHub, where $where: $outcome",
    async ({ change = {}, client, isOff, outcome }) => {
      const scene = await begin({}, NO_PASSWORD);
      await makeAda(scene, true);
      expect(await meetWith(scene, {}, "github")).toBe(ada.email);
      if (isOff) await setUpProvider(stage.runtime, scene.project, "github", { enabled: false });
      const clientId = client ? (await newApp(scene, client)).clientId : scene.clientId;
      stage.server.person = { ...ada, ...change };
      const visit = () => ({ ...scene.visit(), clientId });
      expect(await meetWith({ ...scene, visit }, {})).toBe(outcome);
    },
  );
});
