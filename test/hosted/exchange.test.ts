/** The exchange of a code for a session, by an OAuth client that knows nothing of this runtime. */
import * as oauth from "oauth4webapi";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, neighbour, type Scene } from "../support/signIn";
import {
  beginFlow,
  codeFor,
  exchange,
  newApp,
  newVerifier,
  openPage,
  REDIRECT,
  signInOn,
} from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const settings = { features: { hostedUi: true } };

async function signedUp(start: (typeof engines)[number][1]): Promise<Scene> {
  const scene = await begin(start, settings);
  await scene.visit().client.signUp.email(scene.ada);
  return scene;
}

/** The server as its discovery document names it. */
async function serverOf(scene: Scene) {
  const discovery = `/p/${scene.project.id}/.well-known/openid-configuration`;
  const { issuer } = (await (await scene.runtime.fetch(discovery)).json()) as { issuer: string };
  const as = { issuer, token_endpoint: `https://runtime.test/p/${scene.project.id}/token` };
  return {
    as,
    options: {
      [oauth.customFetch]: async (url: string, init: RequestInit) => {
        const { pathname } = new URL(url);
        return await scene.runtime.fetch(pathname, init);
      },
    },
  };
}

describe.each(engines)("%s", (_name, start) => {
  test.each(["public", "secret in the body", "secret in the header"])(
    "oauth4webapi completes the exchange of a client that is %s",
    async (kind) => {
      const scene = await signedUp(start);
      const app = await newApp(scene, { confidential: kind !== "public" });
      const { as, options } = await serverOf(scene);
      const client = { client_id: app.clientId };
      const { next, verifier, state } = await codeFor(scene, app.clientId);
      expect(next?.origin + (next?.pathname ?? "")).toBe(REDIRECT);
      const parameters = oauth.validateAuthResponse(as, client, next!, state);
      const authentication =
        kind === "public"
          ? oauth.None()
          : kind === "secret in the body"
            ? oauth.ClientSecretPost(app.clientSecret!)
            : oauth.ClientSecretBasic(app.clientSecret!);
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        authentication,
        parameters,
        REDIRECT,
        verifier,
        options,
      );
      expect(response.headers.get("cache-control")).toBe("no-store");
      const answer = await oauth.processAuthorizationCodeResponse(as, client, response);
      expect(answer).toMatchObject({
        token_type: "bearer",
        user: { email: scene.ada.email, name: "Ada" },
      });
      const session = await scene.runtime.fetch(`/p/${scene.project.id}/api/auth/get-session`, {
        headers: { authorization: `Bearer ${answer.access_token}` },
      });
      expect(await session.json()).toMatchObject({ user: { email: scene.ada.email } });
    },
  );

  test("refuses each wrong parameter, and keeps the code for the app", async () => {
    const scene = await signedUp(start);
    const registered = "https://app.example.com/registered";
    const app = await newApp(scene, { redirectUris: [REDIRECT, registered] });
    const other = await newApp(scene, { name: "Other" });
    const foreign = await neighbour(scene, settings);
    const foreignApp = await newApp(foreign);
    const { code, verifier } = await codeFor(scene, app.clientId);
    const right = {
      ...{ code, client_id: app.clientId, redirect_uri: REDIRECT, code_verifier: verifier },
    };
    const wrong: [string, Record<string, string | null>, string, Scene?][] = [
      ["other client", { client_id: other.clientId }, "invalid_grant"],
      ["client of another project", { client_id: foreignApp.clientId }, "invalid_client"],
      ["unknown client", { client_id: "cli_unknown" }, "invalid_client"],
      ["secret of a public client", { client_secret: "clisec_x" }, "invalid_client"],
      ["registered redirect of another request", { redirect_uri: registered }, "invalid_grant"],
      ["other redirect", { redirect_uri: `${REDIRECT}/` }, "invalid_grant"],
      ["other verifier", { code_verifier: newVerifier() }, "invalid_grant"],
      ["short verifier", { code_verifier: "abc" }, "invalid_request"],
      ["other code", { code: "0".repeat(64) }, "invalid_grant"],
      ["other project", {}, "invalid_client", foreign],
      [
        "other project and its client",
        { client_id: foreignApp.clientId },
        "invalid_grant",
        foreign,
      ],
      ["other grant", { grant_type: "password" }, "unsupported_grant_type"],
      ...["code", "client_id", "redirect_uri", "code_verifier"].map(
        (name) => [`no ${name}`, { [name]: null }, "invalid_request"] as const satisfies unknown[],
      ),
    ] as [string, Record<string, string | null>, string, Scene?][];
    for (const [name, change, error, at = scene] of wrong) {
      const response = await exchange(at, { ...right, ...change });
      expect(await response.json(), name).toMatchObject({ error });
      expect(response.status, name).toBe(error === "invalid_client" ? 401 : 400);
      expect(response.headers.get("cache-control"), name).toBe("no-store");
    }
    expect((await exchange(scene, right)).status).toBe(200);
  });

  test("a second use is refused and ends the session of the first; a thief's is refused only", async () => {
    const scene = await signedUp(start);
    const { clientId } = await newApp(scene);
    const { code, verifier } = await codeFor(scene, clientId);
    const right = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
    const { access_token: token } = (await (await exchange(scene, right)).json()) as {
      access_token: string;
    };
    const isActive = async () =>
      (await (
        await scene.runtime.fetch(`/p/${scene.project.id}/api/auth/get-session`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).json()) !== null;
    const thief = await exchange(scene, { ...right, code_verifier: newVerifier() });
    expect([thief.status, await isActive()]).toEqual([400, true]);
    const second = await exchange(scene, right);
    expect(await second.json()).toMatchObject({ error: "invalid_grant" });
    expect(await isActive()).toBe(false);
  });

  test("of two exchanges at once only one makes a session", async () => {
    const scene = await signedUp(start);
    const { clientId } = await newApp(scene);
    const { code, verifier } = await codeFor(scene, clientId);
    const right = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
    const answers = await Promise.all([exchange(scene, right), exchange(scene, right)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
  });

  test("a code ends with the session that it was made from, and with the user's state", async () => {
    const scene = await signedUp(start);
    const { clientId } = await newApp(scene);
    const { users } = scene.admin;
    const endings: [string, (userId: string) => Promise<unknown>][] = [
      ["signing out", async () => await scene.client.signOut()],
      [
        "a new password, although the session stays",
        async () =>
          await scene.client.changePassword({
            currentPassword: scene.ada.password,
            newPassword: "another battery staple",
            revokeOtherSessions: false,
          }),
      ],
      ["a ban", async (userId) => await users.banUser({ userId })],
    ];
    for (const [name, end] of endings) {
      const { code, verifier } = await codeFor(scene, clientId);
      const { data } = await users.listUsers({ limit: 1 });
      await end(data[0]!.id);
      const sent = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
      expect(await (await exchange(scene, sent)).json(), name).toMatchObject({
        error: "invalid_grant",
      });
    }
  });
});

test("a code is valid for 60 seconds", async () => {
  const [[, start]] = engines;
  const scene = await signedUp(start);
  const { clientId } = await newApp(scene);
  const { code, verifier } = await codeFor(scene, clientId);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_001 });
  try {
    const sent = { code, client_id: clientId, redirect_uri: REDIRECT, code_verifier: verifier };
    expect(await (await exchange(scene, sent)).json()).toMatchObject({ error: "invalid_grant" });
  } finally {
    vi.useRealTimers();
  }
});

describe("the authorization endpoint", () => {
  const [[, start]] = engines;

  test("shows a page for a wrong client or redirect, and never redirects", async () => {
    const scene = await signedUp(start);
    const { clientId } = await newApp(scene);
    const disabled = await newApp(scene, { name: "Old" });
    await scene.admin.authClients.updateClient({ clientId: disabled.clientId, disabled: true });
    const foreign = await newApp(await neighbour(scene, settings));
    const wrong: Record<string, string | null>[] = [
      { client_id: null },
      { client_id: "cli_unknown" },
      { client_id: foreign.clientId },
      { client_id: disabled.clientId },
      { redirect_uri: null },
      { redirect_uri: `${REDIRECT}/` },
      { redirect_uri: `${REDIRECT}?next=1` },
      { redirect_uri: "https://app.example.com.evil.example/callback" },
      { redirect_uri: "javascript:alert(1)" },
      { state: "x".repeat(9_000) },
    ];
    for (const change of wrong) {
      const shown = await openPage(scene, beginFlow(scene, clientId, change).path);
      expect([shown.status, shown.next], JSON.stringify(change)).toEqual([400, null]);
      expect(shown.text).not.toContain("app.example.com");
    }
    const twice = `${beginFlow(scene, clientId).path}&redirect_uri=https://evil.example`;
    expect(await openPage(scene, twice)).toMatchObject({ status: 400, next: null });
  });

  test.each([
    ["no state", { state: null }, "invalid_request"],
    ["no challenge", { code_challenge: null }, "invalid_request"],
    ["the plain method", { code_challenge_method: "plain" }, "invalid_request"],
    ["no method, which means plain", { code_challenge_method: null }, "invalid_request"],
    ["a short challenge", { code_challenge: "abc" }, "invalid_request"],
    ["no response type", { response_type: null }, "invalid_request"],
    ["another response type", { response_type: "token" }, "unsupported_response_type"],
    ["another response mode", { response_mode: "fragment" }, "invalid_request"],
    ["an unknown prompt", { prompt: "consent" }, "invalid_request"],
    ["two prompts", { prompt: "none login" }, "invalid_request"],
    ["a broken age", { max_age: "-1" }, "invalid_request"],
    ["a scope", { scope: "openid" }, "invalid_scope"],
    ["a request object", { request: "e30." }, "request_not_supported"],
    ["silence without a session", { prompt: "none" }, "login_required"],
  ] as [string, Record<string, string | null>, string][])(
    "tells the app about %s in its redirect, with state and issuer",
    async (_what, change, error) => {
      const scene = await begin(start, settings);
      const { clientId } = await newApp(scene);
      const { path, state } = beginFlow(scene, clientId, change);
      const { status, next } = await openPage(scene, path);
      expect(status).toBe(303);
      expect(next!.origin + next!.pathname).toBe(REDIRECT);
      expect(Object.fromEntries(next!.searchParams)).toMatchObject({
        error,
        iss: expect.stringContaining(`/p/${scene.project.id}`) as string,
        ...("state" in change ? {} : { state }),
      });
      expect(next!.searchParams.has("code")).toBe(false);
    },
  );

  test("lets desktop apps choose the port of a loopback address, and nothing else", async () => {
    const scene = await signedUp(start);
    const redirectUris = ["http://127.0.0.1/cb", "http://[::1]:1/cb", "http://localhost/cb"];
    const desktop = await newApp(scene, { type: "desktop", redirectUris });
    const web = await newApp(scene, { redirectUris });
    const status = async (clientId: string, redirect_uri: string) =>
      (await openPage(scene, beginFlow(scene, clientId, { redirect_uri }).path)).status;
    for (const uri of ["http://127.0.0.1:49152/cb", "http://[::1]:49152/cb", "http://localhost/cb"])
      expect(await status(desktop.clientId, uri), uri).toBe(200);
    for (const uri of [
      "http://localhost:49152/cb",
      "https://127.0.0.1:49152/cb",
      "http://127.0.0.2:49152/cb",
      "http://127.0.0.1:49152/cb/",
      "http://127.0.0.1:49152/cb?x=1",
      "http://127.0.0.1:49152/cb#x",
      "http://127.0.0.1:49152/a/../cb",
      "http://127.0.0.1:70000/cb",
      "http://127.0.0.1:49152@evil.example/cb",
      "http://127.0.0.1.evil.example:49152/cb",
      "http://127.1:49152/cb",
    ])
      expect(await status(desktop.clientId, uri), uri).toBe(400);
    expect(await status(web.clientId, "http://127.0.0.1:49152/cb")).toBe(400);
  });

  test("keeps the query of a registered redirect as it is", async () => {
    const scene = await signedUp(start);
    const uri = "https://app.example.com/callback?a=b%20c&d=";
    const { clientId } = await newApp(scene, { redirectUris: [uri] });
    const shown = await openPage(scene, beginFlow(scene, clientId, { redirect_uri: uri }).path);
    const done = await signInOn(scene, shown);
    expect(done.response.headers.get("refresh")).toContain(`url=${uri}&code=`);
  });
});
