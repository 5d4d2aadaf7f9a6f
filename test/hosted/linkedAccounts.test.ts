/** Linked accounts on the account pages: listed by provider, linked, and unlinked. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { hiddenIn, openPage, read, submit, visitNext, type Shown } from "../support/hosted";
import { ada } from "../support/socialProviders";
import { eventTypes, socialStage } from "../support/socialStage";
import { newCode, saveDashboardConfig } from "../support/socialVisitor";

const stage = socialStage("on the test engine");

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

test("a linked account is unlinked, and the last way to sign in is not", async () => {
  const { project, visitor } = await stage.begin("github");
  const { runtime } = stage;
  await saveDashboardConfig(runtime, project, { features: { hostedUi: true } });
  await visitor.signIn("github");
  const path = `/p/${project.id}/account/security`;
  const shown = await openPage(visitor, path);
  expect(shown.text).toContain("Unlink GitHub");
  const fields = hiddenIn({ text: shown.text.split("Linked accounts")[1]! });
  const { provider = "", account = "" } = fields;
  const scene = { ...visitor, runtime };
  const part = "/linked/remove";
  const last = await submit(scene, shown, { provider, account }, { part });
  expect([last.status, last.text.includes("no longer sign in")]).toEqual([400, true]);
  const wrong = await submit(scene, shown, { provider, account: "another" }, { part });
  expect(wrong.status).toBeGreaterThanOrEqual(400);
  const { data } = await visitor.client.getSession();
  await stage.runtime.client(project).users.setUserPassword({
    ...{ userId: data!.user.id, newPassword: "correct horse battery" },
  });
  await visitor.client.signIn.email({
    ...{ email: data!.user.email, password: "correct horse battery" },
  });
  const again = await openPage(visitor, path);
  const unlinked = await submit(scene, again, { provider, account }, { part });
  expect((await visitNext(visitor, unlinked)).text).toContain("No account of another provider");
});

describe("linking", () => {
  const PASSWORD = "correct horse battery";
  const LINK = { part: "/linked/add" };

  /** Ada, signed in with a password, in a project with these providers. */
  async function signedIn(...providers: string[]) {
    const { project, admin, visitor } = await stage.begin(...providers);
    const { runtime } = stage;
    await saveDashboardConfig(runtime, project, { features: { hostedUi: true } });
    const { user } = await admin.users.createUser({
      ...{ email: ada.email, name: "Ada", password: PASSWORD, emailVerified: true },
    });
    await visitor.client.signIn.email({ email: ada.email, password: PASSWORD });
    const path = `/p/${project.id}/account/security`;
    return { ...visitor, runtime, project, admin, user, path };
  }
  type Person = Awaited<ReturnType<typeof signedIn>>;

  /** The provider sends the browser back; the page after it. */
  async function comeBack(
    { browse, project }: Pick<Person, "browse" | "project">,
    { next }: Shown,
    answer: Record<string, string> = { code: newCode() },
  ): Promise<Shown> {
    const query = new URLSearchParams({ state: next!.searchParams.get("state")!, ...answer });
    const path = `/p/${project.id}/api/auth/callback/google?${query}`;
    return await visitNext({ browse }, await read(await browse(path)));
  }
  const begin = async (scene: Person, provider = "google") =>
    await submit(scene, await openPage(scene, scene.path), { provider }, LINK);
  const accountsOf = async ({ client }: Person) =>
    ((await client.listAccounts()).data ?? []).map(({ providerId }) => providerId).toSorted();

  test("an account of a provider is linked, and then no longer offered", async () => {
    const scene = await signedIn("google", "github");
    const shown = await openPage(scene, scene.path);
    expect(shown.text).toMatch(/No account of another[^]*>Link GitHub<[^]*>Link Google</);
    const left = await begin(scene);
    expect([left.status, left.next?.hostname]).toEqual([200, "accounts.google.com"]);
    const back = await comeBack(scene, left);
    expect(back.text).toMatch(/Your change is saved[^]*Unlink Google[^]*>Link GitHub</);
    expect(back.text).not.toContain(">Link Google<");
    expect(await accountsOf(scene)).toEqual(["credential", "google"]);
    expect(await eventTypes(scene.admin, "account.*")).toEqual(["account.linked"]);
  });

  test.each([
    ["a different address", { email: "eva@example.com" }, "has a different email address"],
    ["an address that is not confirmed", { verified: false }, "confirm your email address"],
  ])("of %s is refused", async (_name, change, text) => {
    const scene = await signedIn("google");
    stage.server.person = { ...ada, ...change };
    const back = await comeBack(scene, await begin(scene));
    expect([back.status, back.text]).toEqual([400, expect.stringContaining(text)]);
    expect(back.text).toContain(">Link Google<");
    expect(await accountsOf(scene)).toEqual(["credential"]);
  });

  test("of another user is refused", async () => {
    const scene = await signedIn("google");
    await scene.admin.users.updateUser({ userId: scene.user.id, emailVerified: true });
    const eva = stage.visitor(scene.project);
    stage.server.person = { ...ada, email: "eva@example.com" };
    await eva.signIn("google");
    stage.server.person = ada;
    const back = await comeBack(scene, await begin(scene));
    expect([back.status, back.text]).toEqual([
      400,
      expect.stringContaining("belongs to another user"),
    ]);
    expect(await accountsOf(scene)).toEqual(["credential"]);
  });

  test.each([
    [{ error: "access_denied" }, "You did not finish"],
    [{ error: "<b>odd</b>" }, "That did not work"],
  ])("that the provider ends with %o shows why", async (answer, text) => {
    const scene = await signedIn("google");
    const back = await comeBack(scene, await begin(scene), answer);
    expect([back.status, back.text]).toEqual([400, expect.stringContaining(text)]);
    expect(back.text).not.toContain("<b>odd");
  });

  test("ends in the browser that began it, for the user who began it", async () => {
    const scene = await signedIn("google");
    const left = await begin(scene);
    const other = { ...scene, ...stage.visitor(scene.project) };
    await other.client.signIn.email({ email: ada.email, password: PASSWORD });
    const taken = await comeBack(other, left);
    expect(taken.text).toContain("That sign-in was interrupted");
    expect(await accountsOf(other)).toEqual(["credential"]);
    const { id: userId } = scene.user;
    await scene.admin.users.setUserPassword({ userId, newPassword: `another ${PASSWORD}` });
    await comeBack(scene, left).catch(() => null);
    const { accounts } = await scene.admin.users.listAccounts({ userId });
    expect(accounts.map(({ providerId }) => providerId)).toEqual(["credential"]);
  });

  test("takes a recent sign-in, and an enabled provider", async () => {
    const scene = await signedIn("google");
    for (const provider of ["github", "", "__proto__", "x".repeat(9_000)]) {
      const { status, next } = await begin(scene, provider);
      expect([provider.slice(0, 9), status >= 400 && status < 500, next]).toEqual([
        provider.slice(0, 9),
        true,
        null,
      ]);
    }
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
    const late = await begin(scene);
    vi.useRealTimers();
    expect(late.next?.pathname).toMatch(/\/account\/confirm$/);
  });
});
