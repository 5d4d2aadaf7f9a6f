/**
 * Sign-in through identity providers of other projects, in a real browser: samlp and samlify for
 * SAML, oidc-provider for OpenID Connect, each with a connection that is tested and activated as an
 * administrator does it.
 */
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { IdentityProvider, clientId, clientSecret } from "../support/identityProvider";
import { generateTestKey } from "../saml/support/keys";
import { useChromium } from "./chromium";
import { servePage, type PageServer } from "./pageServer";
import { SamlProviders, type SamlPackage } from "./samlProviders";
import { ADA, sites, SsoStage } from "./ssoStage";
import type { Page } from "playwright-core";

const browser = useChromium();
const domains = [ADA.slice(ADA.indexOf("@") + 1)];
let server: PageServer;
let saml: SamlProviders;
const oidc = new IdentityProvider("localhost");

beforeAll(async () => {
  server = await servePage();
  saml = await new SamlProviders(await generateTestKey("idp.example.com"), ADA, {
    samlp: { signed: "both", encryption: "aes256-gcm" },
    samlify: { signed: "assertion", encryption: "none" },
  }).start();
  await oidc.start();
  oidc.people.set("ada", { email: ADA, email_verified: true, name: "Ada Lovelace" });
  return () => {
    saml.close();
    oidc.close();
    server.close();
  };
});

/** One way to create a connection, and to sign in at its identity provider. */
interface Way {
  readonly name: string;
  readonly connect: (stage: SsoStage) => Promise<string>;
  readonly signIn: (page: Page) => Promise<void>;
}

const samlWay = (name: SamlPackage): Way => ({
  name,
  connect: async ({ client, demo }) => {
    const { id, samlConfig } = await client.sso.createConnection({
      ...{ organizationId: demo.ids.organization, type: "saml", name, domains },
      samlConfig: saml.configOf(name),
    });
    const { spEntityId: entityId, spAcsUrl: acsUrl } = samlConfig!; // of a SAML connection
    const metadata = await (await fetch(entityId)).text();
    const [, body = ""] = /use="encryption">.*?X509Certificate>([^<]+)</s.exec(metadata) ?? [];
    const certificate = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`;
    saml.parties.set(name, { entityId, acsUrl, certificate });
    return id;
  },
  signIn: async (page) =>
    await page.getByRole("button", { name: `Sign in by ${name}`, exact: true }).click(),
});

const ways: readonly Way[] = [
  samlWay("samlp"),
  samlWay("samlify"),
  {
    name: "oidc-provider",
    connect: async ({ client, demo }) => {
      const { id, oidcConfig } = await client.sso.createConnection({
        ...{ organizationId: demo.ids.organization, type: "oidc", name: "oidc-provider", domains },
        oidcConfig: { issuer: oidc.issuer, clientId, clientSecret, scopes: ["email", "profile"] },
      });
      oidc.register([oidcConfig!.redirectUrl]); // of an OIDC connection
      return id;
    },
    signIn: async (page) => {
      await page.getByPlaceholder("Enter any login").fill("ada");
      await page.getByPlaceholder("and password").fill("any");
      await page.getByRole("button", { name: "Sign-in" }).click();
      await page.getByRole("button", { name: "Continue" }).click();
    },
  },
];

describe.each(sites)("%s", (_name, site) => {
  let stage: SsoStage;
  beforeAll(async () => void (stage = await SsoStage.start(browser(), server, site)));
  afterEach(async () => await stage.closeDevices());
  afterAll(async () => await stage?.close());

  test.each(ways)("a person signs in at $name", async ({ connect, signIn }) => {
    const connectionId = await connect(stage);
    const tester = await (await stage.device()).newPage();
    await tester.goto((await stage.client.sso.testConnection(connectionId)).url);
    await signIn(tester);
    await tester.getByText("Test passed").waitFor();
    await stage.client.sso.activateConnection(connectionId);

    const page = await stage.openApp(await stage.device(), { connectionId }, "#notes");
    await page.getByLabel("email").fill(ADA);
    await page.getByRole("button", { name: "Sign in with SSO" }).click();
    await signIn(page);
    await stage.isSignedIn(page);
  });
});
