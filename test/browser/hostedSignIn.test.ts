/**
 * An app of the React package whose visitors sign in at the hosted pages: on the site of the runtime
 * and on another.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import type { Scene } from "../support/signIn";
import { useChromium } from "./chromium";
import { useHostedApps, type Site } from "./hostedReactApp";

const TIMEOUT_MS = 90_000;
const {
  newHostedApp,
  device,
  open,
  press,
  fillSignUp,
  fillSignIn,
  isSignedIn,
  isSignedOut,
  fails,
} = useHostedApps(useChromium());

const sites: readonly Site[] = [
  ["another site", "localhost", undefined],
  ["another site, in memory", "localhost", "memory"],
  ["the runtime's site, with cookies", "127.0.0.1", "cookie"],
];

let scene: Scene;
let home: string;

describe.each(sites)("an app on %s", (...site) => {
  beforeEach(async () => {
    ({ scene, home } = await newHostedApp(site));
  });

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
  beforeEach(async () => {
    ({ scene, home } = await newHostedApp(sites[0]!));
  });

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
      let begun = 0;
      page.on(
        "request",
        (request) => void (begun += request.url().includes("/authorize?") ? 1 : 0),
      );
      await context.route(/\/logout\?/, async (route) => {
        await sleep(1_500); // the app shows no user meanwhile
        await route.continue();
      });
      await press(page, "Hosted sign-out");
      await page.waitForURL(home);
      await isSignedOut(page);
      expect(begun).toBe(0);
    },
  );
});
