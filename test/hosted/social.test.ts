/** Signing in on the hosted pages through a social provider, and linking its account. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  beginFlow,
  exchange,
  newApp,
  openPage,
  read,
  REDIRECT,
  submit,
  visitNext,
  type Begun,
  type Shown,
} from "../support/hosted";
import { setUp as setUpFactor } from "../support/secondFactor";
import { ada } from "../support/socialProviders";
import { eventTypes, socialStage } from "../support/socialStage";
import { newCode, saveDashboardConfig } from "../support/socialVisitor";

const stage = socialStage("on the test engine");
const SOCIAL = { part: "/hosted/sign-in/social" };
const PASSWORD = "correct horse battery";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

type Client = Parameters<typeof newApp>[1];

async function begin(client: Client = {}, settings: object = {}) {
  const { project, admin, visitor } = await stage.begin("google", "github");
  await saveDashboardConfig(stage.runtime, project, { features: { hostedUi: true }, ...settings });
  const { clientId } = await newApp({ admin }, client);
  const visit = () => ({ ...stage.visitor(project), runtime: stage.runtime, project, clientId });
  return { ...visit(), admin, visit, first: visitor };
}
type Person = Awaited<ReturnType<typeof begin>>;
type Visitor = ReturnType<Person["visit"]>;

/** Goes to the provider from a page of the flow. */
async function leave(visitor: Visitor, shown: Shown, provider = "google") {
  const { next, text, status } = await submit(visitor, shown, { provider }, SOCIAL);
  expect(status, text).toBe(200);
  return next!;
}
/** The provider sends the browser back; the page after it. */
async function comeBack(
  visitor: Visitor,
  url: URL,
  answer: Record<string, string> = { code: newCode() },
  provider = "google",
): Promise<Shown> {
  const state = url.searchParams.get("state") ?? "";
  const query = new URLSearchParams({ state, ...answer });
  const path = `/p/${visitor.project.id}/api/auth/callback/${provider}?${query}`;
  return await visitNext(visitor, await read(await visitor.browse(path)));
}
async function enter(visitor: Visitor, changes: Record<string, string> = {}) {
  const begun = beginFlow(visitor, visitor.clientId, changes);
  return { begun, shown: await openPage(visitor, begun.path) };
}
async function userOf(visitor: Visitor, { verifier }: Begun, { next }: Shown) {
  const response = await exchange(visitor, {
    code: next?.searchParams.get("code") ?? "",
    client_id: visitor.clientId,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  return ((await response.json()) as { user?: { email: string } }).user?.email;
}
async function makeAda({ admin }: Person, emailVerified: boolean) {
  const { email } = ada;
  return await admin.users.createUser({ email, name: "Ada", password: PASSWORD, emailVerified });
}
/** Signs in with the password on a page with the field for the address. */
async function signIn(visitor: Visitor, shown: Shown) {
  const { email } = ada;
  const asked = await submit(visitor, shown, { email }, { part: "/hosted/sign-in?" });
  return await submit(
    visitor,
    asked,
    { email, password: PASSWORD },
    {
      part: "/hosted/sign-in/password",
    },
  );
}

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
    expect(await userOf(scene, begun, back), back.text).toBe(ada.email);
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
    expect(await userOf(scene, begun, back)).toBe(ada.email);
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
    expect(await userOf(scene, begun, done), done.text).toBe(ada.email);
  });

  test("ends the apps of another user, and keeps those of the same one", async () => {
    const scene = await begin({}, { features: { hostedUi: true, automaticLinking: true } });
    const { email, id } = (await makeAda(scene, true)).user;
    const first = await enter(scene);
    const done = await signIn(scene, first.shown);
    expect(await userOf(scene, first.begun, done)).toBe(email);
    const count = async () =>
      (await scene.admin.users.listUserSessions({ userId: id })).data.length;
    expect(await count()).toBe(2);
    const again = await enter(scene, { prompt: "login" });
    const same = await comeBack(scene, await leave(scene, again.shown));
    expect(await userOf(scene, again.begun, same)).toBe(email);
    expect(await count()).toBe(3);
    stage.server.person = { ...ada, id: "77", email: "eva@example.com" };
    const other = await enter(scene, { prompt: "login" });
    const eva = await comeBack(scene, await leave(scene, other.shown));
    expect(await userOf(scene, other.begun, eva)).toBe("eva@example.com");
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
  expect(await userOf(scene, second.begun, done), done.text).toBe(ada.email);
  const again = await submit(scene, await openPage(scene, first.begun.path));
  expect(await userOf(scene, first.begun, again), again.text).toBe(ada.email);
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
    expect(await userOf(scene, begun, done), done.text).toBe(ada.email);
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

describe("an account with the same address", () => {
  async function meet(scene: Person, isVerified = false) {
    await makeAda(scene, isVerified);
    const { begun, shown } = await enter(scene);
    const met = await comeBack(scene, await leave(scene, shown));
    expect([met.status, met.text]).toEqual([400, expect.stringContaining("already")]);
    return { begun, question: await visitNext(scene, await signIn(scene, met)) };
  }
  const accountsOf = async ({ client }: Visitor) =>
    ((await client.listAccounts()).data ?? []).map(({ providerId }) => providerId).toSorted();

  test.each([
    ["is not verified", false],
    ["is verified", true],
  ])("that %s is linked after another sign-in and consent", async (_name, isVerified) => {
    const scene = await begin();
    const { begun, question } = await meet(scene, isVerified);
    expect(question.text).toContain("Link Google?");
    expect(await accountsOf(scene)).toEqual(["credential"]);
    const sent = await submit(scene, question, {}, { part: "/hosted/link" });
    const back = await comeBack(scene, sent.next!);
    expect(await userOf(scene, begun, back), back.text).toBe(ada.email);
    expect(await accountsOf(scene)).toEqual(["credential", "google"]);
    expect(await eventTypes(scene.admin, "account.*")).toEqual(["account.linked"]);
  });

  test("stays as it is when the user does not want to, also a verified one", async () => {
    const scene = await begin();
    const { begun, question } = await meet(scene, true);
    const done = await submit(scene, question, {}, { part: "/hosted/continue" });
    expect(await userOf(scene, begun, done), done.text).toBe(ada.email);
    expect(await accountsOf(scene)).toEqual(["credential"]);
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
    expect(await accountsOf(scene)).toEqual(["credential"]);
    stage.server.person = ada;
    const again = await submit(scene, back, {}, { part: "/hosted/link" });
    const done = await comeBack(scene, again.next!);
    expect(await userOf(scene, begun, done), done.text).toBe(ada.email);
    expect(await accountsOf(scene)).toEqual(["credential", "google"]);
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
    expect(await userOf(scene, begun, back)).toBe(isVerified ? ada.email : undefined);
    expect(back.text.includes("already")).toBe(!isVerified);
  });

  test("is asked about where another provider is the other way", async () => {
    const scene = await begin({}, NO_PASSWORD);
    await makeAda(scene, true);
    const first = await enter(scene);
    const linked = await comeBack(scene, await leave(scene, first.shown));
    expect(await userOf(scene, first.begun, linked)).toBe(ada.email);
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
    expect(await userOf(other, second.begun, back), back.text).toBe(ada.email);
    expect(await accountsOf(other)).toEqual(["credential", "github", "google"]);
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
    expect(await userOf(scene, begun, done), done.text).toBe(ada.email);
  });

  test("is linked at once for a page of the app's own, as before", async () => {
    const scene = await begin();
    await makeAda(scene, true);
    expect((await scene.signIn("google")).error).toBeNull();
    expect(await accountsOf(scene)).toEqual(["credential", "google"]);
  });

  test("is not asked about without that error, nor for a provider that the client has not", async () => {
    const scene = await begin({ enabledMethods: ["emailPassword"] });
    await makeAda(scene, false);
    const begun = beginFlow(scene, scene.clientId);
    const shown = await openPage(scene, `${begun.path}&error=account_not_linked&provider=google`);
    const done = await signIn(scene, shown);
    expect(await userOf(scene, begun, done), done.text).toBe(ada.email);
    const path = begun.path.replace("/authorize", "/hosted/link");
    const page = await openPage(scene, `${path}&provider=google`);
    expect(page.next?.pathname).toMatch(/\/authorize$/);
  });
});
