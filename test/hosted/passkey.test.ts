/** Signing in on the hosted pages with a passkey, without the browser's part (test/browser). */
import { createHash } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { begin, engines, type Scene } from "../support/signIn";
import { Authenticator } from "../support/authenticator";
import { pageOf, registerPasskey } from "../support/passkeys";
import { setUp } from "../support/secondFactor";
import type { TestVisitor } from "../support/visitor";
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
const PASSKEY = { part: "/hosted/sign-in/passkey" };
type Stage = Scene & { readonly clientId: string };

async function withPasskey(client: Parameters<typeof newApp>[1] = {}, authMethods = {}) {
  const begun = await begin(start, {
    authMethods: { passkey: true, ...authMethods },
    features: { hostedUi: true },
  });
  await begun.client.signUp.email(begun.ada);
  const { authenticator } = await registerPasskey(begun);
  const { clientId } = await newApp(begun, client);
  const visitor = begun.visit();
  return { scene: { ...begun, ...visitor, clientId }, first: begun, authenticator };
}

const decode = (text: string) => text.replaceAll("&amp;", "&");

/** What the script of the page does. */
async function respond(scene: Stage, { text }: Shown, authenticator: Authenticator) {
  const options = decode(/data-options="([^"]*)"/.exec(text)![1]!);
  const answer = await scene.browse(options.slice(options.indexOf("/p/")));
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const asked = (await answer.json()) as { challenge: string; allowCredentials?: unknown };
  expect(asked.allowCredentials).toBeUndefined();
  return { response: JSON.stringify(authenticator.assert(asked.challenge, pageOf(scene))) };
}

async function userOf(scene: Stage, { verifier }: Begun, { next }: Shown) {
  const response = await exchange(scene, {
    code: next?.searchParams.get("code") ?? "",
    client_id: scene.clientId,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  return ((await response.json()) as { user?: { email: string } }).user?.email;
}

async function enter(scene: Stage, changes: Record<string, string> = {}) {
  const begun = beginFlow(scene, scene.clientId, changes);
  return { begun, shown: await openPage(scene, begun.path) };
}

test("a passkey signs in, once for each response, and also beside another's session", async () => {
  const { scene, authenticator } = await withPasskey({ enabledMethods: ["passkey"] });
  const { begun, shown } = await enter(scene);
  expect(shown.text).not.toContain('name="email"');
  const sent = await respond(scene, shown, authenticator);
  const done = await submit(scene, shown, sent, PASSKEY);
  expect(await userOf(scene, begun, done), done.text).toBe(scene.ada.email);
  const again = await enter(scene, { prompt: "login" });
  const replayed = await submit(scene, again.shown, sent, PASSKEY);
  expect([replayed.status, replayed.next]).toEqual([400, null]);
  expect(replayed.text).toContain("Too much time has passed");

  const eva = { ...scene, ...scene.visit() };
  await eva.client.signUp.email({ ...scene.ada, email: `eva.${scene.ada.email}` });
  await registerPasskey(eva);
  const other = await enter(eva, { prompt: "login" });
  const response = await respond(eva, other.shown, authenticator);
  const switched = await submit(eva, other.shown, response, PASSKEY);
  expect(await userOf(eva, other.begun, switched), switched.text).toBe(scene.ada.email);
});

test("one without user verification is followed by the second factor", async () => {
  const { scene, first, authenticator } = await withPasskey({}, { twoFactor: true });
  const { backupCodes } = await setUp(first, first.ada.password);
  for (const verifiesUser of [true, false]) {
    authenticator.verifiesUser = verifiesUser;
    const visitor = { ...scene, ...scene.visit() };
    const { begun, shown } = await enter(visitor);
    const response = await respond(visitor, shown, authenticator);
    const signedIn = await submit(visitor, shown, response, PASSKEY);
    expect(signedIn.next === null).toBe(!verifiesUser);
    const done = verifiesUser
      ? signedIn
      : await submit(visitor, signedIn, { backupCode: backupCodes[0]! });
    expect(await userOf(visitor, begun, done), done.text).toBe(scene.ada.email);
  }
});

test("odd responses are refused", async () => {
  const { scene, authenticator } = await withPasskey();
  const { shown } = await enter(scene);
  const { response } = await respond(scene, shown, authenticator);
  const stranger = await respond(scene, shown, new Authenticator());
  const foreign = JSON.stringify(authenticator.assert("x", pageOf(scene)));
  for (const odd of [
    "",
    "[]",
    "{",
    "null",
    "1",
    '{"id":1}',
    response,
    stranger.response,
    foreign,
  ]) {
    if (odd === stranger.response || odd === foreign) await respond(scene, shown, authenticator);
    const { status, next, text } = await submit(scene, shown, { response: odd }, PASSKEY);
    expect([odd.slice(0, 9), status >= 400 && status < 500, next]).toEqual([
      odd.slice(0, 9),
      true,
      null,
    ]);
    expect(text).toContain('role="alert"');
  }
});

test("the page has one script, of its own, that its policy and its hash name", async () => {
  const { scene } = await withPasskey();
  const { shown } = await enter(scene);
  const scripts = [...shown.text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  expect(scripts).toHaveLength(1);
  const [, nonce] = /nonce="([^"]+)"/.exec(scripts[0]!)!;
  const policy = shown.response.headers.get("content-security-policy")!;
  expect(policy).toContain(`script-src 'nonce-${nonce}';`);
  expect(policy).toContain("connect-src 'self';");
  const path = decode(/src="([^"]+)"/.exec(scripts[0]!)![1]!);
  const file = await scene.browse(path.slice(path.indexOf("/p/")));
  const text = await file.text();
  const hash = createHash("sha384").update(text).digest("base64");
  expect(scripts[0]).toContain(`integrity="sha384-${hash}"`);
  expect(file.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(file.headers.get("cache-control")).toBe("public, max-age=86400");
  expect(text.length).toBeLessThan(60 * 1_024);
  expect(shown.text).toMatch(/autocomplete="username webauthn"/);
  expect(shown.text).toMatch(/<noscript\s*><p class="quiet">Signing in with a passkey takes/);
});

test("where passkeys are off, there is no script, and no options", async () => {
  const { scene } = await withPasskey({ enabledMethods: ["emailPassword"] });
  const { begun, shown } = await enter(scene);
  expect(shown.text).not.toMatch(/<script|passkey|webauthn/i);
  const policy = shown.response.headers.get("content-security-policy")!;
  expect(policy).not.toMatch(/script-src|connect-src/);
  const path = begun.path.replace("/authorize", "/hosted/passkey/options");
  const answer = await scene.browse(path);
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
});

test("a challenge is the browser's: opening the page makes none", async () => {
  const { scene, authenticator } = await withPasskey();
  const { shown } = await enter(scene);
  expect([...scene.cookies.keys()].filter((name) => name.includes("passkey"))).toEqual([]);
  const sent = await respond(scene, shown, authenticator);
  const other: TestVisitor = scene.visit();
  const theirs = await enter({ ...scene, ...other });
  const taken = await submit({ ...scene, ...other }, theirs.shown, sent, PASSKEY);
  expect([taken.status, taken.next]).toEqual([400, null]);
});
