/**
 * What a flow may not be bent to: by who sends it again, from elsewhere or too late, and by a
 * provider that fails.
 */
import { vi, afterEach, describe, expect, test } from "vitest";
import { clientId } from "../../support/socialProviders";
import { engines, eventTypes, socialStage } from "../../support/socialStage";
import { newCode, returnedOf, saveDashboardConfig, setUp } from "../../support/socialVisitor";
import { newProject } from "../../support/runtime";

describe.each(engines)("a social sign-in %s", (where) => {
  const stage = socialStage(where);

  const stateOf = async (visitor: ReturnType<typeof stage.visitor>, provider = "google") =>
    (await visitor.begin(provider)).searchParams.get("state") ?? "";
  const usersOf = async (admin: ReturnType<typeof stage.runtime.client>) =>
    (await admin.users.listUsers()).data.length;

  test("that comes back twenty times at once signs in once, and asks the provider once", async () => {
    const { admin, visitor } = await stage.begin("google");
    const parameters = { code: newCode(), state: await stateOf(visitor) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => await visitor.comeBack("google", parameters)),
    );
    expect(
      answers.filter(({ status, location }) => status === 302 && location === "/home"),
    ).toHaveLength(1);
    for (const { status, error } of answers)
      expect([status, error]).toEqual([302, error === null ? null : "state_mismatch"]);
    expect(stage.server.requests.map(({ path }) => path)).toEqual(["oauth2.googleapis.com/token"]);
    expect(await eventTypes(admin, "user.*", "session.*", "account.*")).toEqual([
      "user.created",
      "account.linked",
      "session.created",
    ]);
  });

  test("cannot be sent again later", async () => {
    const { project, visitor } = await stage.begin("google");
    const parameters = { code: newCode(), state: await stateOf(visitor) };
    const kept = new Map(visitor.cookies);
    expect((await visitor.comeBack("google", parameters)).error).toBeNull();
    expect(
      (await stage.visitor(project, kept).comeBack("google", { ...parameters, code: newCode() }))
        .error,
    ).toBe("state_mismatch");
  });

  test("begun in one project does not end in another", async () => {
    const [here, there] = [await stage.begin("google"), await stage.begin("google")];
    const state = await stateOf(here.visitor);
    const renamed = new Map(
      [...here.visitor.cookies].map(([name, value]) => [
        name.replace(here.project.id, there.project.id),
        value,
      ]),
    );
    expect(
      (await stage.visitor(there.project, renamed).comeBack("google", { code: newCode(), state }))
        .error,
    ).toBe("state_mismatch");
    expect([await usersOf(there.admin), stage.server.requests]).toEqual([0, []]);
    expect((await here.visitor.comeBack("google", { code: newCode(), state })).error).toBeNull();
  });

  test("begun in one browser does not end in another", async () => {
    const { project, admin, visitor } = await stage.begin("google");
    const state = await stateOf(visitor);
    expect(
      (await stage.visitor(project).comeBack("google", { code: newCode(), state })).error,
    ).toBe("state_mismatch");
    expect([await usersOf(admin), stage.server.requests]).toEqual([0, []]);
  });

  test("that is refused by its user goes back with the reason, and is over", async () => {
    const { admin, visitor } = await stage.begin("google");
    const state = await stateOf(visitor);
    expect(
      await visitor.comeBack("google", {
        error: "access_denied",
        error_description: "No thanks",
        state,
      }),
    ).toMatchObject({
      status: 302,
      location: "/oops?error=access_denied&error_description=No+thanks",
    });
    expect((await visitor.comeBack("google", { code: newCode(), state })).error).not.toBeNull();
    expect(await usersOf(admin)).toBe(0);
  });

  const token = "github.com/login/oauth/access_token";
  const profile = "api.github.com/user";
  test.each([
    ["hangs up", token, "hang up", "invalid_code"],
    ["answers 500", token, { status: 500, body: "<html>" }, "invalid_code"],
    ["answers something else", token, { status: 200, body: "[]" }, "unable_to_get_user_info"],
    [
      "sends elsewhere",
      token,
      { status: 307, location: "https://evil.example/token" },
      "invalid_code",
    ],
    [
      "answers without an end",
      token,
      { status: 200, body: `{"access_token":"${"a".repeat(2_000_000)}"}` },
      "invalid_code",
    ],
    ["keeps the profile", profile, { status: 403 }, "unable_to_get_user_info"],
    ["hangs up on the profile", profile, "hang up", "unable_to_get_user_info"],
    [
      "has a profile without an id",
      profile,
      { status: 200, body: `{"email":"ada@example.com"}` },
      "unable_to_get_user_info",
    ],
    ["has no address", "api.github.com/user/emails", { status: 404 }, "email_not_found"],
  ] as const)(
    "of a provider that %s goes back with an error and leaves nothing",
    async (_name, path, failure, error) => {
      const { admin, visitor } = await stage.begin("github");
      stage.server.failures.set(path, failure);
      const state = await stateOf(visitor, "github");
      expect(await visitor.comeBack("github", { code: newCode(), state })).toEqual({
        status: 302,
        location: `/oops?error=${error}`,
        error,
      });
      expect((await visitor.client.getSession()).data).toBeNull();
      expect(stage.server.requests.filter(({ path: asked }) => asked.startsWith("evil"))).toEqual(
        [],
      );
      stage.server.failures.clear();
      expect((await visitor.comeBack("github", { code: newCode(), state })).error).not.toBeNull();
      expect(await eventTypes(admin, "user.*", "session.*", "account.*")).toEqual([]);
    },
  );

  test("with a wrong client secret goes back with an error", async () => {
    const { project, visitor } = await stage.begin();
    await setUp(stage.runtime, project, "github", {
      clientSecret: "another secret than the provider's",
    });
    expect((await visitor.signIn("github")).error).toBe("invalid_code");
  });

  test("takes what a provider says for what it is: no address is made of a handle, and no name of control characters", async () => {
    const { admin, visitor } = await stage.begin("x", "linkedin");
    stage.server.person = { ...stage.server.person, verified: false };
    expect((await visitor.signIn("x")).error).toBe("email_not_found");
    stage.server.person = {
      id: "77",
      name: "\u0000A\u202Eda\n".repeat(200),
      email: " ADA@Example.com ",
      verified: true,
    };
    expect((await visitor.signIn("linkedin")).error).toBeNull();
    const [user] = (await admin.users.listUsers()).data;
    expect(user).toMatchObject({ email: "ada@example.com", name: "Ada".repeat(200).slice(0, 200) });
  });

  test("makes no user where signing up is switched off, and lets those in who are there", async () => {
    const { project, admin, visitor } = await stage.begin("google");
    await saveDashboardConfig(stage.runtime, project, { features: { signUp: false } });
    expect(await visitor.signIn("google")).toMatchObject({ status: 302, error: "signup_disabled" });
    expect(await usersOf(admin)).toBe(0);
    await admin.users.createUser({ email: "ada@example.com", name: "Ada", emailVerified: true });
    expect((await visitor.signIn("google")).error).toBeNull();
  });

  test("makes no operator", async () => {
    const { id, key } = await stage.runtime.setup("createAdminKey", { name: "of this test" });
    const adminProject = {
      id: (await stage.runtime.client({ id, key }).projects.getCurrentProject()).project.id,
      key,
    };
    await setUp(stage.runtime, adminProject, "slack");
    stage.server.person = { ...stage.server.person, email: `${newCode()}@example.com` };
    expect((await stage.visitor(adminProject).signIn("slack")).error).toBe("signup_disabled");
  });

  test("is not there with a provider that is not set up, switched off, or unknown", async () => {
    const { project, visitor } = await stage.begin();
    await setUp(stage.runtime, project, "google", { enabled: false });
    for (const provider of ["google", "github", "twitter", "constructor", "nobody"]) {
      const response = await visitor.post("/sign-in/social", { provider, callbackURL: "/home" });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        404,
        "PROVIDER_NOT_FOUND",
      ]);
    }
    await setUp(stage.runtime, project, "google", { enabled: true });
    const state = await stateOf(visitor);
    await setUp(stage.runtime, project, "google", { enabled: false });
    expect((await visitor.comeBack("google", { code: newCode(), state })).error).toBe(
      "oauth_provider_not_found",
    );
  });

  test.each(["callbackURL", "errorCallbackURL", "newUserCallbackURL"])(
    "leads to trusted origins only, by %s too",
    async (field) => {
      const { visitor } = await stage.begin("google");
      for (const url of [
        "https://evil.example/home",
        "//evil.example",
        "javascript:alert(1)",
        `https://evil.example/?${stage.runtime.origin}`,
        "https://127.0.0.1.evil.example/",
      ]) {
        expect([
          url,
          (await visitor.post("/sign-in/social", { provider: "google", [field]: url })).status,
        ]).toEqual([url, 403]);
      }
      expect(
        (
          await visitor.post("/sign-in/social", {
            provider: "google",
            [field]: `${stage.runtime.origin}/home`,
          })
        ).status,
      ).toBe(200);
    },
  );

  test.each(["callbackURL", "errorCallbackURL", "newUserCallbackURL"])(
    "of a named client leads to its registered redirects only, by %s too",
    async (field) => {
      const { admin, visitor } = await stage.begin("google");
      const registered = "https://shop.example/callback?from=us";
      const { id } = await admin.authClients.createClient({
        name: "Shop",
        type: "web",
        redirectUris: [registered],
        trustedOrigins: ["https://shop.example"],
      });
      const statusOf = async (url: string, client = id) =>
        (
          await visitor.post(
            "/sign-in/social",
            { provider: "google", [field]: url },
            { "x-banata-client-id": client },
          )
        ).status;
      for (const url of [
        "https://shop.example/callback",
        "https://shop.example/",
        `${registered}&more=1`,
        "/home",
        `${stage.runtime.origin}/home`,
      ])
        expect([url, await statusOf(url)]).toEqual([url, 403]);
      expect(await statusOf(registered)).toBe(200);
      expect([403, 404]).toContain(await statusOf(registered, "cli_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
      await admin.authClients.updateClient({ clientId: id, disabled: true });
      expect([403, 404]).toContain(await statusOf(registered));
    },
  );

  test("of a client has the providers of that client alone", async () => {
    const { admin, visitor } = await stage.begin("google", "github");
    const { id } = await admin.authClients.createClient({
      name: "Shop",
      type: "mobile",
      redirectUris: ["shop.app:/callback"],
      enabledMethods: ["github"],
    });
    const statusOf = async (provider: string) =>
      (
        await visitor.post(
          "/sign-in/social",
          { provider, callbackURL: "shop.app:/callback" },
          { "x-banata-client-id": id },
        )
      ).status;
    expect([await statusOf("github"), await statusOf("google")]).toEqual([200, 404]);
  });

  test("takes a form that Apple's page posts, and the name in it", async () => {
    const { project, visitor } = await stage.begin("apple");
    const state = await stateOf(visitor, "apple");
    const body = new URLSearchParams({
      code: newCode(),
      state,
      id_token: "not looked at",
      user: JSON.stringify({
        name: { firstName: "Ada", lastName: "King" },
        email: "victim@example.com",
      }),
    });
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      origin: "https://appleid.apple.com",
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
    };
    const posted = returnedOf(
      await visitor.browse(`/p/${project.id}/api/auth/callback/apple`, {
        method: "POST",
        headers,
        body: body.toString(),
      }),
    );
    expect(posted.status).toBe(302);
    expect(
      (await visitor.comeBack("apple", Object.fromEntries(new URL(posted.location).searchParams)))
        .location,
    ).toBe("/home");
    expect((await visitor.client.getSession()).data?.user).toMatchObject({
      name: "Ada King",
      email: "ada@example.com",
      emailVerified: true,
    });
  });

  test.each([
    ["google", "https://accounts.google.com"],
    ["apple", "https://appleid.apple.com"],
  ])(
    "by an id token of %s works, if the provider made it for this application",
    async (provider, issuer) => {
      const { admin, visitor } = await stage.begin(provider, "github");
      const signIn = async (token: string, fields: object = {}, id = provider) =>
        (await visitor.post("/sign-in/social", { provider: id, idToken: { token, ...fields } }))
          .status;
      const good = await stage.server.idToken(issuer, { nonce: "n-1" });
      const [header, payload = "", signature] = good.split(".");
      const forged = btoa(
        atob(payload.replaceAll("-", "+").replaceAll("_", "/")).replace("ada@", "eva@"),
      ).replace(/=+$/, "");
      expect(await signIn(`${header}.${forged}.${signature}`)).toBe(401);
      expect(await signIn(await stage.server.idToken("https://evil.example"))).toBe(401);
      expect(await signIn(await stage.server.idToken(issuer, { aud: `${clientId}9` }))).toBe(401);
      expect(await signIn(good, { nonce: "n-2" })).toBe(401);
      expect(await signIn("no token")).toBe(401);
      expect(await signIn(good, {}, "github")).toBe(404);
      expect(await usersOf(admin)).toBe(0);
      expect(await signIn(good, { nonce: "n-1" })).toBe(200);
      expect((await visitor.client.getSession()).data?.user.email).toBe("ada@example.com");
    },
  );

  test("keeps its additions small, and its scopes harmless", async () => {
    const { visitor } = await stage.begin("discord");
    expect(
      (
        await visitor.post("/sign-in/social", {
          provider: "discord",
          additionalData: { text: "a".repeat(200_000) },
        })
      ).status,
    ).toBe(413);
    expect(
      (
        await visitor.post("/sign-in/social", {
          provider: "discord",
          scopes: ["identify&redirect_uri=https://evil.example"],
        })
      ).status,
    ).toBe(400);
  });

  test("of another project's provider is not there", async () => {
    await stage.begin("google");
    const other = await newProject(stage.runtime);
    expect(
      (await stage.visitor(other).post("/sign-in/social", { provider: "google" })).status,
    ).toBe(404);
  });
});

describe("a social sign-in, as time passes", () => {
  const stage = socialStage("on the test engine");
  afterEach(() => void vi.useRealTimers());

  test("is over after ten minutes", async () => {
    const { admin, visitor } = await stage.begin("google");
    const state = (await visitor.begin("google")).searchParams.get("state") ?? "";
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60_000 + 1_000 });
    expect((await visitor.comeBack("google", { code: newCode(), state })).error).toBe(
      "state_mismatch",
    );
    expect([stage.server.requests, (await admin.users.listUsers()).data]).toEqual([[], []]);
  });

  test("waits ten seconds for a provider that says nothing", async () => {
    const { visitor } = await stage.begin("google");
    stage.server.failures.set("oauth2.googleapis.com/token", "silence");
    const begun = Date.now();
    expect((await visitor.signIn("google")).error).toBe("invalid_code");
    expect(Date.now() - begun).toBeLessThan(15_000);
  });
});
