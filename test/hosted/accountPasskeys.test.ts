/** Adding a passkey on the account pages, without the browser's part (test/browser). */
import { createHash } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { begin, engines, eventsOf, type Scene } from "../support/signIn";
import { Authenticator } from "../support/authenticator";
import { pageOf, signInBy } from "../support/passkeys";
import { openPage, submit, visitNext, type Shown } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  };
});

const [[, start]] = engines;
const ADD = { part: "/account/passkey" };

async function signedIn(authMethods = {}): Promise<Scene> {
  const scene = await begin(start, {
    authMethods: { passkey: true, ...authMethods },
    features: { hostedUi: true },
  });
  await scene.client.signUp.email(scene.ada);
  return scene;
}
const toAccountPath = ({ project }: Scene, path = "") => `/p/${project.id}/account${path}`;
const open = async (scene: Scene) => await openPage(scene, toAccountPath(scene, "/security"));
const decode = (text: string) => text.replaceAll("&amp;", "&");

/** What the script of the page asks for. */
async function askFor(scene: Scene, { text }: Shown) {
  const path = decode(/data-options="([^"]*)"/.exec(text)![1]!);
  return await scene.browse(path.slice(path.indexOf("/p/")));
}
/** What the script of the page does. */
async function respond(scene: Scene, shown: Shown, authenticator = new Authenticator()) {
  const answer = await askFor(scene, shown);
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const { challenge } = (await answer.json()) as { challenge: string };
  return JSON.stringify(authenticator.register(challenge, pageOf(scene)));
}
const listPasskeys = async (scene: Scene) =>
  ((await (await scene.get("/passkey/list-user-passkeys")).json()) as { name: string }[]).map(
    ({ name }) => name,
  );

test("a passkey is added under a name, signs in, and is removed", async () => {
  const scene = await signedIn();
  const shown = await open(scene);
  const authenticator = new Authenticator();
  const response = await respond(scene, shown, authenticator);
  const added = await submit(scene, shown, { name: " Work laptop ", response }, ADD);
  expect(added.status, added.text).toBe(303);
  const after = await visitNext(scene, added);
  expect(after.text).toMatch(/Your change is saved[^]*Remove Work laptop/);
  const visitor = scene.visit();
  expect((await signInBy(scene, visitor, authenticator)).status).toBe(200);
  const [, id = ""] = /name="passkey" value="([^"]*)"/.exec(after.text)!;
  await submit(scene, after, { passkey: id }, { part: "/passkey/remove" });
  expect(await listPasskeys(scene)).toEqual([]);
  expect(await eventsOf(scene, "passkey.*")).toHaveLength(2);
});

test("the options name the passkeys that the account has", async () => {
  const scene = await signedIn();
  const shown = await open(scene);
  const authenticator = new Authenticator();
  const response = await respond(scene, shown, authenticator);
  await submit(scene, shown, { name: "", response }, ADD);
  const options = (await (await askFor(scene, await open(scene))).json()) as {
    excludeCredentials: { id: string }[];
  };
  expect(options.excludeCredentials.map(({ id }) => id)).toEqual([
    authenticator.id.toString("base64url"),
  ]);
});

test("odd responses and names are refused, and a response counts once", async () => {
  const scene = await signedIn();
  const shown = await open(scene);
  const wrong = JSON.stringify(new Authenticator().register("x", pageOf(scene)));
  const cases: [string, string | null][] = [
    ...["", "[]", "{", "null", "1", '{"id":1}', wrong].map((each): [string, string] => ["", each]),
    ["x".repeat(201), null],
    ["line\nbreak", null],
  ];
  for (const [name, odd] of cases) {
    const valid = await respond(scene, shown);
    const sent = await submit(scene, shown, { name, response: odd ?? valid }, ADD);
    expect([name, odd, sent.status >= 400 && sent.status < 500]).toEqual([name, odd, true]);
    expect(sent.text).toContain('role="alert"');
  }
  const once = await respond(scene, shown);
  await submit(scene, shown, { name: "One", response: once }, ADD);
  const twice = await submit(scene, shown, { name: "Two", response: once }, ADD);
  expect([twice.status, await listPasskeys(scene)]).toEqual([400, ["One"]]);
});

test("the ceremony belongs to the user and the browser that began it", async () => {
  const scene = await signedIn();
  const eva = { ...scene, ...scene.visit() };
  await eva.client.signUp.email({ ...scene.ada, email: `eva.${scene.ada.email}` });
  const response = await respond(scene, await open(scene));
  const stolen = await submit(eva, await open(eva), { name: "", response }, ADD);
  expect([stolen.status, stolen.next]).toEqual([400, null]);
  // In the same browser, after another user has signed in.
  const mine = await respond(scene, await open(scene));
  await scene.client.signOut();
  await scene.client.signIn.email({ ...scene.ada, email: `eva.${scene.ada.email}` });
  const taken = await submit(scene, await open(scene), { name: "", response: mine }, ADD);
  expect(taken.status).toBeGreaterThanOrEqual(400);
  expect(await listPasskeys(eva)).toEqual([]);
});

test("an old session confirms first, and the script leads there", async () => {
  const scene = await signedIn();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
  const shown = await open(scene);
  expect((await askFor(scene, shown)).status).toBe(403);
  const asked = await submit(scene, shown, { name: "", response: "" }, ADD);
  expect(asked.next?.pathname).toBe(toAccountPath(scene, "/confirm"));
  const confirmed = await submit(scene, await visitNext(scene, asked), {
    password: scene.ada.password,
  });
  const again = await visitNext(scene, confirmed);
  const response = await respond(scene, again);
  const added = await submit(scene, again, { name: "Late", response }, ADD);
  expect([added.status, await listPasskeys(scene)]).toEqual([303, ["Late"]]);
});

test("the page has one script, with its hash; signed out, there are no options", async () => {
  const scene = await signedIn();
  const shown = await open(scene);
  const scripts = [...shown.text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  expect(scripts).toHaveLength(1);
  const path = decode(/src="([^"]+)"/.exec(scripts[0]!)![1]!);
  const text = await (await scene.browse(path.slice(path.indexOf("/p/")))).text();
  const hash = createHash("sha384").update(text).digest("base64");
  expect(scripts[0]).toContain(`integrity="sha384-${hash}"`);
  expect(shown.text).toMatch(/class="quiet">Adding a passkey takes JavaScript/);
  const out = await askFor({ ...scene, ...scene.visit() }, shown);
  expect([out.status, out.headers.get("location")]).toEqual([
    303,
    expect.stringContaining("/authorize?return_path="),
  ]);
  for (const page of ["", "/sessions", "/deletion"])
    expect((await openPage(scene, toAccountPath(scene, page))).text).not.toContain("<script");
});

test("where passkeys are off, the page offers none", async () => {
  const scene = await signedIn({ passkey: false });
  const shown = await open(scene);
  expect(shown.text).not.toMatch(/<script|passkey/i);
  expect((await scene.browse(toAccountPath(scene, "/passkey/options"))).status).toBe(403);
});

test("where passkeys belong to another host, the page lists them and offers none", async () => {
  const scene = await signedIn();
  const shown = await open(scene);
  await submit(scene, shown, { name: "Old", response: await respond(scene, shown) }, ADD);
  await scene.admin.configuration.saveDashboardConfig({
    passkeys: { rpId: "example.org", force: true },
  });
  const after = await open(scene);
  expect(after.text).toContain("Remove Old");
  expect(after.text).not.toMatch(/<script|data-options|Adding a passkey/);
});
