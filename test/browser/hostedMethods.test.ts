/**
 * The ways to sign in on the hosted pages in a real browser, with and without scripts, for an app on
 * the site of the runtime and on another: mailed code and link, social provider, passkey. And where
 * the user adds a passkey or an account of a provider.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { endpoints } from "../../convex/component/hosted/endpoints";
import { pageOf, registerPasskey } from "../support/passkeys";
import { begin, codeIn, linkIn, type Scene } from "../support/signIn";
import { ada } from "../support/socialProviders";
import { socialStage } from "../support/socialStage";
import { newCode, setUp } from "../support/socialVisitor";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";
import { hostedCases, methodsIn, serveHostedApp, type HostedApp } from "./hostedApp";

const stage = socialStage("on a local deployment", "localhost");
const browser = useChromium();
const TIMEOUT_MS = 120_000;

let scene: Scene;
let app: HostedApp;
let complaints: string[] = [];
let faults: string[] = [];
/** axe is a script. */
let hasScripts = true;
const sizes: number[] = [];
/** What was sent: `<method> <path>`. */
const driven = new Set<string>();

beforeEach(async () => {
  complaints = [];
  faults = [];
  scene = await begin(() => stage.runtime, {
    features: { hostedUi: true },
    authMethods: { magicLink: true, emailOtp: true, passkey: true },
  });
  await setUp(scene.runtime, scene.project, "google");
  stage.server.person = { ...ada, email: scene.ada.email };
});

async function newPage(javaScriptEnabled: boolean): Promise<Page> {
  hasScripts = javaScriptEnabled;
  const context = await browser().newContext({ javaScriptEnabled });
  const page = await context.newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("request", (request) => {
    const [, path = ""] = /\/p\/[^/]+(\/[^?]*)/.exec(request.url()) ?? [];
    driven.add(`${request.method()} ${path}`);
  });
  return page;
}

/** The provider's page, whose user consents or not. */
async function serveProvider(page: Page, answer: () => Record<string, string>): Promise<void> {
  await page.route("https://accounts.google.com/**", async (route) => {
    const { searchParams } = new URL(route.request().url());
    const back = new URL(searchParams.get("redirect_uri")!);
    const state = searchParams.get("state")!;
    for (const [name, value] of Object.entries({ state, ...answer() }))
      back.searchParams.set(name, value);
    await route.fulfill({ status: 302, headers: { location: back.href } });
  });
}

/** The page with that heading, which axe checks where it can run. */
async function at(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  sizes.push((await page.content()).length);
  if (hasScripts) faults.push(...(await accessibilityFaults(page)));
}
const press = async (page: Page, name: string) => await page.getByRole("button", { name }).click();
const goHome = async (page: Page, link: "Sign in" | "Sign out") => {
  await page.goto(app.home);
  await page.getByRole("link", { name: link }).click();
};
async function signOut(page: Page): Promise<void> {
  await goHome(page, "Sign out");
  await press(page, "Sign out");
  await page.waitForURL(app.home);
}
const isHome = async (page: Page) =>
  await page.waitForURL((url) => url.searchParams.get("email") === scene.ada.email);
async function enterAddress(page: Page): Promise<void> {
  await goHome(page, "Sign in");
  await page.getByLabel("Email address").fill(scene.ada.email);
  await press(page, "Next");
  await at(page, "Sign in");
}
async function end(page: Page): Promise<void> {
  expect(complaints.filter((text) => /security policy|integrity/i.test(text))).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
  app.close();
}

describe.each(hostedCases)("an app on %s, %s", (host, _scripts, javaScriptEnabled) => {
  test("takes a mailed code, a mailed link, and a provider", { timeout: TIMEOUT_MS }, async () => {
    const { ada: person, inbox } = scene;
    await scene.admin.configuration.saveDashboardConfig({ features: { automaticLinking: true } });
    app = await serveHostedApp(scene, host);
    const page = await newPage(javaScriptEnabled);
    await enterAddress(page);
    await press(page, "Mail me a code to sign in");
    await at(page, "Check your mail");
    await page.getByLabel("Code").fill(codeIn(await inbox.next(person.email)));
    await press(page, "Sign in");
    await isHome(page);
    await signOut(page);

    await enterAddress(page);
    await press(page, "Mail me a link to sign in");
    await at(page, "Check your mail");
    await page.goto(linkIn(await inbox.next(person.email, 2)));
    await press(page, "Sign in");
    await isHome(page);
    await signOut(page);

    let answer: Record<string, string> = { error: "access_denied" };
    await serveProvider(page, () => answer);
    await goHome(page, "Sign in");
    await press(page, "Continue with Google");
    await page.getByRole("alert").waitFor();
    await at(page, "Sign in");
    answer = { code: newCode() };
    await press(page, "Continue with Google");
    await isHome(page);
    await end(page);
  });

  test("links the account of a provider by consent", { timeout: TIMEOUT_MS }, async () => {
    const { email, name, password } = scene.ada;
    await scene.admin.users.createUser({ email, name, password, emailVerified: true });
    app = await serveHostedApp(scene, host);
    const page = await newPage(javaScriptEnabled);
    await serveProvider(page, () => ({ code: newCode() }));
    await goHome(page, "Sign in");
    await press(page, "Continue with Google");
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Email address").fill(email);
    await press(page, "Next");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await at(page, "Link Google?");
    await press(page, "Link Google");
    await isHome(page);
    await end(page);
  });
});

/** Adds an authenticator to the browser. */
async function addAuthenticator(page: Page) {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("WebAuthn.enable");
  const { authenticatorId } = await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { devTools, authenticatorId };
}

/** A browser whose authenticator holds a passkey of Ada's. */
async function withPasskey(): Promise<Page> {
  await scene.client.signUp.email(scene.ada);
  const { authenticator } = await registerPasskey(scene);
  const page = await newPage(true);
  const { devTools, authenticatorId } = await addAuthenticator(page);
  const credential = authenticator.toVirtualCredential(pageOf(scene));
  await devTools.send("WebAuthn.addCredential", { authenticatorId, credential });
  return page;
}

describe("a passkey", () => {
  test("signs in by the button", { timeout: TIMEOUT_MS }, async () => {
    app = await serveHostedApp(scene, "127.0.0.1");
    const page = await withPasskey();
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
    await goHome(page, "Sign in");
    await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
    await at(page, "Sign in");
    await press(page, "Sign in with a passkey");
    await isHome(page);
    await end(page);
  });

  test("signs in from the field for the address", { timeout: TIMEOUT_MS }, async () => {
    app = await serveHostedApp(scene, "localhost");
    const page = await withPasskey();
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => true;
    });
    await goHome(page, "Sign in");
    // The page offers passkeys once the visitor moves and its script has run. The authenticator then
    // answers at once, as a person does who picks the passkey in the field.
    let isOver = false;
    const signedIn = isHome(page).finally(() => (isOver = true));
    for (let x = 1; !isOver; x++) {
      await page.mouse.move(x % 100, 10);
      await page.waitForTimeout(100);
    }
    await signedIn;
    await end(page);
  });

  test("has no button without scripts", { timeout: TIMEOUT_MS }, async () => {
    app = await serveHostedApp(scene, "localhost");
    const page = await newPage(false);
    await goHome(page, "Sign in");
    await at(page, "Sign in");
    expect(await page.getByRole("button", { name: "Sign in with a passkey" }).isVisible()).toBe(
      false,
    );
    await end(page);
  });
});

/** The page with passkeys and linked accounts, after a sign-in with the password. */
async function openSecurity(page: Page): Promise<void> {
  const { runtime, project, ada: person } = scene;
  await page.goto(`${runtime.origin}/banata/p/${project.id}/account/security`);
  await page.getByLabel("Email address").fill(person.email);
  await press(page, "Next");
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await at(page, "Security");
}
const newPasskey = (page: Page) => page.getByRole("button", { name: "Add a passkey" });

describe("the account", () => {
  test("gets a passkey, once for each authenticator", { timeout: TIMEOUT_MS }, async () => {
    await scene.visit().client.signUp.email(scene.ada);
    app = await serveHostedApp(scene, "localhost");
    const page = await newPage(true);
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = async () => false;
    });
    await addAuthenticator(page);
    await openSecurity(page);
    expect(await page.getByText("Adding a passkey takes JavaScript").isVisible()).toBe(false);
    await page.getByLabel("Name of the new passkey").fill("Work laptop");
    await newPasskey(page).click();
    await page.getByRole("status").waitFor();
    await at(page, "Security");
    await page.getByRole("button", { name: "Remove Work laptop" }).waitFor();
    await newPasskey(page).click();
    await page.getByText("This device has a passkey of this account already.").waitFor();
    await at(page, "Security");
    await signOut(page);
    await goHome(page, "Sign in");
    await press(page, "Sign in with a passkey");
    await isHome(page);
    await page.goto(`${scene.runtime.origin}/banata/p/${scene.project.id}/account/security`);
    await press(page, "Remove Work laptop");
    await page.getByText("This account has no passkeys.").waitFor();
    await end(page);
  });

  test("asks who it is before it adds one", { timeout: TIMEOUT_MS }, async () => {
    await scene.visit().client.signUp.email(scene.ada);
    app = await serveHostedApp(scene, "localhost");
    const page = await newPage(true);
    await addAuthenticator(page);
    await openSecurity(page);
    // What the runtime answers to an old session.
    await page.route("**/account/passkey/options*", async (route) => {
      await route.fulfill({ status: 403, contentType: "application/json", body: "{}" });
    });
    await newPasskey(page).click();
    await page.getByRole("alert").first().waitFor();
    await at(page, "Security");
    await end(page);
  });

  test("says without scripts that a passkey takes one", { timeout: TIMEOUT_MS }, async () => {
    await scene.visit().client.signUp.email(scene.ada);
    app = await serveHostedApp(scene, "localhost");
    const page = await newPage(false);
    await openSecurity(page);
    await page.getByText("Adding a passkey takes JavaScript").waitFor();
    expect(await newPasskey(page).isVisible()).toBe(false);
    await end(page);
  });

  test.each([true, false])(
    "links the account of a provider and unlinks it, scripts: %s",
    { timeout: TIMEOUT_MS },
    async (javaScriptEnabled) => {
      await scene.visit().client.signUp.email(scene.ada);
      app = await serveHostedApp(scene, "localhost");
      const page = await newPage(javaScriptEnabled);
      let answer: Record<string, string> = { error: "access_denied" };
      await serveProvider(page, () => answer);
      await openSecurity(page);
      await press(page, "Link Google");
      await page.getByText("You did not finish").waitFor();
      await at(page, "Security");
      answer = { code: newCode() };
      await press(page, "Link Google");
      await page.getByRole("status").waitFor();
      await at(page, "Security");
      await press(page, "Unlink Google");
      await page.getByRole("button", { name: "Link Google", exact: true }).waitFor();
      await end(page);
    },
  );
});

/** Driven in the other files of hosted pages. */
const isOfMethods = (path: string): boolean =>
  /^\/(hosted\/(passkey|link|sign-in)|account\/(passkey|linked|security))/.test(path) &&
  !/password|second-factor/.test(path);

afterAll(() => {
  if (driven.size === 0) return; // no Chromium
  const all = Object.entries(endpoints)
    .filter(([path]) => isOfMethods(path))
    .flatMap(([path, methods]) => methodsIn(methods).map((each) => `${each} ${path}`));
  expect(all.filter((each) => !driven.has(each))).toEqual([]);
  expect(Math.max(...sizes)).toBeLessThan(8_192);
});
