/** Signing in on the hosted pages by a mailed link or code. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, codeIn, engines, eventsOf, linkIn, neighbour, type Scene } from "../support/signIn";
import { setUp } from "../support/secondFactor";
import {
  beginFlow,
  challengeOf,
  exchange,
  followLink,
  newApp,
  openPage,
  read,
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

/** Ada has confirmed her address, and has a second factor. */
async function withFactor() {
  const scene = await signedUp({}, { twoFactor: true });
  const { data } = await scene.client.signIn.email(scene.ada);
  await scene.admin.users.updateUser({ userId: data!.user.id, emailVerified: true });
  const { backupCodes } = await setUp(scene, scene.ada.password);
  return { scene, backupCodes };
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
    const back = await followLink(scene, linkIn(await scene.inbox.next(email)));
    expect(await userOf(scene, begun, back), back.text).toBe(email);
  });

  test("signs another browser in after a question only, and the one that asked not at all", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    const asker = { ...scene, ...scene.visit() };
    const { begun, shown } = await enter(asker);
    await submit(asker, shown, { email }, LINK);
    const other = { ...scene, ...scene.visit() };
    const back = await followLink(other, linkIn(await scene.inbox.next(email)));
    expect([back.status, back.next]).toEqual([200, null]);
    expect(back.text).toContain("Continue as Ada");
    expect((await openPage(asker, begun.path)).text).not.toContain("Continue as");
    expect(await userOf(scene, begun, await submit(other, back))).toBe(email);
  });

  test("asks also where the address of the return is changed, or comes from another flow", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    const visitor = { ...scene, ...scene.visit() };
    const { shown } = await enter(visitor);
    await submit(visitor, shown, { email }, LINK);
    const page = await read(await visitor.click(linkIn(await scene.inbox.next(email))));
    const path = page.next!.pathname + page.next!.search;
    const left = page.next!.searchParams.get("left")!;
    const [at, session, mac] = left.split(".") as [string, string, string];
    const swap = (value: string) => path.replace(encodeURIComponent(left), value);
    const another = beginFlow(scene, scene.clientId);
    const odd = {
      later: swap(`${Number(at) + 1}.${session}.${mac}`),
      "another session": swap(`${at}.ses_1.${mac}`),
      "no mark": swap(""),
      "a short mark": swap("1"),
      "another flow": `${another.path}&left=${left}`,
      "another organization": `${path}&organization_id=org_1`,
    };
    for (const [name, odder] of Object.entries(odd)) {
      const { next, text } = await openPage(visitor, odder);
      expect([name, next, text.includes("Continue as Ada")]).toEqual([name, null, true]);
    }
    expect((await openPage(visitor, path)).next?.searchParams.has("code")).toBe(true);
  });

  test("is followed by the second factor", async () => {
    const { scene, backupCodes } = await withFactor();
    const { email } = scene.ada;
    const visitor = { ...scene, ...scene.visit() };
    const { begun, shown } = await enter(visitor);
    await submit(visitor, shown, { email }, LINK);
    const factor = await followLink(visitor, linkIn(await scene.inbox.next(email)));
    expect([factor.next, factor.text]).toEqual([null, expect.stringContaining("Backup code")]);
    expect(factor.text).not.toMatch(/href="[^"]*twoFactorRedirect/);
    const wrongOne = await submit(visitor, factor, { code: "000000" });
    expect([wrongOne.status, wrongOne.next]).toEqual([401, null]);
    const done = await submit(visitor, wrongOne, { backupCode: backupCodes[0]! });
    expect(await userOf(visitor, begun, done), done.text).toBe(email);
  });

  test("that is used, unknown, or of another project signs nobody in", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    const { shown } = await enter(scene);
    await submit(scene, shown, { email }, LINK);
    const link = linkIn(await scene.inbox.next(email));
    const other = await neighbour(scene, {
      authMethods: { magicLink: true },
      features: { hostedUi: true },
    });
    const token = new URL(link).searchParams.get("token")!;
    await scene.click(link);
    const links = {
      used: link,
      unknown: link.replace(token, "x".repeat(token.length)),
      "of another project": link.replaceAll(scene.project.id, other.project.id),
    };
    for (const [name, each] of Object.entries(links)) {
      const visitor = scene.visit();
      const opened = await read(await visitor.click(each));
      expect([name, opened.status < 500, [...visitor.cookies.keys()]]).toEqual([name, true, []]);
      if (opened.next?.pathname.endsWith("/authorize"))
        expect((await visitNext(visitor, opened)).text).not.toContain("Continue as");
    }
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
    const { scene, backupCodes } = await withFactor();
    const { email } = scene.ada;
    const visitor = { ...scene, ...scene.visit() };
    const { begun, shown } = await enter(visitor);
    const asked = await submit(visitor, shown, { email }, CODE);
    const mailed = codeIn(await scene.inbox.next(email));
    const factor = await submit(visitor, asked, { email, code: mailed }, CHECK);
    expect([factor.next, factor.text]).toEqual([null, expect.stringContaining("Backup code")]);
    const done = await submit(visitor, factor, { backupCode: backupCodes[0]! });
    expect(await userOf(visitor, begun, done), done.text).toBe(email);
  });

  test("makes an account where the project allows it, which the next page names by its address", async () => {
    const scene = await signedUp();
    const email = `new.${scene.ada.email}`;
    const { begun, shown } = await enter(scene, email);
    const asked = await submit(scene, shown, { email }, CODE);
    const code = codeIn(await scene.inbox.next(email));
    const done = await submit(scene, asked, { email, code }, CHECK);
    expect(await userOf(scene, begun, done), done.text).toBe(email);
    const again = await openPage(scene, beginFlow(scene, scene.clientId).path);
    expect(again.text).toContain(`Continue as ${email}`);
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
