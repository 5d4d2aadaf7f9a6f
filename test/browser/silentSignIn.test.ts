/**
 * An app that signs its visitors in silently when it starts: on the site of the runtime and on
 * another. The page runs in StrictMode.
 */
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { useChromium } from "./chromium";
import { useHostedApps, type Site } from "./hostedReactApp";

const TIMEOUT_MS = 90_000;
const { newHostedApp, device, open, press, fillSignUp, fillSignIn, isSignedIn, isSignedOut } =
  useHostedApps(useChromium());

const sites: readonly Site[] = [
  ["another site", "localhost", undefined],
  ["the runtime's site, with cookies", "127.0.0.1", "cookie"],
];

let home: string;
let pages: string;

/** Counts the silent sign-ins that the page begins from now on. */
function countBegun(page: Page): () => number {
  let begun = 0;
  page.on("request", (request) => void (begun += request.url().includes("prompt=none") ? 1 : 0));
  return () => begun;
}

async function signUp(page: Page): Promise<void> {
  await press(page, "Hosted sign-up");
  await fillSignUp(page);
  await page.waitForURL(`${home}notes?sort=asc#first`);
  await isSignedIn(page);
}

/** Forgets the app's session, as on the first visit of another app, and keeps that of the pages. */
async function forgetApp(page: Page): Promise<void> {
  await page.evaluate(() => (localStorage.clear(), sessionStorage.clear()));
}

describe.each(sites)("an app on %s", (...site) => {
  beforeEach(async () => {
    ({ home, pages } = await newHostedApp(site, { silentSignIn: true }));
  });

  test(
    "asks once for each tab, without a session, and stays where it was opened",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await context.newPage();
      const begun = countBegun(page);
      await page.goto(`${home}notes?sort=desc#last`);
      await isSignedOut(page);
      await page.waitForURL(`${home}notes?sort=desc#last`);
      await page.reload();
      await isSignedOut(page);
      expect(begun()).toBe(1);
      expect(await page.getByTestId("hosted-error").textContent()).toBe("");
      await signUp(page);
    },
  );

  test(
    "stays signed out after a sign-out in the app, in every tab",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await open(context);
      await isSignedOut(page);
      await signUp(page);
      await press(page, "Sign out");
      await isSignedOut(page);
      const another = await context.newPage();
      const begun = countBegun(another);
      await another.goto(home);
      await isSignedOut(another);
      expect(begun()).toBe(0);
      await forgetApp(another);
      await another.goto(home);
      await isSignedOut(another);
      expect(begun()).toBe(1); // the session of the pages has ended as well
      expect(new URL(another.url()).origin).toBe(new URL(home).origin);
    },
  );

  test(
    "a sign-out at the hosted pages ends the session of the app in another tab",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await open(context);
      await isSignedOut(page);
      await signUp(page);
      const begun = countBegun(page);
      const atPages = await context.newPage();
      await atPages.goto(`${pages}/logout`);
      await press(atPages, "Sign out");
      await isSignedOut(page);
      await page.reload();
      await isSignedOut(page);
      expect(begun()).toBe(0);
      const another = await open(context);
      await isSignedOut(another);
    },
  );
});

describe("an app on another site", () => {
  beforeEach(async () => {
    ({ home, pages } = await newHostedApp(sites[0]!, { silentSignIn: true }));
  });

  test(
    "two tabs get the session of the pages, at the address where each was opened",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const first = await open(context);
      await isSignedOut(first);
      await signUp(first);
      await forgetApp(first);
      await first.close();
      const [one, two] = [await context.newPage(), await context.newPage()];
      await Promise.all([one.goto(`${home}notes?tab=1#a`), two.goto(`${home}protected?tab=2`)]);
      await Promise.all([isSignedIn(one), isSignedIn(two)]);
      await one.waitForURL(`${home}notes?tab=1#a`);
      await two.waitForURL(`${home}protected?tab=2`);
    },
  );

  test(
    "a protected page asks silently first, then at the pages, and is shown in the end",
    { timeout: TIMEOUT_MS },
    async () => {
      const page = await (await device()).newPage();
      const begun = countBegun(page);
      await page.goto(`${home}protected?tab=2`);
      await page.getByRole("link", { name: "Create an account" }).click();
      await fillSignUp(page);
      await page.waitForURL(`${home}protected?tab=2`);
      await isSignedIn(page);
      expect(begun()).toBe(1);
    },
  );

  test(
    "the back button leads out of the app, and a sign-in by choice goes on",
    { timeout: TIMEOUT_MS },
    async () => {
      const page = await (await device()).newPage();
      await page.goto("about:blank");
      await page.goto(home);
      await isSignedOut(page);
      await page.goBack();
      expect(page.url()).toBe("about:blank");
      await page.goForward();
      await isSignedOut(page);
      await signUp(page);
      await press(page, "Hosted sign-out");
      await isSignedOut(page);
      await press(page, "Hosted sign-in");
      await fillSignIn(page);
      await isSignedIn(page);
    },
  );

  test(
    "does not sign in another account that has signed in at the pages after a sign-out",
    { timeout: TIMEOUT_MS },
    async () => {
      const context = await device();
      const page = await open(context);
      await isSignedOut(page);
      await signUp(page);
      await press(page, "Sign out");
      await isSignedOut(page);
      const atPages = await context.newPage();
      await atPages.goto(`${pages}/account`);
      await fillSignIn(atPages);
      await atPages.waitForURL(/\/account$/);
      const another = await open(context);
      await isSignedOut(another);
      await press(another, "Silent sign-in"); // by choice
      await isSignedIn(another);
    },
  );
});
