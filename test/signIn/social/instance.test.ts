/**
 * The whole way of a browser, with a certified OpenID provider as a GitLab instance of the
 * project's own.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { GitlabInstance } from "../../support/gitlabInstance";
import { deployedRuntime, newProject } from "../../support/runtime";
import { returnedOf, setUp, socialVisitor } from "../../support/socialVisitor";

const gitlab = new GitlabInstance();
beforeAll(async () => void (await gitlab.start()));
afterAll(() => gitlab.close());

/** The instance wants `openid` for its profile, which GitLab does not. */
const scopes = ["openid"];

async function begin() {
  const runtime = deployedRuntime();
  const [project, other] = [await newProject(runtime), await newProject(runtime)];
  const callbackOf = ({ id }: { id: string }) =>
    `${runtime.origin}/banata/p/${id}/api/auth/callback/gitlab`;
  gitlab.register([callbackOf(project), callbackOf(other)]);
  for (const each of [project, other])
    await setUp(runtime, each, "gitlab", { issuer: gitlab.issuer });
  const login = `ada-${project.id}`;
  gitlab.users.set(login, {
    id: 42,
    name: "Ada Lovelace",
    email: "ada@example.com",
    email_verified: true,
  });
  const visitor = () => socialVisitor(runtime, project);
  /** The browser follows the provider back into the deployment. */
  const follow = async (browser: ReturnType<typeof visitor>, url: URL) =>
    returnedOf(await browser.browse(url.pathname.replace("/banata", "") + url.search));
  return { runtime, project, other, admin: runtime.client(project), login, visitor, follow };
}

test("a browser signs in, signs out, and is the same user when it comes again", async () => {
  const { admin, login, visitor, follow } = await begin();
  const browser = visitor();
  const back = await gitlab.consent(
    await browser.begin("gitlab", { scopes, newUserCallbackURL: "/welcome" }),
    login,
  );
  expect(await follow(browser, back)).toMatchObject({ status: 302, location: "/welcome" });
  const first = (await browser.client.getSession()).data;
  expect(first?.user).toMatchObject({
    email: "ada@example.com",
    name: "Ada Lovelace",
    emailVerified: true,
  });
  await browser.client.signOut();
  expect((await browser.client.getSession()).data).toBeNull();

  const again = await gitlab.consent(
    await browser.begin("gitlab", { scopes, newUserCallbackURL: "/welcome" }),
    login,
  );
  expect(await follow(browser, again)).toMatchObject({ status: 302, location: "/home" });
  expect((await browser.client.getSession()).data?.user.id).toBe(first?.user.id);
  expect((await admin.users.listUsers()).data).toHaveLength(1);
});

test("a callback that is sent twenty times at once takes the code once, and signs in once", async () => {
  const { admin, login, visitor, follow } = await begin();
  const browser = visitor();
  const back = await gitlab.consent(await browser.begin("gitlab", { scopes }), login);
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => await follow(browser, back)),
  );
  expect(answers.filter(({ location }) => location === "/home")).toHaveLength(1);
  expect(answers.filter(({ error }) => error === "state_mismatch")).toHaveLength(19);
  const [user] = (await admin.users.listUsers()).data;
  expect((await admin.users.listUserSessions(user!.id)).data).toHaveLength(1);
});

test("a code that was made for one project is worth nothing in another", async () => {
  const { runtime, other, login, visitor } = await begin();
  const back = await gitlab.consent(await visitor().begin("gitlab", { scopes }), login);
  const elsewhere = socialVisitor(runtime, other);
  const state = (await elsewhere.begin("gitlab", { scopes })).searchParams.get("state") ?? "";
  expect(
    (await elsewhere.comeBack("gitlab", { code: back.searchParams.get("code") ?? "", state }))
      .error,
  ).toBe("invalid_code");
  expect((await runtime.client(other).users.listUsers()).data).toEqual([]);
});

test("a code that was made for another browser's flow is refused for its verifier", async () => {
  const { admin, login, visitor } = await begin();
  const [stolen, thief] = [
    await gitlab.consent(await visitor().begin("gitlab", { scopes }), login),
    visitor(),
  ];
  const state = (await thief.begin("gitlab", { scopes })).searchParams.get("state") ?? "";
  expect(
    (await thief.comeBack("gitlab", { code: stolen.searchParams.get("code") ?? "", state })).error,
  ).toBe("invalid_code");
  expect((await admin.users.listUsers()).data).toEqual([]);
});

test("whoever is signed in links the account, and an address that the instance does not vouch for links nothing", async () => {
  const { admin, login, visitor, follow } = await begin();
  const { user } = await admin.users.createUser({
    email: "ada@example.com",
    name: "Ada",
    password: "correct horse battery",
    emailVerified: true,
  });
  gitlab.users.set(login, { id: 43, name: "Eva", email: "ada@example.com", email_verified: false });
  const eva = visitor();
  expect(
    (await follow(eva, await gitlab.consent(await eva.begin("gitlab", { scopes }), login))).error,
  ).toBe("account_not_linked");

  gitlab.users.set(login, { id: 42, name: "Ada", email: "ada@example.com", email_verified: true });
  const ada = visitor();
  await ada.client.signIn.email({ email: "ada@example.com", password: "correct horse battery" });
  expect(
    (
      await follow(
        ada,
        await gitlab.consent(await ada.begin("gitlab", { scopes, path: "/link-social" }), login),
      )
    ).location,
  ).toBe("/home");
  expect(
    (await ada.client.listAccounts()).data?.map(({ userId, providerId, accountId }) => ({
      userId,
      providerId,
      accountId,
    })),
  ).toContainEqual({ userId: user.id, providerId: "gitlab", accountId: "42" });
});

test.each([
  "http://gitlab.example.com",
  "http://10.0.0.1",
  "https://169.254.169.254",
  "https://gitlab.internal",
])("an instance at %s is refused", async (issuer) => {
  const runtime = deployedRuntime();
  await expect(setUp(runtime, await newProject(runtime), "gitlab", { issuer })).rejects.toThrow(
    "validation_error",
  );
});
