/** Signing in on the hosted pages through a social provider. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { beginFlow, openPage, submit, newApp } from "../support/hosted";
import {
  beginHosted,
  comeBack,
  enter,
  leave,
  makeAda,
  PASSWORD,
  SOCIAL,
  signIn,
  loadUser,
  type Client,
} from "../support/hostedSocial";
import { setUp as setUpFactor } from "../support/secondFactor";
import { ada } from "../support/socialProviders";
import { socialStage } from "../support/socialStage";
import { newCode, saveDashboardConfig } from "../support/socialVisitor";

const stage = socialStage("on the test engine");
const begin = async (client: Client = {}, settings: object = {}) =>
  await beginHosted(stage, client, settings);

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

describe("a social provider", () => {
  test.each([
    ["google", {}],
    ["github", {}],
    ["google", { screen_hint: "sign-up" }],
  ])("%s leads into the app, %o", async (provider, changes: Record<string, string>) => {
    const scene = await begin();
    const { begun, shown } = await enter(scene, changes);
    const url = await leave(scene, shown, provider);
    const back = await comeBack(scene, url, { code: newCode() }, provider);
    expect(await loadUser(scene, begun, back), back.text).toBe(ada.email);
    const again = await openPage(scene, beginFlow(scene, scene.clientId).path);
    expect(again.text).toContain("Continue as Ada");
    expect((await enter(scene, { prompt: "none" })).shown.next?.searchParams.has("code")).toBe(
      true,
    );
  });

  test("is offered as far as the client allows, which also takes no other's session", async () => {
    const scene = await begin({ enabledMethods: ["google"] });
    const { shown, begun } = await enter(scene);
    expect([shown.text.includes("with Google"), shown.text.includes("with GitHub")]).toEqual([
      true,
      false,
    ]);
    expect(shown.text).not.toContain('name="email"');
    const refused = await submit(scene, shown, { provider: "github" }, SOCIAL);
    expect([refused.status, refused.next]).toEqual([404, null]);
    const back = await comeBack(scene, await leave(scene, shown));
    expect(await loadUser(scene, begun, back)).toBe(ada.email);
    const { clientId } = await newApp(scene, { enabledMethods: ["github"] });
    const other = await openPage(scene, beginFlow(scene, clientId).path);
    expect([other.text.includes("Continue as"), other.text.includes("with GitHub")]).toEqual([
      false,
      true,
    ]);
    const silent = await openPage(scene, beginFlow(scene, clientId, { prompt: "none" }).path);
    expect(silent.next?.searchParams.get("error")).toBe("login_required");
  });

  test("that is off is neither offered nor used", async () => {
    const { project, admin, visitor } = await stage.begin("google");
    await saveDashboardConfig(stage.runtime, project, { features: { hostedUi: true } });
    const { clientId } = await newApp({ admin });
    const scene = { ...visitor, runtime: stage.runtime, project, clientId };
    const { shown } = await enter(scene);
    for (const provider of ["github", "", "gith", "__proto__", "&x=1", "x".repeat(9_000)]) {
      const { status, next } = await submit(scene, shown, { provider }, SOCIAL);
      expect([provider.slice(0, 9), status >= 400 && status < 500, next]).toEqual([
        provider.slice(0, 9),
        true,
        null,
      ]);
    }
    expect(shown.text).not.toContain("GitHub");
  });

  test("is followed by the second factor, and the session still counts as the provider's", async () => {
    const scene = await begin(
      { enabledMethods: ["google"] },
      { authMethods: { twoFactor: true }, features: { hostedUi: true, automaticLinking: true } },
    );
    await makeAda(scene, true);
    const first = scene.visit();
    await first.client.signIn.email({ email: ada.email, password: PASSWORD });
    const { backupCodes } = await setUpFactor(first, PASSWORD);
    const { begun, shown } = await enter(scene);
    const factor = await comeBack(scene, await leave(scene, shown));
    expect([factor.next, factor.text]).toEqual([null, expect.stringContaining("Backup code")]);
    const done = await submit(scene, factor, { backupCode: backupCodes[0]! });
    expect(await loadUser(scene, begun, done), done.text).toBe(ada.email);
  });

  test("ends the apps of another user, and keeps those of the same one", async () => {
    const scene = await begin({}, { features: { hostedUi: true, automaticLinking: true } });
    const { email, id } = (await makeAda(scene, true)).user;
    const first = await enter(scene);
    const done = await signIn(scene, first.shown);
    expect(await loadUser(scene, first.begun, done)).toBe(email);
    const count = async () =>
      (await scene.admin.users.listUserSessions({ userId: id })).data.length;
    expect(await count()).toBe(2);
    const again = await enter(scene, { prompt: "login" });
    const same = await comeBack(scene, await leave(scene, again.shown));
    expect(await loadUser(scene, again.begun, same)).toBe(email);
    expect(await count()).toBe(3);
    stage.server.person = { ...ada, id: "77", email: "eva@example.com" };
    const other = await enter(scene, { prompt: "login" });
    const eva = await comeBack(scene, await leave(scene, other.shown));
    expect(await loadUser(scene, other.begun, eva)).toBe("eva@example.com");
    expect(await count()).toBe(0);
  });

  test("that another browser comes back from signs nobody in", async () => {
    const scene = await begin();
    const { shown } = await enter(scene);
    const url = await leave(scene, shown);
    const victim = scene.visit();
    const back = await comeBack(victim, url);
    expect([back.status, back.next]).toEqual([400, null]);
    expect(back.text).toContain("That sign-in was interrupted");
    expect((await enter(victim)).shown.text).not.toContain("Continue as");
  });
});

test("of two tabs at a provider the first one begins again", async () => {
  const scene = await begin();
  const [first, second] = [await enter(scene), await enter(scene)];
  const urls = [await leave(scene, first.shown), await leave(scene, second.shown)] as const;
  const back = await comeBack(scene, urls[0]);
  expect([back.status, back.text]).toEqual([400, expect.stringContaining("interrupted")]);
  const done = await comeBack(scene, urls[1]);
  expect(await loadUser(scene, second.begun, done), done.text).toBe(ada.email);
  const again = await submit(scene, await openPage(scene, first.begun.path));
  expect(await loadUser(scene, first.begun, again), again.text).toBe(ada.email);
});

describe("an error of a provider", () => {
  test.each([
    ["access_denied", "You did not finish"],
    ["server_error", "That did not work"],
    ["<script>alert(1)</script>", "That did not work"],
    ["constructor", "That did not work"],
  ])("%s shows the sign-in page, which works", async (error, text) => {
    const scene = await begin();
    const { begun, shown } = await enter(scene);
    const answer = { error, error_description: "<b>odd</b>" };
    const back = await comeBack(scene, await leave(scene, shown), answer);
    expect([back.status, back.next]).toEqual([400, null]);
    expect(back.text).toContain(text);
    expect(back.text).not.toContain("<b>odd");
    const done = await comeBack(scene, await leave(scene, back));
    expect(await loadUser(scene, begun, done), done.text).toBe(ada.email);
  });

  test.each([
    ["a broken code", { code: "odd" }, {}, "That did not work"],
    ["no account, and sign-up off", { code: newCode() }, { signUp: false }, "no account for you"],
  ])("%s", async (_name, answer, features, text) => {
    const scene = await begin({}, { features: { hostedUi: true, ...features } });
    const { shown } = await enter(scene);
    const back = await comeBack(scene, await leave(scene, shown), answer);
    expect([back.status, back.text]).toEqual([400, expect.stringContaining(text)]);
  });

  test("beside a session shows the choice of the account with it", async () => {
    const scene = await begin();
    const { shown } = await enter(scene);
    await comeBack(scene, await leave(scene, shown));
    const again = await enter(scene, { prompt: "login" });
    const back = await comeBack(scene, await leave(scene, again.shown), { error: "access_denied" });
    expect(back.text).toMatch(/You did not finish.*Continue as Ada/s);
  });
});
