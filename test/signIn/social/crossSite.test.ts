/**
 * A page on another site that keeps its cookies itself: the provider sends its browser to a host
 * that has none of them.
 */
import { describe, expect, test } from "vitest";
import { crossSitePage, PAGE } from "../../support/crossSitePage";
import { socialStage } from "../../support/socialStage";
import { newCode, saveDashboardConfig } from "../../support/socialVisitor";

describe("a social sign-in of a page on another site", () => {
  const stage = socialStage("on the test engine");

  async function begin() {
    const { project, admin } = await stage.begin("google");
    await saveDashboardConfig(stage.runtime, project, { sessions: { corsOrigins: [PAGE] } });
    /** A browser at the runtime's host, whose cookies are not the page's. */
    const comeBack = async (url: string | undefined, browser = stage.visitor(project)) => ({
      browser,
      ...(await browser.comeBack("google", {
        code: newCode(),
        state: new URL(url ?? "").searchParams.get("state") ?? "",
      })),
    });
    return { admin, comeBack, page: () => crossSitePage(stage.runtime, project.id) };
  }
  const tokenIn = (location: string) => new URL(location).searchParams.get("ott") ?? "";

  test("ends at the page, which is signed in, and leaves no session at the runtime's host", async () => {
    const { comeBack, page } = await begin();
    const { client, redeem } = page();
    const { data } = await client.signIn.social({ provider: "google", callbackURL: "/home" });
    const { location, browser } = await comeBack(data?.url);
    expect(location).toMatch(`${PAGE}/home?ott=`);
    expect([...browser.cookies]).toEqual([]);
    expect((await redeem(tokenIn(location))).error).toBeNull();
    expect((await client.getSession()).data?.session.id).toMatch(/^ses_/);
    expect((await redeem(tokenIn(location))).error?.status).toBe(400);
  });

  test("without a callbackURL ends at the page's start", async () => {
    const { comeBack, page } = await begin();
    const { data } = await page().client.signIn.social({ provider: "google" });
    expect((await comeBack(data?.url)).location).toMatch(`${PAGE}/?ott=`);
  });

  test("signs no other page in: neither one that began nothing nor one with a flow of its own", async () => {
    const { comeBack, page } = await begin();
    const [stranger, victim, own] = [page(), page(), page()];
    const { data } = await stranger.client.signIn.social({ provider: "google" });
    await own.client.signIn.social({ provider: "google" });
    const token = tokenIn((await comeBack(data?.url)).location);
    expect((await victim.redeem(token)).error?.status).toBe(400);
    expect((await own.redeem(token)).error?.status).toBe(400);
    expect((await victim.client.getSession()).data).toBeNull();
    expect((await stranger.redeem(token)).error).toBeNull();
  });

  test("that two tabs begin at once both end signed in, in whatever order", async () => {
    const { comeBack, page } = await begin();
    const { client, redeem } = page();
    const urls: (string | undefined)[] = [];
    for (let tabs = 0; tabs < 3; tabs++)
      urls.push((await client.signIn.social({ provider: "google" })).data?.url);
    for (const url of [urls[1], urls[0], urls[2]]) {
      const token = tokenIn((await comeBack(url)).location);
      expect((await page().redeem(token)).error?.status).toBe(400);
      expect((await redeem(token)).error).toBeNull();
    }
  });

  test("is kept beside at most four others of the page", async () => {
    const { comeBack, page } = await begin();
    const { client, redeem } = page();
    const first = (await client.signIn.social({ provider: "google" })).data?.url;
    const second = (await client.signIn.social({ provider: "google" })).data?.url;
    for (let tabs = 0; tabs < 4; tabs++) await client.signIn.social({ provider: "google" });
    expect((await redeem(tokenIn((await comeBack(first)).location))).error?.status).toBe(400);
    expect((await redeem(tokenIn((await comeBack(second)).location))).error).toBeNull();
  });

  test("links no account in a browser that did not begin it", async () => {
    const { admin, comeBack, page } = await begin();
    const { client } = page();
    const { data: ada } = await client.signUp.email({
      email: "somebody@example.com",
      name: "Ada",
      password: "correct horse battery",
    });
    const { data } = await client.linkSocial({ provider: "google", callbackURL: "/home" });
    const { error } = await comeBack(data?.url);
    expect(error).toBe("state_mismatch");
    expect(ada?.user.email).toBe("somebody@example.com");
    expect((await admin.users.listUsers()).data).toHaveLength(1);
    expect((await client.listAccounts()).data?.map(({ providerId }) => providerId)).toEqual([
      "credential",
    ]);
  });
});
