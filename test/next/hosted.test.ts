/** Sign-in through the hosted pages by routes of a Next.js app, against the local deployment. */
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { createBanataAuthServer, type BanataAuthServerOptions } from "../../src/next";
import { newApp, openPage, signInOn, submit } from "../support/hosted";
import { begin, engines, type Scene } from "../support/signIn";
import { serveAnswers } from "./answers";

const [, startDeployed] = engines[1];
let scene: Scene;
const closing: (() => void)[] = [];

beforeEach(async () => {
  scene = await begin(startDeployed, { features: { hostedUi: true } });
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.restoreAllMocks();
});

type Auth = ReturnType<typeof createBanataAuthServer>;

/** An app with a client of its own, and a browser with the app's cookies. */
async function open(options: BanataAuthServerOptions = {}, isConfidential = false) {
  const routes: { auth?: Auth } = {};
  const { url: app, close } = await serveAnswers(
    async (request) =>
      await (new URL(request.url).pathname.startsWith("/api/auth")
        ? routes.auth!.handler.GET(request)
        : routes.auth!.hostedHandler.GET(request)),
  );
  closing.push(close);
  const { clientId, clientSecret } = await newApp(scene, {
    redirectUris: [`${app}/auth/callback`],
    trustedOrigins: [app],
    confidential: isConfidential,
  });
  const { baseUrl, cloudUrl } = inject("deployment");
  const auth = createBanataAuthServer({
    ...{ apiKey: scene.project.key, authUrl: baseUrl, convexUrl: cloudUrl },
    ...{ clientId, clientSecret },
    ...options,
  });
  routes.auth = auth;
  const jar = new Map([["theme", "dark"]]);
  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const visit = async (to: string, headers: Record<string, string> = {}) => {
    const response = await fetch(new URL(to, app), {
      headers: { cookie: cookieHeader(), ...headers },
      redirect: "manual",
    });
    for (const each of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (/max-age=0/i.test(each)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const begun = async (options: Parameters<Auth["getSignInUrl"]>[0] = {}) => {
    const response = await visit(auth.getSignInUrl(options));
    return new URL(response.headers.get("location")!);
  };
  const isSignedIn = async () =>
    await auth.isAuthenticated({
      headers: new Headers({ cookie: cookieHeader(), host: new URL(app).host }),
    });
  const flows = () => [...jar.keys()].filter((name) => name.startsWith("hosted-sign-in."));
  return { app, auth, jar, visit, begun, isSignedIn, flows, clientId };
}

const below = ({ pathname, search }: URL) => pathname.slice(pathname.indexOf("/p/")) + search;

/** Signs in at the hosted pages, and answers where they lead. */
async function finish(authorize: URL): Promise<URL> {
  const first = await openPage(scene, below(authorize));
  const isKnown = first.text.includes("/hosted/continue");
  const { next } = await (isKnown ? submit(scene, first) : signInOn(scene, first));
  return next!;
}

const signUp = async () => void (await scene.visit().client.signUp.email(scene.ada));

describe.each([
  ["a public client", false],
  ["a confidential client", true],
])("%s", (_name, isConfidential) => {
  test("signs a visitor in at the page where it began, with cookies of the app alone", async () => {
    await signUp();
    const { app, jar, visit, begun, isSignedIn, flows } = await open({}, isConfidential);
    expect(await isSignedIn()).toBe(false);
    const authorize = await begun({ returnTo: "/notes?sort=asc#first", screenHint: "sign-in" });
    expect(authorize.searchParams.get("redirect_uri")).toBe(`${app}/auth/callback`);
    expect(flows()).toHaveLength(1);
    const callback = await finish(authorize);
    const ended = await visit(callback.href);
    expect([ended.status, ended.headers.get("location")]).toEqual([
      303,
      `${app}/notes?sort=asc#first`,
    ]);
    expect(flows()).toEqual([]);
    expect(await isSignedIn()).toBe(true);
    expect([...jar.keys()].toSorted()).toEqual([
      `banata.${scene.project.id}.session_token`,
      "theme",
    ]);
    const again = await visit(callback.href); // by the back button
    expect(again.headers.get("location")).toBe(`${app}/`);
    expect(await isSignedIn()).toBe(true);
  });
});

test("a flow's cookie is for this host and this browser's navigation, and is no session's", async () => {
  const { visit, auth } = await open();
  const plain = (await visit(auth.getSignInUrl())).headers.getSetCookie();
  expect(plain).toHaveLength(1);
  expect(plain[0]).toMatch(
    /^hosted-sign-in\.[\w-]{43}=[\w+/]+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  const secure = (
    await visit(auth.getSignInUrl(), { "x-forwarded-proto": "https" })
  ).headers.getSetCookie();
  expect(secure.at(-1)).toMatch(/^__Host-hosted-sign-in\..*; Secure; SameSite=Lax$/);
});

test("tabs sign in independently, and flows that are given up do not pile up", async () => {
  await signUp();
  const { app, visit, begun, isSignedIn, flows } = await open();
  const first = await begun({ returnTo: "/one" });
  const second = await begun({ returnTo: "/two" });
  const two = await visit((await finish(second)).href);
  expect(two.headers.get("location")).toBe(`${app}/two`);
  const one = await visit((await finish(first)).href);
  expect(one.headers.get("location")).toBe(`${app}/one`);
  expect(await isSignedIn()).toBe(true);
  for (let i = 0; i < 8; i++) await begun();
  expect(flows()).toHaveLength(5);
});

const unfollowed: Record<string, string>[] = [
  { "next-router-prefetch": "1" },
  { purpose: "prefetch" },
  { "sec-purpose": "prefetch;prerender" },
  { "sec-fetch-dest": "image" },
  { "sec-fetch-dest": "empty", rsc: "1" },
];

test.each(unfollowed)("begins nothing for %o, which is no navigation", async (headers) => {
  const { auth, visit } = await open();
  const response = await visit(auth.getSignInUrl(), headers);
  expect([response.status, response.headers.getSetCookie()]).toEqual([204, []]);
});

const wrongAnswers: [string, (callback: URL) => void, string][] = [
  [
    "of another issuer",
    ({ searchParams }) => searchParams.set("iss", "https://evil.example"),
    "issuer_mismatch",
  ],
  ["without an issuer", ({ searchParams }) => searchParams.delete("iss"), "issuer_mismatch"],
  [
    "of another browser",
    ({ searchParams }) => searchParams.set("state", "another"),
    "unknown_state",
  ],
  ["with another code", ({ searchParams }) => searchParams.set("code", "another"), "invalid_grant"],
  ["without a code", ({ searchParams }) => searchParams.delete("code"), "invalid_request"],
];

test.each(wrongAnswers)("an answer %s signs no visitor in", async (_name, change, code) => {
  await signUp();
  const { visit, begun, isSignedIn } = await open();
  const callback = await finish(await begun({ returnTo: "/notes" }));
  change(callback);
  const response = await visit(callback.href);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(`<code>${code}</code>`);
  expect(await isSignedIn()).toBe(false);
});

test("an error of the pages leads to the app's own page for errors, with its code", async () => {
  await signUp();
  const { app, visit, begun } = await open({ signInErrorPath: "/sign-in?from=auth" });
  const { id: organizationId } = await scene.admin.organizations.createOrganization({
    name: "Acme",
  });
  const refused = await visit((await finish(await begun({ organizationId, returnTo: "/a" }))).href);
  const query = new URLSearchParams({ error: "access_denied", return_to: `${app}/a` });
  expect(refused.headers.get("location")).toBe(`/sign-in?from=auth&${query}`);
  const silent = await begun({ prompt: "none" });
  expect(silent.searchParams.get("prompt")).toBe("none");
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "/..//x",
])("returns to no page such as %s", async (returnTo) => {
  const { auth, visit, flows } = await open();
  const response = await visit(auth.getSignInUrl({ returnTo }));
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('<a href="/auth/sign-in">');
  expect(flows()).toEqual([]);
});

test("says on the server what is missing, and on the page only the code", async () => {
  const { visit } = await open({ clientId: "" });
  const response = await visit("/auth/sign-in");
  expect(response.status).toBe(502);
  expect(await response.text()).toContain("invalid_configuration");
  expect(vi.mocked(console.error).mock.calls.flat().join(" ")).toContain("BANATA_CLIENT_ID");
  expect((await visit("/auth/elsewhere")).status).toBe(404);
});

test("leads to the account of the project's pages", async () => {
  const { auth } = await open();
  const { baseUrl } = inject("deployment");
  expect(await auth.getHostedUrl("/account")).toBe(`${baseUrl}/p/${scene.project.id}/account`);
});

test("links have the options as parameters, and none for what is left out", async () => {
  const { auth } = await open({ hostedPath: "/login" });
  expect(auth.getSignInUrl()).toBe("/login/sign-in");
  expect(auth.getSignInUrl({ returnTo: "/a?b=c", loginHint: "", prompt: "login" })).toBe(
    "/login/sign-in?return_to=%2Fa%3Fb%3Dc&prompt=login",
  );
});
