/**
 * The `Host` of a request is its sender's choice: nothing that the runtime writes, sends or checks
 * goes by it, but by the site that the deployment's settings name.
 */
import { afterEach, describe, expect, inject, test } from "vitest";
import { defaultSettings, type AuthMethods } from "../../convex/component/configuration/defaults";
import { endpoints as table } from "../../convex/component/signIn/endpoints";
import type { Endpoint } from "../../convex/component/signIn/endpoint";
import { rawRequest, type RawRequest } from "../support/rawRequest";
import { begin, engines, linkIn, type Scene } from "../support/signIn";
import { pathIn } from "../support/visitor";

const everything = {
  ...(Object.fromEntries(
    Object.keys(defaultSettings.authMethods).map((method) => [method, true]),
  ) as unknown as AuthMethods), // the same keys
  sso: false,
};
const LIST = "/api/auth/organization/list";

interface Forged extends Omit<Scene, "post"> {
  /** Where the deployment says that it is, mount included. */
  readonly site: string;
  /** What the requests of `raw` and `post` say instead. */
  readonly forgedHost: string;
  readonly raw: RawRequest;
  readonly post: (path: string, body?: object) => Promise<Response>;
  readonly get: (path: string) => Promise<Response>;
}

const siteBefore = process.env.CONVEX_SITE_URL;
afterEach(() => {
  process.env.CONVEX_SITE_URL = siteBefore;
});

/**
 * A visitor, all of whose requests name another host. The test engine sends every request to
 * `some.convex.site`, so there the deployment is at another place.
 */
async function forge(start: (typeof engines)[number][1], at: string): Promise<Forged> {
  const scene = await begin(start, { authMethods: everything });
  const isLocal = scene.runtime.name.includes("local");
  const site = isLocal ? inject("deployment").baseUrl : at;
  if (!isLocal) process.env.CONVEX_SITE_URL = site;
  const { cookies, project } = scene;
  const forgery: Record<string, string> = isLocal
    ? {
        host: "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        forwarded: "host=evil.example;proto=https",
        "x-original-url": "https://evil.example/",
      }
    : { "x-forwarded-host": "some.convex.site", "x-forwarded-proto": "http" };
  const wire = rawRequest(scene.runtime, isLocal ? site : null);
  const raw: RawRequest = async (path, init = {}) => {
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const headers = { ...forgery, ...(cookie === "" ? {} : { cookie }), ...init.headers };
    const answer = await wire(path, { ...init, headers });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const { origin } = new URL(site);
  const base = `/p/${project.id}/api/auth`;
  const json = { origin, "content-type": "application/json" };
  return {
    ...scene,
    ...{ site, raw, forgedHost: isLocal ? "evil.example" : "some.convex.site" },
    post: async (path, body = {}) =>
      await raw(base + path, { method: "POST", headers: json, body: JSON.stringify(body) }),
    get: async (path) => await raw(base + path, { headers: { origin } }),
  };
}

const SITE = "https://auth.example.org/banata";

describe.each(engines)("a forged host, %s", (_name, start) => {
  test("is in no mail, and no link leads there", async () => {
    const { site, forgedHost, ada, inbox, project, post } = await forge(start, SITE);
    const next = `new-${ada.email}`;
    const asked: [string, object, string][] = [
      ["/sign-up/email", { ...ada, callbackURL: "/home" }, ada.email],
      ["/send-verification-email", { email: ada.email, callbackURL: "/home" }, ada.email],
      ["/change-email", { newEmail: next, callbackURL: "/home" }, next],
      ["/request-password-reset", { email: ada.email, redirectTo: "/reset" }, ada.email],
      ["/sign-in/magic-link", { email: ada.email, callbackURL: "/home" }, ada.email],
      ["/sign-in/magic-link", { email: ada.email }, ada.email],
    ];
    const counts = new Map<string, number>();
    for (const [path, body, to] of asked) {
      expect((await post(path, body)).status, path).toBe(200);
      if (path === "/sign-up/email") continue; // it sends none here
      counts.set(to, (counts.get(to) ?? 0) + 1);
      const mail = await inbox.next(to, counts.get(to));
      expect(linkIn(mail), path).toMatch(new RegExp(`^${site}/p/${project.id}/api/auth/`));
      expect(mail.text + mail.html, path).not.toContain(forgedHost);
    }
  });

  test("no endpoint answers with it", async () => {
    const { forgedHost, site, ada, raw, post, project } = await forge(start, SITE);
    const last = ["/sign-out", "/delete-user", "/delete-anonymous-user", "/revoke-sessions"];
    await post("/sign-up/email", ada);
    const rows = Object.entries<Endpoint | null>(table).flatMap(([path, row]) =>
      (row?.methods ?? []).map((method) => ({ method, path })),
    );
    rows.sort((a, b) => last.indexOf(a.path) - last.indexOf(b.path));
    const query = new URLSearchParams({
      ...{ token: "nonsense", callbackURL: "/home", errorCallbackURL: "/sorry", state: "x" },
      ...{ code: "x", error: "x", email: ada.email },
    });
    const body = {
      ...{ email: ada.email, newEmail: `new-${ada.email}`, name: "Ada", username: "ada_l" },
      ...{ password: "not her password", token: "nonsense", code: "000000", otp: "000000" },
      ...{ type: "sign-in", provider: "github", callbackURL: "/home", redirectTo: "/home" },
    };
    let redirects = 0;
    for (const { method, path } of rows) {
      const place = `/p/${project.id}/api/auth${path.replace(/:\w+/, "github")}`;
      const answer = await (method === "GET"
        ? raw(`${place}?${query}`, { headers: { origin: new URL(site).origin } })
        : raw(place, {
            method,
            headers: { origin: new URL(site).origin, "content-type": "application/json" },
            body: JSON.stringify(body),
          }));
      const text = JSON.stringify([...answer.headers]) + (await answer.text());
      expect(text, `${method} ${path}`).not.toContain(forgedHost);
      const location = answer.headers.get("location");
      if (location === null) continue;
      redirects++;
      expect(new URL(location, site).origin, path).toBe(new URL(site).origin);
    }
    expect(redirects).toBeGreaterThan(2);
  });

  test("is no place to be sent back to, and the site is", async () => {
    const { site, forgedHost, ada, post, get } = await forge(start, SITE);
    const { origin } = new URL(site);
    const ask = async (redirectTo: string) =>
      (await post("/request-password-reset", { email: ada.email, redirectTo })).status;
    for (const scheme of ["http", "https"])
      expect(await ask(`${scheme}://${forgedHost}/reset`), scheme).toBe(403);
    expect(await ask(`${origin}/reset`)).toBe(200);
    const reset = await get(`/reset-password/nonsense?callbackURL=%2Freset`);
    expect(reset.headers.get("location")).toMatch(new RegExp(`^${origin}/reset\\?error=`));
    const away = encodeURIComponent(`https://${forgedHost}/`);
    expect((await get(`/reset-password/nonsense?callbackURL=${away}`)).status).toBe(403);
  });

  test("a page of it is a page of another site", async () => {
    const { site, forgedHost, ada, post, raw, project, inbox } = await forge(start, SITE);
    await post("/sign-up/email", ada);
    const list = async (origin: string) =>
      (await raw(`/p/${project.id}${LIST}`, { headers: { origin } })).status;
    expect(await list(new URL(site).origin)).toBe(200);
    for (const scheme of ["http", "https"])
      expect(await list(`${scheme}://${forgedHost}`), scheme).toBe(403);
    await post("/sign-in/magic-link", { email: ada.email });
    const path = pathIn(linkIn(await inbox.next(ada.email)));
    for (const origin of [`http://${forgedHost}`, `https://${forgedHost}`]) {
      const pressed = await raw(path, { method: "POST", headers: { origin } });
      expect(pressed.status).toBe(403);
      const read = await raw(path, { headers: { origin } });
      expect(read.headers.get("content-type")).toContain("text/html");
    }
  });

  test("names no passkey's site and no issuer", async () => {
    const { site, get, raw, project } = await forge(start, SITE);
    const options = (await (await get("/passkey/generate-authenticate-options")).json()) as {
      rpId: string;
    };
    expect(options.rpId).toBe(new URL(site).hostname);
    for (const path of [
      `/p/${project.id}/.well-known/openid-configuration`,
      `/p/${project.id}/api/auth/convex/.well-known/openid-configuration`,
    ]) {
      const { issuer, jwks_uri } = (await (await raw(path)).json()) as Record<string, string>;
      expect(
        [issuer, jwks_uri].every((each) => each!.startsWith(site)),
        path,
      ).toBe(true);
    }
  });

  test("a provider sends people back to the site", async () => {
    const { site, forgedHost, post, admin } = await forge(start, SITE);
    await admin.configuration.saveSocialProviderCredential({
      ...{ providerId: "github", clientId: "id", clientSecret: "secret", enabled: true },
    });
    const { url } = (await (
      await post("/sign-in/social", { provider: "github", callbackURL: "/home" })
    ).json()) as { url: string };
    const back = new URL(url).searchParams.get("redirect_uri")!;
    expect(back.startsWith(`${site}/p/`), back).toBe(true);
    expect(decodeURIComponent(url)).not.toContain(forgedHost);
  });

  test.each([SITE, "http://127.0.0.1:3999/banata"])(
    "does not decide whether cookies are for TLS alone: at %s",
    async (at) => {
      const { site, ada, post } = await forge(start, at);
      const cookies = (await post("/sign-up/email", ada)).headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      const isSecure = site.startsWith("https:");
      for (const cookie of cookies)
        expect([cookie.startsWith("__Secure-"), /; *secure/i.test(cookie)], cookie).toEqual([
          isSecure,
          isSecure,
        ]);
    },
  );

  test("hides in no path: what begins like an address stays one of the site's paths", async () => {
    const { forgedHost, raw, project } = await forge(start, SITE);
    for (const path of [
      `//${forgedHost}/p/${project.id}/api/auth/ok`,
      `/\\${forgedHost}/p/${project.id}/api/auth/ok`,
      `/@${forgedHost}/p/${project.id}/api/auth/ok`,
    ]) {
      const answer = await raw(path);
      expect(answer.status, path).toBe(404);
    }
  });
});
