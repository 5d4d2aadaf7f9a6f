/**
 * Single sign-on in a real browser: the demo identity provider, the runtime and an app with the
 * React provider, with the app on another site than the runtime and on the same one.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useChromium } from "./chromium";
import { servePage, type PageServer } from "./pageServer";
import { ADA, captureAnswer, deliver, sites, SsoStage, type Protocol } from "./ssoStage";

const browser = useChromium();
let server: PageServer;

beforeAll(async () => {
  server = await servePage();
  return () => server.close();
});

const protocols: readonly Protocol[] = ["saml", "oidc"];
describe.each(sites)("%s", (_name, site) => {
  let stage: SsoStage;
  beforeAll(async () => void (stage = await SsoStage.start(browser(), server, site)));
  afterEach(async () => await stage.closeDevices());
  afterAll(async () => await stage?.close());

  describe.each(protocols)("by %s", (providerType) => {
    test("a person signs in from the app by address, and ends where they began", async () => {
      const page = await stage.openApp(await stage.device(), { providerType }, "#notes");
      const began = page.url();
      await stage.begin(page);
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(page);
      expect(page.url()).toBe(began);
      await page.reload();
      await stage.isSignedIn(page);
      await page.getByRole("button", { name: "Demo: admin" }).waitFor();
    });

    test("an answer makes no session in another browser, and none when it comes again", async () => {
      const own = await stage.atIdp({ providerType });
      const answer = await captureAnswer(own.page, providerType);
      const before = await stage.countSessions();
      const stranger = await (await stage.device()).newPage();
      await deliver(stranger, answer, stage.demo.url);
      expect(await stage.refusal(stranger)).toBe("browser_changed");
      await stranger.goto(stage.appUrl());
      await stranger.getByLabel("email").waitFor();
      expect(await stage.countSessions()).toBe(before);

      const again = await stage.atIdp({ providerType });
      const used = await captureAnswer(again.page, providerType);
      await deliver(again.page, used, stage.demo.url);
      await stage.isSignedIn(again.page);
      expect(await stage.countSessions()).toBe(before + 1);
      await deliver(again.page, used, stage.demo.url);
      expect(await stage.refusal(again.page)).toBe("start_unknown");
      expect(await stage.countSessions()).toBe(before + 1);
    });

    test("sign-ins in two tabs at once both end signed in", async () => {
      const first = await stage.atIdp({ providerType });
      const page = await stage.openApp(first.context, { providerType });
      await stage.begin(page);
      await first.page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(first.page);
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(page);
    });

    test("who is signed in already and signs in as another is that other person", async () => {
      const { page } = await stage.atIdp({ providerType });
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(page);
      await page.goto(stage.demo.url);
      const name = { saml: "SAML", oidc: "OpenID Connect" }[providerType];
      await page.getByRole("button", { name: `Sign in to the app by ${name}` }).click();
      await page.getByRole("button", { name: "Grace Hopper" }).click();
      await stage.isSignedIn(page, "grace@demo.example");
      await page.reload();
      await stage.isSignedIn(page, "grace@demo.example");
    });

    if (site.sessionStore === "cookie") return; // the others do not depend on the session's place

    test("by a connection, and other tabs follow", async () => {
      const context = await stage.device();
      const connectionId = stage.demo.ids[providerType];
      const [page, other] = [
        await stage.openApp(context, { connectionId }),
        await stage.openApp(context),
      ];
      await page.getByRole("button", { name: "Sign in through the connection" }).click();
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(page);
      await other.bringToFront();
      await other.reload();
      await stage.isSignedIn(other);
    });

    test("a person signs in from the identity provider's page", async () => {
      const page = await (await stage.device()).newPage();
      await page.goto(stage.demo.url);
      const name = { saml: "SAML", oidc: "OpenID Connect" }[providerType];
      await page.getByRole("button", { name: `Sign in to the app by ${name}` }).click();
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(page);
    });

    test("a refusal shows a code, or tells the app's own page", async () => {
      const { page } = await stage.atIdp({ providerType });
      await page.getByRole("button", { name: "Mallory, of another domain" }).click();
      expect(await stage.refusal(page)).toBe("email_outside_domains");

      const errorCallbackURL = `${stage.appUrl()}&from=sso#form`;
      const told = await stage.atIdp({ providerType, errorCallbackURL });
      await told.page.getByRole("button", { name: "Mallory, of another domain" }).click();
      await told.page.getByLabel("email").waitFor();
      const ended = new URL(told.page.url());
      expect(ended.searchParams.get("from")).toBe("sso");
      expect(ended.searchParams.get("error")).toBe("email_outside_domains");
      expect(await stage.ruleOf(ended.searchParams.get("error_code"))).toBe(
        "email_outside_domains",
      );
      expect(ended.hash).toBe("#form");
    });

    test("the back button leads back to a page that works", async () => {
      const { page } = await stage.atIdp({ providerType });
      await page.goBack();
      await stage.begin(page);
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await stage.isSignedIn(page);
      const sessions = await stage.countSessions();
      await page.goBack();
      await page.goto(stage.appUrl());
      await stage.isSignedIn(page);
      expect(await stage.countSessions()).toBe(sessions);
    });

    test("a double click at the app or the identity provider does not keep anyone out", async () => {
      const page = await stage.openApp(await stage.device(), { providerType });
      await page.getByLabel("email").fill(ADA);
      await page.getByRole("button", { name: "Sign in with SSO" }).dblclick();
      await page.getByRole("button", { name: "Ada Lovelace" }).dblclick();
      await stage.isSignedIn(page);
    });
  });

  test("a response that no sign-in asked for never makes a session by itself", async () => {
    const { client, demo } = stage;
    const clientId = demo.ids.client;
    const page = await (await stage.device()).newPage();
    const start = async () => {
      await page.goto(demo.url);
      await page.getByRole("link", { name: "Start at the identity provider" }).click();
      await page.getByRole("button", { name: "Grace Hopper" }).click();
    };

    const sessions = await stage.countSessions("grace@demo.example");
    // A sign-in of our own begins, and comes to the identity provider again, by now with a request.
    await start();
    await page.waitForURL(/SAMLRequest=/);
    expect(await stage.countSessions("grace@demo.example")).toBe(sessions);
    await page.getByRole("button", { name: "Grace Hopper" }).click();
    await stage.isSignedIn(page, "grace@demo.example");

    // The app's own page begins it.
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByLabel("email").waitFor();
    const initiateLoginUri = stage.appUrl({ organizationId: demo.ids.organization });
    await client.authClients.updateClient({ clientId, initiateLoginUri });
    await start();
    await page.getByLabel("email").waitFor();
    const { searchParams } = new URL(page.url());
    expect(searchParams.get("organization_id")).toBe(demo.ids.organization);
    expect(searchParams.get("iss")).toBe(`${demo.url}/saml/metadata`);
    await page.getByRole("button", { name: "Sign in through the connection" }).click();
    await page.getByRole("button", { name: "Grace Hopper" }).click();
    await stage.isSignedIn(page, "grace@demo.example");

    // There is neither page.
    const before = await stage.countSessions("grace@demo.example");
    await client.authClients.updateClient({ clientId, initiateLoginUri: null });
    await client.sso.updateConnection({ connectionId: demo.ids.saml, defaultRedirectUri: null });
    await start();
    expect(await stage.refusal(page)).toBe("no_initiation_page");
    expect(await stage.countSessions("grace@demo.example")).toBe(before);
  });
});
