/**
 * Pages on another site that keep their cookies themselves: how a session gets to them, and where a
 * path in their requests leads.
 */
import { describe, expect, test } from "vitest";
import { crossSitePage, PAGE } from "../support/crossSitePage";
import { begin, engines, linkIn, neighbour, type Scene } from "../support/signIn";

const settings = {
  authMethods: { magicLink: true },
  sessions: { corsOrigins: [PAGE] },
};
const openPage = ({ runtime, project }: Scene, headers?: Readonly<Record<string, string>>) =>
  crossSitePage(runtime, project.id, headers);

describe.each(engines)("a page on another site, %s", (_name, start) => {
  /** Where the link of the newest mail leads after its button. */
  async function destination({ inbox, ada, click }: Scene): Promise<URL> {
    const text = await (await click(linkIn(await inbox.next(ada.email)))).text();
    return new URL(/class="button" href="([^"]+)"/.exec(text)![1]!.replaceAll("&amp;", "&"));
  }
  async function handedOff(scene: Scene): Promise<string> {
    await openPage(scene).client.signIn.magicLink({ email: scene.ada.email, callbackURL: "/home" });
    return (await destination(scene)).searchParams.get("ott")!;
  }
  const verify = async (scene: Scene, token: string) => await openPage(scene).redeem(token);

  test("exchanges the token of a redirect for the session, once, as the provider of @convex-dev/better-auth does", async () => {
    const scene = await begin(start, settings);
    const { client, redeem } = openPage(scene);
    const token = await handedOff(scene);
    const { data } = await redeem(token);
    expect(data?.user).toMatchObject({ email: scene.ada.email });
    // What the provider does next: it asks for the session with the token of the answer.
    const headers = { authorization: `Bearer ${data?.session.token}` };
    expect((await client.getSession({ fetchOptions: { headers } })).data?.session.id).toMatch(
      /^ses_/,
    );
    expect(client.getCookie()).toContain(`banata.${scene.project.id}.session_token=`);
    expect((await client.getSession()).data?.user.email).toBe(scene.ada.email);
    expect((await client.convex.token()).data?.token).toMatch(/^ey/);
    expect((await verify(scene, token)).error?.status).toBe(400);
    await client.signOut();
    expect((await client.getSession()).data).toBeNull();
  });

  test("gets nothing for a token of another project, of an ended session or of an older state", async () => {
    const scene = await begin(start, settings);
    const other = await neighbour(scene, settings);
    const { admin, ada } = scene;
    const foreign = await handedOff(scene);
    expect((await verify(other, foreign)).error?.status).toBe(400);
    expect((await verify(scene, foreign)).error).toBeNull();
    const { data } = await admin.users.listUsers({ email: ada.email });
    const userId = data[0]!.id;
    const ended = await handedOff(scene);
    await admin.users.revokeAllSessions({ userId });
    expect((await verify(scene, ended)).error?.status).toBe(400);
    const banned = await handedOff(scene);
    await admin.users.banUser({ userId });
    expect((await verify(scene, banned)).error?.status).toBe(400);
  });

  test.each<[string, string | undefined, string]>([
    ["a path leads to its own site", "/welcome?from=mail#top", `${PAGE}/welcome?from=mail`],
    ["without a path it leads to its start page", undefined, `${PAGE}/`],
    ["a URL of its own stays", `${PAGE}/deep/er`, `${PAGE}/deep/er`],
  ])("%s", async (_case, callbackURL, expected) => {
    const scene = await begin(start, settings);
    const { client } = openPage(scene);
    const { error } = await client.signIn.magicLink({ email: scene.ada.email, callbackURL });
    expect(error).toBeNull();
    const url = await destination(scene);
    url.searchParams.delete("ott");
    url.hash = "";
    expect(url.href).toBe(expected);
  });

  test("its verification mails lead back to it", async () => {
    const scene = await begin(start, {
      ...settings,
      emailPassword: { requireEmailVerification: true },
    });
    const { client } = openPage(scene);
    await client.signUp.email(scene.ada);
    expect((await destination(scene)).href).toBe(`${PAGE}/`);
    const again = await begin(start, {
      ...settings,
      emailPassword: { requireEmailVerification: true },
    });
    await openPage(again).client.signUp.email({ ...again.ada, callbackURL: "/verified" });
    expect((await destination(again)).href).toBe(`${PAGE}/verified`);
  });

  test.each(["//evil.example/x", "/\\evil.example/x", "/\t/evil.example", "https://evil.example/"])(
    "%j leads nowhere",
    async (callbackURL) => {
      const scene = await begin(start, settings);
      const { error } = await openPage(scene).client.signIn.magicLink({
        email: scene.ada.email,
        callbackURL,
      });
      expect([400, 403]).toContain(error?.status);
    },
  );

  test("a page that the project does not trust is refused, and none of its origin gets into a mail", async () => {
    const scene = await begin(start, settings);
    const evil = openPage(scene, { origin: "https://evil.example", cookie: "a=1" });
    const { error } = await evil.client.signIn.magicLink({
      email: scene.ada.email,
      callbackURL: "/welcome",
    });
    expect(error === null || error.status === 403).toBe(true);
    for (const { text } of await scene.inbox.messages(scene.ada.email))
      expect(text).not.toContain("evil.example");
  });

  test("with an auth client, a path leads to its site only as a registered redirect", async () => {
    const scene = await begin(start, { authMethods: { magicLink: true } });
    const app = await scene.admin.authClients.createClient({
      name: "App",
      type: "web",
      trustedOrigins: [PAGE],
      redirectUris: [`${PAGE}/welcome`],
    });
    const { client } = openPage(scene, { origin: PAGE, "x-banata-client-id": app.id });
    const { email } = scene.ada;
    await client.signIn.magicLink({ email, callbackURL: "/welcome" });
    expect((await destination(scene)).href).toMatch(`${PAGE}/welcome?ott=`);
    await client.signIn.magicLink({ email, callbackURL: "/other" });
    const link = new URL(linkIn(await scene.inbox.next(email, 2)));
    expect(link.searchParams.get("callbackURL")).toBe("/other");
  });
});
