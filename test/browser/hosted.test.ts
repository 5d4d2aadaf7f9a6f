/**
 * The hosted pages in a real browser, with and without scripts, for an app on the site of the
 * runtime and on another: sign-up, "Continue as …", sign-out, sign-in.
 */
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { begin, engines, type Scene } from "../support/signIn";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";
import { hostedCases, serveHostedApp } from "./hostedApp";

const browser = useChromium();
const [, startDeployed] = engines[1];
const TIMEOUT_MS = 60_000;

let scene: Scene;
beforeEach(async () => {
  scene = await begin(startDeployed, { features: { hostedUi: true } });
});

/** What a page's policy stops is in its console. */
async function newPage(javaScriptEnabled: boolean, complaints: string[]): Promise<Page> {
  const context = await browser().newContext({ javaScriptEnabled });
  const page = await context.newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  return page;
}

describe.each(hostedCases)("an app on %s, %s", (host, _scripts, javaScriptEnabled) => {
  test(
    "signs a person up, in again, out, and in with the password",
    { timeout: TIMEOUT_MS },
    async () => {
      const complaints: string[] = [];
      const app = await serveHostedApp(scene, host);
      const page = await newPage(javaScriptEnabled, complaints);
      const { name, email, password } = scene.ada;
      const atHome = async () => await page.getByText(email).waitFor();

      await page.goto(app.home);
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Email address").fill(email);
      await page.getByLabel("New password").fill(password);
      await page.getByRole("button", { name: "Create account" }).click();
      await page.waitForURL((url) => url.searchParams.get("email") === email);
      await atHome();

      await page.goto(app.home);
      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByRole("button", { name: "Continue as Ada" }).click();
      await page.waitForURL((url) => url.searchParams.get("email") === email);

      await page.getByRole("link", { name: "Sign out" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL(app.home);

      await page.getByRole("link", { name: "Sign in" }).click();
      await page.getByLabel("Email address").fill(email);
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByLabel("Password").fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForURL((url) => url.searchParams.get("email") === email);
      expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
      await page.context().close();
      app.close();
    },
  );
});

test(
  "after signing out, going back shows no page of the session",
  { timeout: TIMEOUT_MS },
  async () => {
    const app = await serveHostedApp(scene, "localhost");
    await scene.visit().client.signUp.email(scene.ada);
    const page = await newPage(true, []);
    await page.goto(app.home);
    await page.getByRole("link", { name: "Sign in" }).click();
    const { email, password } = scene.ada;
    await page.getByLabel("Email address").fill(email);
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.searchParams.get("email") === email);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Continue as Ada" }).waitFor();
    await page.goto(app.home);
    await page.getByRole("link", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(app.home);
    for (let i = 0; i < 3; i++) {
      await page.goBack().catch(() => null);
      expect(await page.getByText("Continue as Ada").count()).toBe(0);
    }
    await page.context().close();
    app.close();
  },
);

test(
  "axe finds no fault on the pages, and no page has a script",
  { timeout: TIMEOUT_MS },
  async () => {
    const app = await serveHostedApp(scene, "localhost");
    const page = await newPage(true, []);
    const faults: string[] = [];
    const sizes: number[] = [];
    const check = async () => {
      faults.push(...(await accessibilityFaults(page)));
      sizes.push((await page.content()).length);
      expect(await page.locator("script").count()).toBe(0);
    };
    await page.goto(app.home);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Email address").waitFor();
    await check();
    await page.getByLabel("Email address").fill(scene.ada.email);
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByLabel("Password").waitFor();
    await check();
    await page.getByLabel("Password").fill("wrong password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await check();
    await page.getByRole("link", { name: "Use a different address" }).click();
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByLabel("Name").waitFor();
    await check();
    expect(faults).toEqual([]);
    expect(Math.max(...sizes)).toBeLessThan(8_192);
    await page.context().close();
    app.close();
  },
);
