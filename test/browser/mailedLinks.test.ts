/**
 * The pages behind mailed links in a real browser without scripts: a scanner's visit leaves the
 * link as it is, and the button leads on to the app, on the runtime's site and on another.
 */
import type { Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, eventsOf, linkIn, type Scene } from "../support/signIn";
import { useChromium } from "./chromium";
import { servePage, type PageServer } from "./pageServer";

const browser = useChromium();
let server: PageServer;
let scene: Scene;
let complaints: string[];

const [, startDeployed] = engines[1];

beforeAll(async () => {
  server = await servePage();
  return () => server.close();
});
beforeEach(async () => {
  complaints = [];
  scene = await begin(startDeployed, { authMethods: { magicLink: true } });
});

/** A browser of its own. What the page's policy stops is in its console. */
async function open(link: string): Promise<Page> {
  const context = await browser().newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  const answer = await page.goto(link);
  expect(answer?.status()).toBe(200);
  return page;
}

async function magicLink(callbackURL: string): Promise<string> {
  await scene.post("/sign-in/magic-link", { email: scene.ada.email, callbackURL });
  return linkIn(await scene.inbox.next(scene.ada.email));
}

describe("a mailed link in a browser", () => {
  test.each(["localhost", "127.0.0.1"] as const)(
    "signs in by its button, after a scanner has opened it, with an app on %s",
    async (host) => {
      const app = server.url(host, {} as Parameters<PageServer["url"]>[1]); // any page will do
      const link = await magicLink(app);
      const scanner = await open(link);
      await scanner.reload();
      expect(await scanner.context().cookies()).toEqual([]);
      expect(await eventsOf(scene, "session.created")).toEqual([]);
      const page = await open(link);
      expect(await page.title()).toContain("Sign in");
      await page.getByRole("button", { name: "Sign in" }).click();
      await vi.waitFor(() => expect(new URL(page.url()).origin).toBe(new URL(app).origin), {
        timeout: 10_000,
      });
      expect(new URL(page.url()).searchParams.has("ott")).toBe(host === "localhost");
      const cookies = await page.context().cookies(link);
      expect(cookies.map(({ name }) => name).join()).toContain("session_token");
      expect(await eventsOf(scene, "session.created")).toHaveLength(1);
      expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
      await scanner.getByRole("button", { name: "Sign in" }).click();
      await vi.waitFor(
        () => expect(new URL(scanner.url()).searchParams.get("error")).toBe("INVALID_TOKEN"),
        { timeout: 10_000 },
      );
    },
  );

  test("confirms an address by its button, and says so where there is no page to go to", async () => {
    await scene.client.signUp.email(scene.ada);
    await scene.client.sendVerificationEmail({ email: scene.ada.email });
    const link = new URL(linkIn(await scene.inbox.next(scene.ada.email)));
    link.searchParams.delete("callbackURL");
    const page = await open(link.href);
    expect(await eventsOf(scene, "email.verified")).toEqual([]);
    await page.getByRole("button", { name: "Confirm email address" }).click();
    await page.getByRole("heading", { name: "Email address confirmed" }).waitFor();
    expect(await eventsOf(scene, "email.verified")).toEqual(["email.verified"]);
  });
});
