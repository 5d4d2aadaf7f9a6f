/** Signing in on the hosted pages by a mailed link or code. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, codeIn, engines, eventsOf, linkIn, type Scene } from "../support/signIn";
import { setUp } from "../support/secondFactor";
import {
  beginFlow,
  challengeOf,
  exchange,
  newApp,
  openPage,
  REDIRECT,
  submit,
  visitNext,
  type Begun,
  type Shown,
} from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;
const LINK = { part: "/hosted/sign-in/link" };
const CODE = { part: "/hosted/sign-in/code?" };
const CHECK = { part: "/hosted/sign-in/code/check" };
const FIXED = { state: "s", code_challenge: challengeOf("v".repeat(43)) };

type Client = Parameters<typeof newApp>[1];
type Stage = Scene & { readonly clientId: string };

async function signedUp(client: Client = {}, authMethods = {}): Promise<Stage> {
  const scene = await begin(start, {
    authMethods: { magicLink: true, emailOtp: true, ...authMethods },
    features: { hostedUi: true },
  });
  await scene.visit().client.signUp.email(scene.ada);
  const { clientId } = await newApp(scene, client);
  return { ...scene, clientId };
}

/** The page with the ways to sign in. */
async function enter(scene: Stage, email = scene.ada.email, changes: Record<string, string> = {}) {
  const begun = beginFlow(scene, scene.clientId, changes);
  return { begun, shown: await submit(scene, await openPage(scene, begun.path), { email }) };
}

async function userOf(scene: Stage, { verifier }: Begun, { next }: Shown): Promise<unknown> {
  const response = await exchange(scene, {
    code: next?.searchParams.get("code") ?? "",
    client_id: scene.clientId,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  });
  const { user } = (await response.json()) as { user?: { email: string } };
  return user?.email;
}

const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

describe("a mailed link", () => {
  test.each([
    ["a user", (email: string) => email],
    ["a new user", (email: string) => `new.${email}`],
  ])("leads %s back into the flow", async (_name, addressOf) => {
    const scene = await signedUp();
    const email = addressOf(scene.ada.email);
    const { begun, shown } = await enter(scene, email);
    const sent = await submit(scene, shown, { email }, LINK);
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining("sent a link")]);
    const opened = await scene.click(linkIn(await scene.inbox.next(email)));
    if (!opened.headers.get("location")) throw new Error(`${opened.status} ${await opened.text()}`);
    const back = new URL(opened.headers.get("location")!, scene.runtime.origin);
    const choice = await visitNext(scene, { next: back });
    expect(choice.text).toContain("Continue as");
    expect(await userOf(scene, begun, await submit(scene, choice))).toBe(email);
  });

  test("signs in the browser that opens it, after a question, and no other", async () => {
    const scene = await signedUp();
    const { ada, inbox } = scene;
    const { begun, shown } = await enter(scene);
    await submit(scene, shown, { email: ada.email }, LINK);
    const other = scene.visit();
    const opened = await other.click(linkIn(await inbox.next(ada.email)));
    const back = new URL(opened.headers.get("location")!, scene.runtime.origin);
    expect((await visitNext(other, { next: back })).text).toContain("Continue as");
    expect((await openPage(scene, begun.path)).text).not.toContain("Continue as");
  });
});

describe("a mailed code", () => {
  test("signs in where it is entered; wrong ones are used up", async () => {
    const scene = await signedUp();
    const { ada, inbox } = scene;
    const { email } = ada;
    const { begun, shown } = await enter(scene);
    const asked = await submit(scene, shown, { email }, CODE);
    const first = codeIn(await inbox.next(email));
    const refused = await submit(scene, asked, { email, code: wrong(first) }, CHECK);
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringContaining("The code is wrong or no longer valid"),
    ]);
    for (let i = 0; i < 3; i++) await submit(scene, asked, { email, code: wrong(first) }, CHECK);
    const late = await submit(scene, asked, { email, code: first }, CHECK);
    expect([late.status, late.next]).toEqual([400, null]);
    const again = await submit(scene, late, { email }, CODE);
    const second = codeIn(await inbox.next(email, 2));
    const code = ` ${second.slice(0, 3)} ${second.slice(3)}`;
    expect(await userOf(scene, begun, await submit(scene, again, { email, code }, CHECK))).toBe(
      email,
    );
    const twice = await submit({ ...scene, ...scene.visit() }, again, { email, code }, CHECK);
    expect(twice.status).toBe(403);
  });

  test("is followed by the second factor", async () => {
    const scene = await signedUp({}, { twoFactor: true });
    const { ada, inbox } = scene;
    const { email } = ada;
    await scene.client.signIn.email(ada);
    const { code, backupCodes } = await setUp(scene, ada.password);
    expect(code).toBeDefined();
    const visitor = { ...scene, ...scene.visit() };
    const { begun, shown } = await enter(visitor);
    const asked = await submit(visitor, shown, { email }, CODE);
    const mailed = codeIn(await inbox.next(email));
    const factor = await submit(visitor, asked, { email, code: mailed }, CHECK);
    expect([factor.next, factor.text]).toEqual([null, expect.stringContaining("Backup code")]);
    const done = await submit(visitor, factor, { backupCode: backupCodes[0]! });
    if (!done.next) throw new Error(/role="alert".*?<.strong>/s.exec(done.text)?.[0]);
    expect(await userOf(visitor, begun, done), String(done.next)).toBe(email);
  });

  test("that is odd is refused like a wrong one", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    const asked = await submit(scene, (await enter(scene)).shown, { email }, CODE);
    for (const code of ["", " ", "\0", "１２３４５６", "9".repeat(10_000), `{"a":1}`]) {
      const { status, next } = await submit(scene, asked, { email, code }, CHECK);
      expect([code.slice(0, 9), status >= 400 && status < 500, next]).toEqual([
        code.slice(0, 9),
        true,
        null,
      ]);
    }
  });
});

describe("both", () => {
  test("look the same for an address without an account", async () => {
    const scene = await signedUp({}, {});
    await scene.admin.configuration.saveDashboardConfig({ features: { signUp: false } });
    const show = async (email: string) => {
      const { shown } = await enter(scene, email, FIXED);
      const link = await submit(scene, shown, { email }, LINK);
      const code = await submit(scene, shown, { email }, CODE);
      const wrongCode = await submit(scene, code, { email, code: "none" }, CHECK);
      return [shown, link, code, wrongCode].map(({ status, text }) => [
        status,
        text.replaceAll(email, "X").replace(/nonce="[^"]*"/g, ""),
      ]);
    };
    expect(await show(scene.ada.email)).toEqual(await show(`nobody.${scene.ada.email}`));
  });

  test.each([
    ["emailPassword", []],
    ["magicLink", ["link"]],
    ["emailOtp", ["code"]],
  ] as const)("are there as far as the client allows: %s", async (method, offered) => {
    const scene = await signedUp({ enabledMethods: [method] });
    const { email } = scene.ada;
    const { shown } = await enter(scene);
    expect(shown.text.includes("/hosted/sign-in/password")).toBe(method === "emailPassword");
    const full = await enter({ ...scene, clientId: (await newApp(scene)).clientId });
    for (const way of ["link", "code"] as const) {
      const isOffered = (offered as readonly string[]).includes(way);
      expect(shown.text.includes(`/hosted/sign-in/${way}?`), way).toBe(isOffered);
      if (isOffered) continue;
      // The form of a client that allows it, sent as one of this client.
      const part = `/hosted/sign-in/${way}?`;
      const action = shown.text.match(/action="([^"]*)"/)![1]!.replaceAll("&amp;", "&");
      const path = action
        .slice(action.indexOf("/p/"))
        .replace(/\/hosted\/[^?]*/, `/hosted/sign-in/${way}`);
      const forged = await submit(scene, full.shown, { email }, { part, action: path });
      expect(forged.status).toBe(403);
    }
  });

  test("are limited like the API", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    const { shown } = await enter(scene);
    const statuses: number[] = [];
    let last = shown;
    for (let i = 0; i < 30 && last.status !== 429; i++) {
      last = await submit(scene, shown, { email }, LINK);
      statuses.push(last.status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(last.text).toContain("Too many attempts");
    expect(Number(last.response.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("send nothing before the form is sent, and record a sign-in once", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    const before = await eventsOf(scene, "session.created");
    const asked = await submit(scene, (await enter(scene)).shown, { email }, CODE);
    const code = codeIn(await scene.inbox.next(email));
    await submit(scene, asked, { email, code }, CHECK);
    expect(await eventsOf(scene, "session.created")).toHaveLength(before.length + 1);
  });
});
