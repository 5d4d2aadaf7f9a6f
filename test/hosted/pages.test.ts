/** Signing in, up and out on the hosted pages, without scripts, as the API does it. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, eventsOf, linkIn, neighbour, type Scene } from "../support/signIn";
import { pathIn } from "../support/visitor";
import { setUp } from "../support/secondFactor";
import {
  beginFlow,
  codeFor,
  exchange,
  followLink,
  formIn,
  GOODBYE,
  newApp,
  openPage,
  REDIRECT,
  signInOn,
  submit,
} from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const settings = { features: { hostedUi: true } };
const [[, start]] = engines;
type Settings = Parameters<typeof begin>[1];

async function signedUp(more: Settings = settings): Promise<Scene & { clientId: string }> {
  const scene = await begin(start, more);
  await scene.visit().client.signUp.email(scene.ada);
  const { clientId } = await newApp(scene);
  return { ...scene, clientId };
}

/** The session of the app, from a complete flow. */
async function appSession(scene: Scene, clientId: string): Promise<string> {
  const { code, verifier } = await codeFor(scene, clientId);
  const sent = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
  const answer = (await (await exchange(scene, sent)).json()) as { access_token: string };
  return answer.access_token;
}

async function isActive({ runtime, project }: Scene, token: string): Promise<boolean> {
  const response = await runtime.fetch(`/p/${project.id}/api/auth/get-session`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await response.json()) !== null;
}

const logoutPath = ({ project }: Pick<Scene, "project">, parameters: Record<string, string> = {}) =>
  `/p/${project.id}/logout?${new URLSearchParams(parameters)}`;

describe("where the pages are off", () => {
  test.each(["console", "", undefined])(
    "with BANATA_AUTH_PAGES=%s there are none",
    async (value) => {
      const scene = await signedUp();
      vi.stubEnv("BANATA_AUTH_PAGES", value);
      expect((await openPage(scene, beginFlow(scene, scene.clientId).path)).status).toBe(404);
      expect((await exchange(scene, {})).status).toBe(404);
    },
  );

  test("a project that does not turn them on shows a page that says so, and gives no session", async () => {
    const scene = await signedUp();
    const { code, verifier } = await codeFor(scene, scene.clientId);
    await scene.admin.configuration.saveDashboardConfig({ features: { hostedUi: false } });
    for (const path of [beginFlow(scene, scene.clientId).path, logoutPath(scene)]) {
      const shown = await openPage(scene, path);
      expect([shown.status, shown.response.headers.get("content-type")]).toEqual([
        404,
        "text/html; charset=utf-8",
      ]);
      expect(shown.text).toContain("does not use these pages");
    }
    const { clientId } = scene;
    const sent = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
    expect((await exchange(scene, sent)).status).toBe(400);
  });

  test("there are none for an unknown project", async () => {
    const scene = await signedUp();
    const { path } = beginFlow(scene, scene.clientId);
    expect((await openPage(scene, path.replace(scene.project.id, "proj_none"))).status).toBe(404);
  });
});

describe("signing in", () => {
  test("every page has a strict policy, and is not cached, framed or read by a script", async () => {
    const scene = await signedUp();
    const { path } = beginFlow(scene, scene.clientId);
    const first = await scene.browse(path, { headers: { origin: "http://localhost:3000" } });
    const headers = Object.fromEntries(first.headers);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "x-frame-options": "DENY",
    });
    expect(headers["content-security-policy"]).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w+/=]{24}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers).not.toHaveProperty("access-control-allow-origin");
    expect(await first.text()).not.toMatch(/<script|\son\w+=|\sstyle=/);
  });

  test("opening a page writes nothing", async () => {
    const scene = await signedUp();
    const before = await eventsOf(scene);
    for (let i = 0; i < 3; i++) await openPage(scene, beginFlow(scene, scene.clientId).path);
    expect(await eventsOf(scene)).toEqual(before);
  });

  test("looks the same for an unknown address, and for a wrong password", async () => {
    const scene = await signedUp();
    const show = async (email: string) => {
      const { path } = beginFlow(scene, scene.clientId, { state: "s", code_challenge: CHALLENGE });
      const asked = await submit(scene, await openPage(scene, path), { email });
      const wrong = await submit(scene, asked, { email, password: "not the password" });
      return [asked, wrong].map(({ status, text }) => [
        status,
        text.replaceAll(email, "X").replace(/nonce="[^"]*"/g, ""),
      ]);
    };
    expect(await show(scene.ada.email)).toEqual(await show(`nobody.${scene.ada.email}`));
    expect((await show(scene.ada.email))[1]![0]).toBe(401);
    expect((await show(scene.ada.email))[1]![1]).toContain("The address or the password is wrong");
  });

  test("escapes what comes from the request and the project", async () => {
    const scene = await signedUp();
    const hint = `"><img src=x onerror=alert(1)>`;
    const { clientId } = await newApp(scene, { name: "<script>alert(1)</script>" });
    const shown = await openPage(scene, beginFlow(scene, clientId, { login_hint: hint }).path);
    expect(shown.text).not.toMatch(/<img|<script/);
    const asked = await submit(scene, shown, { email: `<b>@example.com` });
    expect([asked.status, asked.text.includes("<b>")]).toEqual([422, false]);
  });

  test("is limited like the API", async () => {
    const scene = await signedUp();
    const first = await openPage(scene, beginFlow(scene, scene.clientId).path);
    const { email } = scene.ada;
    const asked = await submit(scene, first, { email });
    let last = asked;
    for (let i = 0; i < 70 && last.status !== 429; i++)
      last = await submit(scene, asked, { email, password: `wrong ${i}` });
    expect(last.status).toBe(429);
    expect(last.text).toContain("Too many attempts");
    expect(Number(last.response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await eventsOf(scene, "session.created")).toHaveLength(1); // of the sign-up
  });

  test("refuses a form of another page, browser, project, step or session, and changes nothing", async () => {
    const scene = await signedUp();
    const { path } = beginFlow(scene, scene.clientId);
    const asked = await submit(scene, await openPage(scene, path), { email: scene.ada.email });
    const fields = { email: scene.ada.email, password: scene.ada.password };
    const before = await eventsOf(scene);
    const other = { ...scene.visit(), runtime: scene.runtime };
    await openPage(other, path);
    const foreign = await neighbour(scene, settings);
    const attempts = {
      "another origin": await submit(scene, asked, fields, {
        headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      }),
      "a sibling site": await submit(scene, asked, fields, {
        headers: { "sec-fetch-site": "same-site" },
      }),
      "no token": await submit(scene, asked, fields, { token: "" }),
      "another token": await submit(scene, asked, fields, { token: "0".repeat(64) }),
      "another browser": await submit(other, asked, fields),
      "a browser without cookies": await submit(
        { ...scene.visit(), runtime: scene.runtime },
        asked,
        fields,
      ),
      "another step": await submit(scene, asked, fields, {
        token: formIn(await openPage(scene, path)).token,
      }),
      "another flow": await submit(scene, asked, fields, {
        action: beginFlow(scene, scene.clientId).path.replace(
          "/authorize",
          "/hosted/sign-in/password",
        ),
      }),
      "another project": await submit(scene, asked, fields, {
        action: formIn(asked).action.replace(scene.project.id, foreign.project.id),
      }),
    };
    for (const [what, { status, text, next }] of Object.entries(attempts)) {
      expect([status, next], what).toEqual([403, null]);
      expect(text, what).toContain("Start again");
    }
    expect(await eventsOf(scene)).toEqual(before);
    expect((await submit(scene, asked, fields)).next?.searchParams.has("code")).toBe(true);
  });

  test("two tabs do not end each other's forms", async () => {
    const scene = await signedUp();
    const one = await openPage(scene, beginFlow(scene, scene.clientId).path);
    const two = await openPage(scene, beginFlow(scene, scene.clientId).path);
    for (const tab of [one, two])
      expect((await submit(scene, tab, { email: scene.ada.email })).status).toBe(200);
  });

  test("asks for the second factor, and takes a backup code once", async () => {
    const scene = await signedUp({ ...settings, authMethods: { twoFactor: true } });
    const owner = scene.visit();
    await owner.client.signIn.email(scene.ada);
    const { code, backupCodes } = await setUp(owner, scene.ada.password);
    const { path } = beginFlow(scene, scene.clientId);
    const factor = await signInOn(scene, await openPage(scene, path));
    expect([factor.status, factor.next]).toEqual([200, null]);
    expect((await submit(scene, factor, { code: "x" })).text).toContain("code is wrong");
    const done = await submit(scene, factor, { code: await code() });
    expect(done.next?.searchParams.has("code")).toBe(true);
    const later = { ...scene, ...scene.visit() };
    const again = await signInOn(later, await openPage(later, path));
    const [backupCode = ""] = backupCodes;
    expect((await submit(later, again, { backupCode })).next).not.toBeNull();
    const last = { ...scene, ...scene.visit() };
    const used = await signInOn(last, await openPage(last, path));
    expect((await submit(last, used, { backupCode })).next).toBeNull();
  });

  test("is in the visitor's language only where the project says so", async () => {
    const scene = await signedUp();
    const german = { "accept-language": "fr;q=0.9, de-AT;q=0.8, en;q=0.5" };
    const show = async (changes: Record<string, string> = {}) =>
      await (
        await scene.browse(beginFlow(scene, scene.clientId, changes).path, { headers: german })
      ).text();
    expect(await show()).toContain('<html lang="en">');
    await scene.admin.configuration.saveDashboardConfig({ features: { localization: true } });
    expect(await show()).toMatch(/<html lang="de">[^]*Anmelden/);
    expect(await show({ ui_locales: "en-GB de" })).toContain('<html lang="en">');
  });
});

const CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

describe("visiting again", () => {
  test("offers the account, and gives a code by its button only", async () => {
    const scene = await signedUp();
    await codeFor(scene, scene.clientId);
    const shown = await openPage(scene, beginFlow(scene, scene.clientId).path);
    expect([shown.status, shown.next]).toEqual([200, null]);
    expect(shown.text).toContain("Continue as Ada");
    expect((await submit(scene, shown)).next?.searchParams.has("code")).toBe(true);
  });

  test("prompt=none is silent for a web client, and never for an app on a device", async () => {
    const scene = await signedUp();
    await codeFor(scene, scene.clientId);
    const silent = await openPage(scene, beginFlow(scene, scene.clientId, { prompt: "none" }).path);
    expect([silent.status, silent.next?.searchParams.has("code")]).toEqual([303, true]);
    const redirect_uri = "com.example.app:/callback";
    const native = await newApp(scene, { type: "mobile", redirectUris: [redirect_uri] });
    const { path } = beginFlow(scene, native.clientId, { prompt: "none", redirect_uri });
    expect((await openPage(scene, path)).next?.searchParams.get("error")).toBe(
      "interaction_required",
    );
  });

  test.each([
    ["prompt=login", { prompt: "login" }],
    ["max_age=0", { max_age: "0" }],
  ] as [string, Record<string, string>][])(
    "%s asks for the password again, and apps go over to the new session",
    async (_what, change) => {
      const scene = await signedUp();
      const token = await appSession(scene, scene.clientId);
      await new Promise((resolve) => setTimeout(resolve, 5)); // max_age=0 is of this moment
      const shown = await openPage(scene, beginFlow(scene, scene.clientId, change).path);
      expect(shown.text).not.toContain("Continue as");
      expect((await signInOn(scene, shown)).next?.searchParams.has("code")).toBe(true);
      expect(await isActive(scene, token)).toBe(true);
      await submit(scene, await openPage(scene, logoutPath(scene)));
      expect(await isActive(scene, token)).toBe(false);
    },
  );

  test("a page of an earlier session does not sign in as the present one", async () => {
    const scene = await signedUp();
    await codeFor(scene, scene.clientId);
    const shown = await openPage(scene, beginFlow(scene, scene.clientId).path);
    const bob = { ...scene.ada, name: "Bob", email: `bob.${scene.ada.email}` };
    await scene.visit().client.signUp.email(bob);
    const token = await appSession(scene, scene.clientId);
    const other = await openPage(scene, beginFlow(scene, scene.clientId, { prompt: "login" }).path);
    await signInOn({ ...scene, ada: bob }, other);
    const stale = await submit(scene, shown);
    expect([stale.status, stale.next]).toEqual([403, null]);
    expect(await isActive(scene, token)).toBe(false); // of the user who left the browser
  });

  test("a client that allows other methods does not take a session of a password", async () => {
    const scene = await signedUp();
    await codeFor(scene, scene.clientId);
    const strict = await newApp(scene, { enabledMethods: ["passkey"] });
    const silent = await openPage(
      scene,
      beginFlow(scene, strict.clientId, { prompt: "none" }).path,
    );
    expect(silent.next?.searchParams.get("error")).toBe("login_required");
    const shown = await openPage(scene, beginFlow(scene, strict.clientId).path);
    expect(shown.text).toContain("no way to sign in here");
  });

  test("a session cannot have more than 20 open codes", async () => {
    const scene = await signedUp();
    await codeFor(scene, scene.clientId);
    const silent = async () =>
      (await openPage(scene, beginFlow(scene, scene.clientId, { prompt: "none" }).path)).next!
        .searchParams;
    for (let i = 1; i < 20; i++) expect((await silent()).has("code")).toBe(true);
    expect((await silent()).get("error")).toBe("temporarily_unavailable");
  });

  test("an organization must be one of the user's, and becomes the active one", async () => {
    const scene = await signedUp();
    const { admin, clientId } = scene;
    const [own, other] = await Promise.all(
      ["Own", "Other"].map(async (name) => await admin.organizations.createOrganization({ name })),
    );
    const { data } = await admin.users.listUsers({ limit: 1 });
    await admin.organizations.addMember({
      ...{ organizationId: own!.id, userId: data[0]!.id, role: "member" },
    });
    const ask = async (organization_id: string) =>
      await codeFor(scene, clientId, beginFlow(scene, clientId, { organization_id }));
    expect((await ask(other!.id)).next?.searchParams.get("error")).toBe("access_denied");
    expect((await ask("org_none")).next?.searchParams.get("error")).toBe("access_denied");
    const { code, verifier } = await ask(own!.id);
    const sent = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
    expect(await (await exchange(scene, sent)).json()).toMatchObject({
      session: { activeOrganizationId: own!.id },
    });
  });
});

describe("signing up", () => {
  const signUp = async (scene: Scene, clientId: string) => {
    const { path } = beginFlow(scene, clientId, { screen_hint: "sign-up" });
    return await submit(scene, await openPage(scene, path), scene.ada);
  };

  test("signs in at once where no verification is required", async () => {
    const scene = await begin(start, settings);
    const { clientId } = await newApp(scene);
    expect((await signUp(scene, clientId)).next?.searchParams.has("code")).toBe(true);
  });

  test("with verification it looks the same for a taken address, and the mail leads back", async () => {
    const scene = await begin(start, {
      ...settings,
      emailPassword: { requireEmailVerification: true },
    });
    const { clientId } = await newApp(scene);
    const first = await signUp(scene, clientId);
    const plain = ({ status, text }: { status: number; text: string }) => [
      status,
      text.replace(/(nonce|value|href|action)="[^"]*"/g, ""),
    ];
    const link = linkIn(await scene.inbox.next(scene.ada.email));
    expect(plain(first)).toEqual(plain(await signUp(scene, clientId)));
    const confirmed = await scene.click(link);
    expect(confirmed.headers.get("refresh")).toContain(`/p/${scene.project.id}/authorize?`);
    const { path } = beginFlow(scene, clientId);
    expect((await signInOn(scene, await openPage(scene, path))).next).not.toBeNull();
  });

  test("is confirmed by the mail in any browser, which says so, and says when the link has ended", async () => {
    const scene = await begin(start, {
      ...settings,
      emailPassword: { requireEmailVerification: true },
    });
    const { clientId } = await newApp(scene);
    await signUp(scene, clientId);
    const link = linkIn(await scene.inbox.next(scene.ada.email));
    const other = { ...scene, ...scene.visit() };
    const opened = await followLink(other, link);
    expect([opened.status, opened.text]).toEqual([
      200,
      expect.stringContaining("Your address is confirmed. Sign in here"),
    ]);
    expect(opened.text).not.toContain("Continue as");
    const token = new URL(link).searchParams.get("token")!;
    const ended = await followLink(other, link.replace(token, "x".repeat(token.length)));
    expect([ended.status, ended.text]).toEqual([
      400,
      expect.stringContaining("That link is no longer valid"),
    ]);
    expect((await signInOn(other, ended)).next?.searchParams.has("code")).toBe(true);
  });

  test("is confirmed by another mail, which a sign-in with the right password sends", async () => {
    const scene = await begin(start, {
      ...settings,
      emailPassword: { requireEmailVerification: true },
    });
    const { clientId } = await newApp(scene);
    await signUp(scene, clientId);
    await scene.inbox.next(scene.ada.email);
    const { path } = beginFlow(scene, clientId);
    await signInOn(
      { ...scene, ada: { ...scene.ada, password: "wrong" } },
      await openPage(scene, path),
    );
    const shown = await signInOn(scene, await openPage(scene, path));
    expect(shown.text).toContain("we have sent a message to it");
    const opened = await followLink(scene, linkIn(await scene.inbox.next(scene.ada.email, 2)));
    expect(opened.text).toContain("Your address is confirmed");
    expect((await signInOn(scene, opened)).next?.searchParams.has("code")).toBe(true);
    const { data } = await scene.admin.users.listUsers({ email: scene.ada.email });
    expect(data[0]!.emailVerified).toBe(true);
  });

  test("is not offered where the project has turned it off", async () => {
    const scene = await begin(start, { features: { hostedUi: true, signUp: false } });
    const { clientId } = await newApp(scene);
    const shown = await openPage(
      scene,
      beginFlow(scene, clientId, { screen_hint: "sign-up" }).path,
    );
    expect(shown.text).not.toContain("Create an account");
  });
});

describe("a forgotten password", () => {
  const ask = async (scene: Scene, clientId: string, email: string) => {
    const { path } = beginFlow(scene, clientId, { state: "s", code_challenge: CHALLENGE });
    const page = await openPage(scene, path.replace("/authorize", "/hosted/reset"));
    return await submit(scene, page, { email });
  };

  test("is replaced by a mailed link, which a scanner does not use up, and leads back to the flow", async () => {
    const scene = await signedUp();
    const { email } = scene.ada;
    await ask(scene, scene.clientId, email);
    const link = linkIn(await scene.inbox.next(email));
    const opened = await scene.browse(pathIn(link), {});
    const page = new URL(opened.headers.get("location")!, "https://runtime.invalid");
    const path = page.pathname.slice(page.pathname.indexOf("/p/")) + page.search;
    for (let i = 0; i < 2; i++) expect((await openPage(scene, path)).status).toBe(200);
    const form = await openPage(scene, path);
    expect((await submit(scene, form, { password: "short" })).text).toContain("longer password");
    const password = "a new battery staple";
    const done = await submit(scene, form, { password });
    expect(done.text).toContain("Your password is changed");
    const [, start = ""] = /href="([^"]*authorize[^"]*)"/.exec(done.text)!;
    expect(start).not.toMatch(/token=/);
    const begun = start.slice(start.indexOf("/p/")).replaceAll("&amp;", "&");
    const changed = { ...scene, ada: { ...scene.ada, password } };
    expect((await signInOn(changed, await openPage(scene, begun))).next).not.toBeNull();
    expect((await submit(scene, await openPage(scene, path), { password })).status).toBe(410);
  });

  test("looks the same for an unknown address", async () => {
    const scene = await signedUp();
    const show = async (email: string) => {
      const { status, text } = await ask(scene, scene.clientId, email);
      return [status, text.replaceAll(email, "X").replace(/nonce="[^"]*"/g, "")];
    };
    expect(await show(scene.ada.email)).toEqual(await show(`nobody.${scene.ada.email}`));
  });
});

describe("signing out", () => {
  test("asks, then ends the session of the pages and those of every app", async () => {
    const scene = await signedUp();
    const other = await newApp(scene, { name: "Other" });
    const tokens = [
      await appSession(scene, scene.clientId),
      await appSession(scene, other.clientId),
    ];
    const parameters = {
      client_id: scene.clientId,
      post_logout_redirect_uri: GOODBYE,
      state: "é&",
    };
    const shown = await openPage(scene, logoutPath(scene, parameters));
    expect([shown.status, shown.next]).toEqual([200, null]);
    for (const token of tokens) expect(await isActive(scene, token)).toBe(true);
    const done = await submit(scene, shown);
    expect(done.next?.href).toBe(`${GOODBYE}&state=%C3%A9%26`);
    for (const token of tokens) expect(await isActive(scene, token)).toBe(false);
    expect((await openPage(scene, beginFlow(scene, scene.clientId).path)).text).not.toContain(
      "Continue as",
    );
  });

  test("in an app, it ends the session of the pages and of the other apps", async () => {
    const scene = await signedUp();
    const token = await appSession(scene, scene.clientId);
    const other = await appSession(scene, (await newApp(scene, { name: "Other" })).clientId);
    await scene.runtime.fetch(`/p/${scene.project.id}/api/auth/sign-out`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: "{}",
    });
    expect(await isActive(scene, other)).toBe(false);
    const silent = await openPage(scene, beginFlow(scene, scene.clientId, { prompt: "none" }).path);
    expect(silent.next?.searchParams.get("error")).toBe("login_required");
  });

  test("returns to registered addresses only, and shows a page for others", async () => {
    const scene = await signedUp();
    const foreign = await newApp(await neighbour(scene, settings));
    const { clientId } = scene;
    const wrong: Record<string, string>[] = [
      { client_id: clientId, post_logout_redirect_uri: `${GOODBYE}x` },
      { client_id: clientId, post_logout_redirect_uri: REDIRECT },
      { post_logout_redirect_uri: GOODBYE },
      { client_id: foreign.clientId, post_logout_redirect_uri: GOODBYE },
    ];
    for (const parameters of wrong)
      expect(
        await openPage(scene, logoutPath(scene, parameters)),
        JSON.stringify(parameters),
      ).toMatchObject({ status: 400, next: null });
  });

  test("a form of another site does not sign out", async () => {
    const scene = await signedUp();
    const token = await appSession(scene, scene.clientId);
    const shown = await openPage(scene, logoutPath(scene));
    const forged = await submit(
      scene,
      shown,
      {},
      {
        headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      },
    );
    expect([forged.status, await isActive(scene, token)]).toEqual([403, true]);
  });
});

test("the token endpoint sets the session's cookie for servers and trusted pages, for no other page", async () => {
  const scene = await signedUp();
  const app = await newApp(scene, { trustedOrigins: ["https://app.example.com"] });
  const cookiesFor = async (headers: Record<string, string>) => {
    const { code, verifier } = await codeFor(scene, app.clientId);
    const sent = { code, client_id: app.clientId, redirect_uri: REDIRECT, code_verifier: verifier };
    const response = await exchange(scene, sent, headers);
    expect(response.status).toBe(200);
    return response.headers.getSetCookie().length;
  };
  expect(await cookiesFor({})).toBe(1);
  expect(await cookiesFor({ origin: "https://app.example.com" })).toBe(1);
  expect(await cookiesFor({ origin: "https://evil.example" })).toBe(0);
  expect(await cookiesFor({ "sec-fetch-site": "cross-site" })).toBe(0);
});
