/** User names on the hosted pages: sign-in, sign-up, and the account. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, linkIn, type Scene } from "../support/signIn";
import {
  beginFlow,
  exchange,
  newApp,
  openPage,
  REDIRECT,
  submit,
  type Begun,
  type Shown,
} from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;
type Client = Parameters<typeof newApp>[1];
type Stage = Scene & { readonly clientId: string };

/** Ada has a user name. */
async function signedUp(client: Client = {}, authMethods = {}, more = {}): Promise<Stage> {
  const scene = await begin(start, {
    authMethods: { username: true, ...authMethods },
    features: { hostedUi: true },
    ...more,
  });
  const { name, email, password } = scene.ada;
  const emailVerified = true;
  await scene.admin.users.createUser({ name, email, password, emailVerified, username: "Ada.L" });
  const { clientId } = await newApp(scene, client);
  return { ...scene, clientId };
}

async function enter(scene: Stage, typed: string) {
  const begun = beginFlow(scene, scene.clientId);
  return { begun, shown: await submit(scene, await openPage(scene, begun.path), { email: typed }) };
}

async function signIn(scene: Stage, typed: string, password = scene.ada.password) {
  const { begun, shown } = await enter(scene, typed);
  return { begun, shown: await submit(scene, shown, { email: typed, password }) };
}

async function findUser(scene: Stage, { verifier }: Begun, { next, text }: Shown) {
  const response = await exchange(scene, {
    code: next?.searchParams.get("code") ?? text,
    client_id: scene.clientId,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  return ((await response.json()) as { user?: { email: string } }).user?.email;
}

describe("signing in", () => {
  test.each(["ada.l", "Ada.L", "  ADA.L "])("works with the user name %j", async (typed) => {
    const scene = await signedUp();
    const { begun, shown } = await signIn(scene, typed);
    expect(await findUser(scene, begun, shown)).toBe(scene.ada.email);
  });

  test("works with the address still", async () => {
    const scene = await signedUp();
    const { begun, shown } = await signIn(scene, scene.ada.email);
    expect(await findUser(scene, begun, shown)).toBe(scene.ada.email);
  });

  test("looks the same for a user name that nobody has, also with a wrong password", async () => {
    const scene = await signedUp();
    const hideForms = ({ text }: Shown) =>
      text.replaceAll(/ (value|action|href|nonce)="[^"]*"/g, "");
    const [known, unknown] = [await enter(scene, "ada.l"), await enter(scene, "nobody")];
    expect(hideForms(unknown.shown)).toBe(hideForms(known.shown));
    const wrong = [await signIn(scene, "ada.l", "wrong"), await signIn(scene, "nobody", "wrong")];
    expect(wrong.map(({ shown }) => shown.status)).toEqual([401, 401]);
    expect(hideForms(wrong[1]!.shown)).toBe(hideForms(wrong[0]!.shown));
    expect(wrong[0]!.shown.text).toContain("The user name or the password is wrong.");
  });

  test("with a user name has no mailed link, which takes an address", async () => {
    const scene = await signedUp({}, { magicLink: true, emailOtp: true });
    expect((await enter(scene, "ada.l")).shown.text).not.toContain("Mail me");
    expect((await enter(scene, scene.ada.email)).shown.text).toContain("Mail me");
  });

  test.each(["ada l", "ad", "ada@", "ä".repeat(10), "a".repeat(65), "<b>", "ada\u0000"])(
    "says what %j should be",
    async (typed) => {
      const { shown } = await enter(await signedUp(), typed);
      expect(shown.status).toBe(422);
      expect(shown.text).toContain("Enter a complete email address or a user name.");
    },
  );

  test("asks for a user name only where the app takes nothing else", async () => {
    const scene = await signedUp({ enabledMethods: ["username"] });
    const { path } = beginFlow(scene, scene.clientId);
    expect((await openPage(scene, path)).text).toMatch(/<label for="email"\s*>User name<\/label/);
    const refused = await enter(scene, scene.ada.email);
    expect([refused.shown.status, refused.shown.text]).toEqual([
      422,
      expect.stringContaining("A user name has 3 to 64 characters"),
    ]);
    const { begun, shown } = await signIn(scene, "ada.l");
    expect(await findUser(scene, begun, shown)).toBe(scene.ada.email);
  });

  test("takes no user name where the project or the app has none", async () => {
    for (const scene of [
      await signedUp({}, { username: false }),
      await signedUp({ enabledMethods: ["emailPassword"] }),
    ]) {
      const { shown } = await enter(scene, "ada.l");
      expect([shown.status, shown.text]).toEqual([
        422,
        expect.stringContaining("Enter a complete email address."),
      ]);
      // Sent without the page that asks for it.
      const page = (await enter(scene, scene.ada.email)).shown;
      const sent = await submit(scene, page, { email: "ada.l", password: scene.ada.password });
      expect(sent.status).toBeGreaterThanOrEqual(400);
    }
  });

  test("before the address is confirmed sends the mail, and does not show the address", async () => {
    const scene = await signedUp({}, {}, { emailPassword: { requireEmailVerification: true } });
    const email = `new.${scene.ada.email}`;
    const { password } = scene.ada;
    await scene.admin.users.createUser({ email, name: "New", password, username: "newcomer" });
    const { shown } = await signIn(scene, "newcomer");
    expect(shown.text).toContain("to the address of this account");
    expect(shown.text).not.toContain(email);
    expect(linkIn(await scene.inbox.next(email))).toContain("/p/");
  });
});

describe("signing up", () => {
  const fields = ({ ada }: Scene) => ({ ...ada, email: `new.${ada.email}` });
  const open = async (scene: Stage) =>
    await openPage(scene, beginFlow(scene, scene.clientId, { screen_hint: "sign-up" }).path);

  test("takes a user name, which signs in afterwards", async () => {
    const scene = await signedUp();
    await submit(scene, await open(scene), { ...fields(scene), username: "New.One" });
    const visitor = { ...scene, ...scene.visit() };
    const { begun, shown } = await signIn(visitor, "new.one");
    expect(await findUser(visitor, begun, shown)).toBe(fields(scene).email);
    const { data } = await scene.admin.users.listUsers({ email: fields(scene).email });
    expect(data[0]!.username).toBe("new.one");
  });

  test("works without one", async () => {
    const scene = await signedUp();
    await submit(scene, await open(scene), { ...fields(scene), username: "" });
    const { data } = await scene.admin.users.listUsers({ email: fields(scene).email });
    expect(data[0]!.username).toBeNull();
  });

  test.each([
    ["ADA.L", "This user name is taken."],
    ["a b", "A user name has 3 to 64 characters"],
  ])("refuses %j, and keeps what was typed", async (username, reason) => {
    const scene = await signedUp();
    const shown = await submit(scene, await open(scene), { ...fields(scene), username });
    expect(shown.text).toContain(reason);
    expect(shown.text).toContain(`value="${username}"`);
    expect((await scene.admin.users.listUsers({ email: fields(scene).email })).data).toEqual([]);
  });

  test("does not take one where the project has none", async () => {
    const scene = await signedUp({}, { username: false });
    expect((await open(scene)).text).not.toContain('name="username"');
    await submit(scene, await open(scene), { ...fields(scene), username: "new.one" });
    const { data } = await scene.admin.users.listUsers({ email: fields(scene).email });
    expect(data[0]!.username).toBeNull();
  });
});

describe("the account", () => {
  const signedIn = async () => {
    const scene = await signedUp();
    await scene.client.signIn.email(scene.ada);
    return scene;
  };
  const page = ({ project }: Scene) => `/p/${project.id}/account`;
  const save = async (scene: Stage, username: string) =>
    await submit(
      scene,
      await openPage(scene, page(scene)),
      { username },
      { part: "/account/username" },
    );

  test("changes the user name, shows it as it was typed, and the old one no longer signs in", async () => {
    const scene = await signedIn();
    for (const [typed, stored] of [
      ["Lovelace", "lovelace"],
      ["countess", "countess"],
    ] as const) {
      await save(scene, typed);
      expect((await openPage(scene, page(scene))).text).toContain(`value="${typed}"`);
      const { data } = await scene.admin.users.listUsers({ email: scene.ada.email });
      expect(data[0]!.username).toBe(stored);
    }
    const visitor = { ...scene, ...scene.visit() };
    expect((await signIn(visitor, "lovelace")).shown.status).toBe(401);
    const { begun, shown } = await signIn(visitor, "countess");
    expect(await findUser(visitor, begun, shown)).toBe(scene.ada.email);
  });

  test.each([
    ["x", "A user name has 3 to 64 characters"],
    ["", "A user name has 3 to 64 characters"],
    ["bob", "This user name is taken."],
  ])("refuses %j", async (username, reason) => {
    const scene = await signedIn();
    await scene.admin.users.createUser({ email: "bob@example.com", name: "Bob", username: "bob" });
    const shown = await save(scene, username);
    expect(shown.text).toContain(reason);
    const { data } = await scene.admin.users.listUsers({ email: scene.ada.email });
    expect(data[0]!.username).toBe("ada.l");
  });
});
