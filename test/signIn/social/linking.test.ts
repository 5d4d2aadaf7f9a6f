/** Whose an account of a provider becomes, and what is kept of it. */
import { describe, expect, test } from "vitest";
import { inboxOf } from "../../support/mailbox";
import { allRows, textOf } from "../../support/rows";
import { ada } from "../../support/socialProviders";
import { engines, eventTypes, socialStage } from "../../support/socialStage";
import { newCode, saveDashboardConfig, setUp } from "../../support/socialVisitor";

const password = "correct horse battery";

describe.each(engines)("accounts of providers %s", (where) => {
  const stage = socialStage(where);

  /** Somebody who signs in with a password, and a visitor who has. */
  const withPassword = async (
    providers: string[],
    { emailVerified = true, email = ada.email } = {},
  ) => {
    const scene = await stage.begin(...providers);
    const { user } = await scene.admin.users.createUser({
      email,
      name: "Ada",
      password,
      emailVerified,
    });
    await scene.visitor.client.signIn.email({ email, password });
    return { ...scene, user, guest: stage.visitor(scene.project) };
  };
  const accountsOf = async (visitor: ReturnType<typeof stage.visitor>) =>
    ((await visitor.client.listAccounts()).data ?? [])
      .map(({ providerId }) => providerId)
      .toSorted();
  const link = async (visitor: ReturnType<typeof stage.visitor>, provider: string) =>
    await visitor.signIn(provider, { path: "/link-social" });

  test("become the user's of the same address when both say that it is verified", async () => {
    const { guest, user, visitor, admin } = await withPassword(["google"]);
    expect((await guest.signIn("google")).error).toBeNull();
    expect((await guest.client.getSession()).data?.user.id).toBe(user.id);
    expect(await accountsOf(visitor)).toEqual(["credential", "google"]);
    expect(await eventTypes(admin, "account.*")).toEqual(["account.linked"]);
    const { data } = await admin.auditLogs.listEvents({ action: "account.linked" });
    expect(data).toMatchObject([
      {
        action: "account.linked",
        targets: [
          { type: "user", id: user.id, name: ada.email },
          { type: "account", name: "google" },
        ],
      },
    ]);
  });

  test.each([
    ["the user's address is not", false, true],
    ["the provider does not say so", true, false],
    ["neither is", false, false],
  ])(
    "do not become the user's of the same address when %s verified",
    async (_name, emailVerified, verified) => {
      const { guest, visitor } = await withPassword(["google"], { emailVerified });
      stage.server.person = { ...ada, verified };
      expect(await guest.signIn("google")).toMatchObject({
        status: 302,
        error: "account_not_linked",
      });
      expect((await guest.client.getSession()).data).toBeNull();
      expect(await accountsOf(visitor)).toEqual(["credential"]);
    },
  );

  test("are not linked to a banned user, who is not let in by them", async () => {
    const { admin, user, guest } = await withPassword(["google"]);
    await admin.users.banUser({ userId: user.id });
    expect(await guest.signIn("google")).toMatchObject({ status: 302, error: "BANNED_USER" });
    expect(await eventTypes(admin, "account.*")).toEqual([]);
  });

  test("are linked by whoever is signed in, and are a way in from then on", async () => {
    const { visitor, user, guest } = await withPassword(["github"], { emailVerified: false });
    expect(await link(visitor, "github")).toMatchObject({ status: 302, location: "/home" });
    expect(await accountsOf(visitor)).toEqual(["credential", "github"]);
    expect((await guest.signIn("github")).error).toBeNull();
    expect((await guest.client.getSession()).data?.user.id).toBe(user.id);
    expect((await guest.post("/link-social", { provider: "github" })).status).toBe(200);
    expect(
      (
        await stage
          .visitor({ id: "proj_01ARZ3NDEKTSV4RRFFQ69G5FAV" })
          .post("/link-social", { provider: "github" })
      ).status,
    ).toBe(404);
  });

  test("are not linked by nobody, nor with another address, nor with one that the provider does not vouch for", async () => {
    const { visitor, guest } = await withPassword(["google"]);
    expect((await guest.post("/link-social", { provider: "google" })).status).toBe(401);
    stage.server.person = { ...ada, email: "eva@example.com" };
    expect((await link(visitor, "google")).error).toBe("email_doesn't_match");
    stage.server.person = { ...ada, verified: false };
    expect((await link(visitor, "google")).error).toBe("unable_to_link_account");
    expect(await accountsOf(visitor)).toEqual(["credential"]);
  });

  test("of one user are not linked to another, by a flow or by an id token", async () => {
    const { admin, project, user, guest, visitor } = await withPassword(["google"]);
    await guest.signIn("google");
    await admin.users.updateUser({ userId: user.id, email: "moved@example.com" });
    await admin.users.createUser({
      email: ada.email,
      name: "Another Ada",
      password,
      emailVerified: true,
    });
    const other = stage.visitor(project);
    await other.client.signIn.email({ email: ada.email, password });
    expect((await link(other, "google")).error).toBe("account_already_linked_to_different_user");
    const token = await stage.server.idToken("https://accounts.google.com");
    expect(
      (await other.post("/link-social", { provider: "google", idToken: { token } })).status,
    ).toBe(417);
    expect([await accountsOf(other), await accountsOf(visitor)]).toEqual([
      ["credential"],
      ["credential", "google"],
    ]);
  });

  test("are not linked when the session that asked has ended meanwhile", async () => {
    const { visitor } = await withPassword(["google"]);
    const begin = async () =>
      (await visitor.begin("google", { path: "/link-social" })).searchParams.get("state") ?? "";
    const state = await begin();
    await visitor.client.signOut();
    await visitor.client.signIn.email({ email: ada.email, password });
    expect(await visitor.comeBack("google", { code: newCode(), state })).toMatchObject({
      error: "state_mismatch",
    });
    expect(await accountsOf(visitor)).toEqual(["credential"]);
    await visitor.comeBack("google", { code: newCode(), state: await begin() });
    expect(await accountsOf(visitor)).toEqual(["credential", "google"]);
  });

  test("are not left behind by a user who goes while linking one", async () => {
    const { admin, user, visitor, guest } = await withPassword(["google"]);
    const state =
      (await visitor.begin("google", { path: "/link-social" })).searchParams.get("state") ?? "";
    await admin.users.deleteUser(user.id);
    const { status } = await visitor.comeBack("google", { code: newCode(), state });
    expect(status).toBeLessThan(500);
    expect(await eventTypes(admin, "account.*")).toEqual([]);
    // Left without a user it would be taken for a proof of whatever address it has later.
    await admin.users.createUser({
      email: "victim@example.com",
      name: "Victim",
      emailVerified: true,
    });
    stage.server.person = { ...ada, email: "victim@example.com", verified: false };
    expect((await guest.signIn("google")).error).toBe("account_not_linked");
  });

  test("are unlinked, but not the last that is a way in", async () => {
    const { project, admin, visitor } = await withPassword(["google", "github"]);
    await link(visitor, "google");
    const unlink = async (providerId: string) => {
      const response = await visitor.post("/unlink-account", { providerId });
      return [response.status, ((await response.json()) as { code?: string }).code];
    };
    expect(await unlink("github")).toEqual([400, "ACCOUNT_NOT_FOUND"]);
    await saveDashboardConfig(stage.runtime, project, { authMethods: { emailPassword: false } });
    expect(await unlink("google")).toEqual([400, "FAILED_TO_UNLINK_LAST_ACCOUNT"]);
    expect(await unlink("credential")).toEqual([200, undefined]);
    expect(await unlink("google")).toEqual([400, "FAILED_TO_UNLINK_LAST_ACCOUNT"]);
    await link(visitor, "github");
    expect(await unlink("google")).toEqual([200, undefined]);
    expect(await accountsOf(visitor)).toEqual(["github"]);
    expect(await eventTypes(admin, "account.*")).toEqual([
      "account.linked",
      "account.unlinked",
      "account.linked",
      "account.unlinked",
    ]);
  });

  test("are not all unlinked by two requests at once", async () => {
    const { visitor } = await withPassword(["google"]);
    await link(visitor, "google");
    const answers = await Promise.all(
      ["google", "credential"].map(
        async (providerId) => (await visitor.post("/unlink-account", { providerId })).status,
      ),
    );
    expect(answers.toSorted((a, b) => a - b)).toEqual([200, 400]);
    expect(await accountsOf(visitor)).toHaveLength(1);
  });

  test("keep an anonymous visitor's session from being the end of it: signing in goes on as the user", async () => {
    const { project, admin, visitor } = await stage.begin("google");
    await saveDashboardConfig(stage.runtime, project, { authMethods: { anonymous: true } });
    const { data } = await visitor.client.signIn.anonymous();
    expect((await visitor.signIn("google")).error).toBeNull();
    const session = (await visitor.client.getSession()).data;
    expect(session?.user.email).toBe(ada.email);
    expect((await admin.users.listUsers()).data.map(({ id }) => id)).toEqual([session?.user.id]);
    const { data: events } = await admin.events.listEvents({
      eventTypes: ["user.anonymous_linked"],
    });
    expect(events.map((event) => event.data)).toEqual([
      { anonymousUserId: data?.user.id, userId: session?.user.id },
    ]);
  });

  test("and so does signing up with an address", async () => {
    const { project, admin, visitor } = await stage.begin();
    await saveDashboardConfig(stage.runtime, project, { authMethods: { anonymous: true } });
    await visitor.client.signIn.anonymous();
    const { data } = await visitor.client.signUp.email({ email: ada.email, name: "Ada", password });
    expect((await visitor.client.getSession()).data?.user.id).toBe(data?.user.id);
    expect((await admin.users.listUsers()).data.map(({ id }) => id)).toEqual([data?.user.id]);
    expect(await eventTypes(admin, "user.anonymous_linked")).toEqual(["user.anonymous_linked"]);
  });

  test("have tokens for their own user, refreshed when they are over", async () => {
    const { project, visitor } = await stage.begin("github");
    await visitor.signIn("github");
    const ask = async (path: string, asking = visitor) => {
      const response = await asking.post(path, { providerId: "github" });
      return [
        response.status,
        (JSON.parse((await response.text()) || "{}") as { accessToken?: string }).accessToken,
      ];
    };
    const [status, first] = await ask("/get-access-token");
    expect([status, first]).toEqual([200, expect.stringMatching(/^access-code-/)]);
    expect(await ask("/get-access-token")).toEqual([200, first]);
    expect(await ask("/refresh-token")).toEqual([
      200,
      String(first).replace("access-", "access-refresh-"),
    ]);
    expect(await ask("/get-access-token")).toEqual([
      200,
      String(first).replace("access-", "access-refresh-"),
    ]);
    expect(await ask("/get-access-token", stage.visitor(project))).toEqual([401, undefined]);

    stage.server.expiresIn = 1;
    const soon = stage.visitor(project);
    stage.server.person = { ...ada, id: "99", email: "eva@example.com" };
    await soon.signIn("github");
    expect(await ask("/get-access-token", soon)).toEqual([
      200,
      expect.stringMatching(/^access-refresh-code-/),
    ]);
    stage.server.failures.set("github.com", { status: 500 });
    expect(await ask("/get-access-token", soon)).toEqual([400, undefined]);
    expect(await ask("/refresh-token", soon)).toEqual([400, undefined]);
    expect(
      (
        await visitor.browse(
          `/p/${project.id}/api/auth/account-info?providerId=github&accountId=${ada.id}`,
        )
      ).status,
    ).toBe(404);
  });

  test("show no token in lists, events and audit entries", async () => {
    const { admin, visitor } = await stage.begin("google", "github");
    await visitor.signIn("google");
    await link(visitor, "github");
    const answers = [
      await visitor.client.listAccounts(),
      await admin.events.listEvents({ limit: 200 }),
      await admin.auditLogs.listEvents({ limit: 100 }),
    ];
    expect(textOf(answers)).toContain("github");
    expect(textOf(answers)).not.toMatch(/access-|refresh-|sealed|eyJ/);
  });
});

describe("accounts of providers", () => {
  const stage = socialStage("on the test engine");

  test("have their tokens sealed, and no id token", async () => {
    const { visitor } = await stage.begin("google", "github");
    await visitor.signIn("google");
    await visitor.signIn("github", { path: "/link-social" });
    await visitor.post("/refresh-token", { providerId: "github" });
    const rows = await allRows(stage.engine!);
    expect(rows.accounts).toHaveLength(2);
    for (const account of rows.accounts)
      expect(account).toMatchObject({
        sealedAccessToken: expect.any(String),
        sealedRefreshToken: expect.any(String),
        accessTokenExpiresAt: expect.any(Number),
      });
    expect(textOf(rows)).not.toMatch(/access-code|access-refresh|refresh-code|eyJ[\w-]+\./);
  });

  test("that came before the address was proven are gone when its owner signs in by mail", async () => {
    const { project, visitor, admin } = await stage.begin("discord");
    await saveDashboardConfig(stage.runtime, project, { authMethods: { magicLink: true } });
    stage.server.person = { ...ada, verified: false };
    expect((await visitor.signIn("discord")).error).toBeNull();

    const owner = stage.visitor(project);
    const inbox = await inboxOf(stage.runtime);
    await owner.client.signIn.magicLink({ email: ada.email, callbackURL: "/home" });
    const { text } = await inbox.next(ada.email);
    const { pathname, search } = new URL(/https?:\S+magic-link\/verify\S+/.exec(text)![0]); // the mail is about it
    expect(
      (
        await owner.browse(pathname + search, { headers: { origin: stage.runtime.origin } })
      ).headers.get("location"),
    ).toMatch(/\/home$/);
    expect((await owner.client.getSession()).data?.user).toMatchObject({
      email: ada.email,
      emailVerified: true,
    });
    expect((await visitor.client.getSession()).data).toBeNull();
    expect((await visitor.signIn("discord")).error).toBe("account_not_linked");
    expect(await eventTypes(admin, "account.*")).toEqual(["account.linked", "account.unlinked"]);
  });

  test("are set up anew without losing who signs in by them", async () => {
    const { project, visitor } = await stage.begin("github");
    await visitor.signIn("github");
    const before = (await visitor.client.getSession()).data?.user.id;
    await setUp(stage.runtime, project, "github", { enabled: false });
    await setUp(stage.runtime, project, "github", { enabled: true });
    expect((await visitor.signIn("github")).error).toBeNull();
    expect((await visitor.client.getSession()).data?.user.id).toBe(before);
  });
});
