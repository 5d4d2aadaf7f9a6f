/**
 * An app of the React package whose visitors sign in at the hosted pages: on the site of the runtime
 * and on another.
 */
import type { BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { newApp } from "../support/hosted";
import { begin, engines, type Scene } from "../support/signIn";
import { useChromium } from "./chromium";
import type { Host } from "./hostedApp";
import type { PageConfig } from "./page/index";
import { servePage, type PageServer } from "./pageServer";

const browser = useChromium();
const [, startDeployed] = engines[1];
const TIMEOUT_MS = 90_000;

let server: PageServer;
beforeAll(async () => {
  server = await servePage();
  return () => server.close();
});

type Site = readonly [name: string, host: Host, sessionStore: PageConfig["sessionStore"]];
const sites: readonly Site[] = [
  ["another site", "localhost", undefined],
  ["another site, in memory", "localhost", "memory"],
  ["the runtime's site, with cookies", "127.0.0.1", "cookie"],
];

let scene: Scene;
let home: string;
let contexts: BrowserContext[] = [];

/** An app on that host, with a client of its own. */
async function newHostedApp([, host, sessionStore]: Site): Promise<void> {
  scene = await begin(startDeployed, { features: { hostedUi: true } });
  const folder = server.folder(host);
  home = folder.url;
  const { clientId } = await newApp(scene, {
    redirectUris: [home],
    postLogoutRedirectUris: [home],
    trustedOrigins: [new URL(home).origin],
  });
  const { cloudUrl, baseUrl } = inject("deployment");
  const { id: projectId } = scene.project;
  folder.configure({
    ...{ cloudUrl, baseUrl, projectId, clientId, sessionStore },
    redirectUri: new URL(home).pathname,
  });
}

afterEach(async () => {
  await Promise.all(contexts.map(async (context) => await context.close()));
  contexts = [];
});

async function device(): Promise<BrowserContext> {
  const context = await browser().newContext();
  contexts.push(context);
  return context;
}

async function open(context: BrowserContext, path = ""): Promise<Page> {
  const page = await context.newPage();
  await page.goto(home + path);
  return page;
}

const press = async (page: Page, name: string) =>
  await page.getByRole("button", { name, exact: true }).click();

async function fillSignUp(page: Page): Promise<void> {
  await page.getByLabel("Name").fill(scene.ada.name);
  await page.getByLabel("Email address").fill(scene.ada.email);
  await page.getByLabel("New password").fill(scene.ada.password);
  await press(page, "Create account");
}

async function fillSignIn(page: Page): Promise<void> {
  await page.getByLabel("Email address").fill(scene.ada.email);
  await press(page, "Next");
  await page.getByLabel("Password").fill(scene.ada.password);
  await press(page, "Sign in");
}

const isSignedIn = async (page: Page) =>
  await page.getByTestId("user").getByText(scene.ada.email).waitFor();
const isSignedOut = async (page: Page) => await page.getByLabel("email").waitFor();
const fails = async (page: Page, code: string) =>
  await page.getByTestId("hosted-error").getByText(code, { exact: true }).waitFor();

describe.each(sites)("an app on %s", (...site) => {
  beforeEach(async () => await newHostedApp(site));

  test(
    "signs a person up, out and in, at the page where it began",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await open(context);
      let exchanges = 0;
      page.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/token")) exchanges++;
      });
      await press(page, "Hosted sign-up");
      await fillSignUp(page);
      await isSignedIn(page);
      await page.waitForURL(`${home}notes?sort=asc#first`);
      await isSignedIn(page);
      await press(page, "Hosted sign-out");
      await page.waitForURL(home);
      await isSignedOut(page);
      await press(page, "Hosted sign-in");
      await fillSignIn(page);
      await page.waitForURL(`${home}notes?sort=asc#first`);
      await isSignedIn(page);
      expect(exchanges).toBe(2);
    },
  );
});

describe("an app on another site", () => {
  beforeEach(async () => await newHostedApp(sites[0]!));

  test("two tabs sign in at the same time", { timeout: TIMEOUT_MS }, async () => {
    const context = await device();
    const [one, two] = [await open(context), await open(context)];
    await press(one, "Hosted sign-up");
    await one.getByLabel("New password").waitFor();
    await press(two, "Hosted sign-in");
    await two.getByLabel("Email address").waitFor();
    await fillSignUp(one);
    await one.waitForURL(`${home}notes?sort=asc#first`);
    await isSignedIn(one);
    // Its form was shown to a browser without a session.
    await two.getByLabel("Email address").fill(scene.ada.email);
    await press(two, "Next");
    await two.getByRole("link", { name: "Start again" }).click();
    await press(two, `Continue as ${scene.ada.name}`);
    await two.waitForURL(`${home}notes?sort=asc#first`);
    await Promise.all([isSignedIn(one), isSignedIn(two)]);
  });

  test(
    "the back button after a sign-in leads to no error and to no second use of a code",
    { timeout: TIMEOUT_MS },
    async () => {
      const page = await open(await device());
      await press(page, "Hosted sign-up");
      await fillSignUp(page);
      await page.waitForURL(`${home}notes?sort=asc#first`);
      await isSignedIn(page);
      await page.goBack();
      await press(page, `Continue as ${scene.ada.name}`);
      await page.waitForURL(home);
      await isSignedIn(page);
      expect(await page.getByTestId("hosted-error").textContent()).toBe("");
      await page.goBack().catch(() => null);
      await page.goForward().catch(() => null);
      await page.goto(home);
      await isSignedIn(page);
    },
  );

  test(
    "an answer of a sign-in that this browser did not begin is unknown_state, and leaves the URL",
    { timeout: TIMEOUT_MS },
    async () => {
      const elsewhere = await open(await device());
      await press(elsewhere, "Hosted sign-up");
      const answered = elsewhere.waitForRequest((request) => request.url().includes("code="));
      await elsewhere.route(`${home}?*`, async (route) => await route.abort());
      await fillSignUp(elsewhere);
      const answer = new URL((await answered).url());
      const page = await open(await device(), answer.search);
      await fails(page, "unknown_state");
      expect(page.url()).toBe(home);
      await isSignedOut(page);
    },
  );

  test(
    "an answer for another library of the app stays in the URL",
    { timeout: TIMEOUT_MS },
    async () => {
      const foreign = "?code=c&state=s&iss=https%3A%2F%2Fgithub.com";
      const page = await open(await device(), foreign);
      await isSignedOut(page);
      expect(page.url()).toBe(home + foreign);
      expect(await page.getByTestId("hosted-error").textContent()).toBe("");
    },
  );

  test(
    "the code goes to no issuer but the one where the sign-in began",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await open(context);
      let exchanges = 0;
      page.on("request", (request) => void (exchanges += request.url().endsWith("/token") ? 1 : 0));
      const begun = page.waitForRequest((request) => request.url().includes("/authorize?"));
      await press(page, "Hosted sign-in");
      const state = new URL((await begun).url()).searchParams.get("state")!;
      const answer = new URLSearchParams({ code: "c", state, iss: "https://evil.example" });
      await page.goto(`${home}?${answer}`);
      await fails(page, "issuer_mismatch");
      expect(exchanges).toBe(0);
      await page.goto(`${home}?${answer}`);
      await isSignedOut(page);
      expect(page.url()).toContain("code=c"); // its state is used up
    },
  );

  test.each([
    "//evil.example/x",
    "https://evil.example",
    "javascript:alert(1)",
    "/..//evil.example",
  ])("returns to no page such as %s", { timeout: TIMEOUT_MS }, async (returnTo) => {
    const page = await open(await device(), `?${new URLSearchParams({ "return-to": returnTo })}`);
    await press(page, "Hosted sign-in");
    await fails(page, "invalid_return_to");
    expect(new URL(page.url()).origin).toBe(new URL(home).origin);
  });

  test(
    "a silent sign-in shows no page: login_required, and later the session",
    { timeout: TIMEOUT_MS },
    async () => {
      const page = await open(await device());
      await press(page, "Silent sign-in");
      await fails(page, "login_required");
      await press(page, "Hosted sign-up");
      await fillSignUp(page);
      await isSignedIn(page);
      await page.waitForURL(`${home}notes?sort=asc#first`);
      await page.evaluate(() => localStorage.clear());
      await page.goto(home);
      await isSignedOut(page);
      await press(page, "Silent sign-in");
      await isSignedIn(page);
    },
  );

  test(
    "a protected page leads to the pages and back, and out by the back button",
    { timeout: TIMEOUT_MS },
    async () => {
      const page = await open(await device());
      await isSignedOut(page);
      await page.goto(`${home}protected?tab=2`);
      await page.getByLabel("Email address").waitFor();
      await page.goBack();
      await page.waitForURL(home);
      await page.goto(`${home}protected?tab=2`);
      await page.getByRole("link", { name: "Create an account" }).click();
      await fillSignUp(page);
      await page.waitForURL(`${home}protected?tab=2`);
      await isSignedIn(page);
    },
  );

  test(
    "a refusal ends at the app with its code, and is no loop of redirects",
    { timeout: TIMEOUT_MS },
    async () => {
      const { id } = await scene.admin.organizations.createOrganization({ name: "Acme" });
      const page = await open(await device());
      await press(page, "Hosted sign-up");
      await fillSignUp(page);
      await page.waitForURL(`${home}notes?sort=asc#first`);
      await isSignedIn(page);
      await page.evaluate(() => localStorage.clear());
      await page.goto(`${home}protected?organization=${id}`);
      await press(page, `Continue as ${scene.ada.name}`);
      await page.waitForURL(home);
      await fails(page, "access_denied");
    },
  );

  test(
    "a browser that refuses storage says so before it leaves",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      await context.addInitScript(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException("full", "QuotaExceededError");
        };
      });
      const page = await open(context);
      await press(page, "Hosted sign-in");
      await fails(page, "storage_unavailable");
      expect(page.url()).toBe(home);
    },
  );

  test(
    "the app signs out although the session of the pages is gone, and no redirect to the sign-in comes between",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await open(context, "protected");
      await page.getByRole("link", { name: "Create an account" }).click();
      await fillSignUp(page);
      await page.waitForURL(`${home}protected`);
      await isSignedIn(page);
      await context.clearCookies();
      await press(page, "Hosted sign-out");
      await page.waitForURL(home);
      await isSignedOut(page);
    },
  );
});
