/**
 * Single sign-on in the admin portal in a real browser: an administrator goes from the link to a
 * tested connection with a SAML identity provider (samlp), with scripts and without.
 */
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { generateTestKey } from "../saml/support/keys";
import { rawMetadata } from "../support/portalSso";
import { deployedRuntime } from "../support/runtime";
import { scene } from "../support/transports";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";
import { SamlProviders } from "./samlProviders";

const browser = useChromium();
const TIMEOUT_MS = 120_000;
let saml: SamlProviders;

beforeAll(async () => {
  saml = await new SamlProviders(await generateTestKey("idp.example.com"), "ada@acme.example", {
    samlp: { signed: "both", encryption: "none" },
    samlify: { signed: "assertion", encryption: "none" },
  }).start();
  return () => saml.close();
});

async function begin(intent: "sso" | "certificate_renewal") {
  const { sdk } = await scene(() => deployedRuntime());
  await sdk.configuration.saveDashboardConfig({ authMethods: { sso: true } });
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
  const { link } = await sdk.portal.generateLink({ organizationId, intent });
  return { sdk, organizationId, link };
}

async function openLink(link: string, javaScriptEnabled: boolean, complaints: string[] = []) {
  const page = await (await browser().newContext({ javaScriptEnabled })).newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  await page.goto(link);
  if (!javaScriptEnabled) await page.getByLabel("Link that you received").fill(link);
  await page.getByRole("button", { name: "Begin" }).click();
  return page;
}

async function configure(page: Page): Promise<void> {
  const { idpEntityId, idpSsoUrl, idpCertificate } = saml.configOf("samlp");
  await page.getByText("Enter single fields instead").click();
  await page.getByLabel("Entity id of the identity provider").fill(idpEntityId);
  await page.getByLabel("Sign-in address").fill(idpSsoUrl);
  await page.getByLabel("Certificates (PEM)").fill(idpCertificate);
  await page.getByRole("button", { name: "Save the configuration" }).click();
  await page.getByText("Configured; test it, then activate it").waitFor();
}

test.each([
  ["with scripts", true],
  ["without scripts", false],
])(
  "an administrator goes from a link to a tested connection, %s",
  { timeout: TIMEOUT_MS },
  async (_scripts, javaScriptEnabled) => {
    const complaints: string[] = [];
    const { sdk, organizationId, link } = await begin("sso");
    const page = await openLink(link, javaScriptEnabled, complaints);
    await page.getByRole("button", { name: "Connect SAML 2.0" }).click();
    await page.getByRole("heading", { name: "1. At your identity provider" }).waitFor();
    const [connection] = (await sdk.sso.listConnections({ organizationId })).data;
    const { spEntityId: entityId, spAcsUrl: acsUrl } = connection!.samlConfig!;
    await page.getByText(acsUrl).waitFor();
    saml.parties.set("samlp", { entityId, acsUrl, certificate: "" });
    // A document that is none comes back with its field marked, and a file is taken in its place.
    await page.getByLabel("Metadata document (XML)").fill("<a/>");
    await page.getByRole("button", { name: "Save the configuration" }).click();
    await page.getByRole("alert").waitFor();
    const document = page.getByLabel("Metadata document (XML)");
    expect(await document.inputValue()).toBe("<a/>");
    expect(await document.getAttribute("aria-invalid")).toBe("true");
    await document.fill("");
    const { idpEntityId, idpSsoUrl, idpCertificate } = saml.configOf("samlp");
    const metadata = rawMetadata(idpCertificate, { entityId: idpEntityId, ssoUrl: idpSsoUrl });
    await page.getByLabel("Metadata file").setInputFiles({
      ...{ name: "metadata.xml", mimeType: "text/xml", buffer: Buffer.from(metadata) },
    });
    await page.getByRole("button", { name: "Save the configuration" }).click();
    await page.getByText("Configured; test it, then activate it").waitFor();

    await page.getByRole("button", { name: "Prepare a test sign-in" }).click();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: "Open the test sign-in" }).click();
    const tester = await opened;
    await tester.getByRole("button", { name: "Sign in by samlp" }).click();
    await tester.getByRole("heading", { name: "Test passed" }).waitFor();
    await tester.getByText("email_outside_domains").waitFor();
    await tester.close();

    await page.getByRole("link", { name: "I have signed in" }).click();
    await page.getByText("A test sign-in has passed.").waitFor();
    await page.getByRole("button", { name: "Activate" }).click();
    await page.getByRole("alert").waitFor();
    expect((await sdk.users.listUsers()).data).toEqual([]);
    expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
    await page.context().close();
  },
);

test("axe finds no fault in the pages", { timeout: TIMEOUT_MS }, async () => {
  const faults: string[] = [];
  const { sdk, organizationId, link } = await begin("sso");
  await sdk.domains.createVerification({ organizationId, domain: "axe.example.com" });
  const page = await openLink(link, true);
  await page.getByRole("button", { name: "Connect Okta" }).waitFor();
  faults.push(...(await accessibilityFaults(page)));
  await page.getByRole("button", { name: "Connect Okta" }).click();
  await page.getByLabel("axe.example.com").waitFor();
  faults.push(...(await accessibilityFaults(page)));
  await configure(page);
  await page.getByRole("button", { name: "Prepare a test sign-in" }).click();
  await page.getByRole("link", { name: "Open the test sign-in" }).waitFor();
  await page.getByText("Only if your identity provider").click();
  faults.push(...(await accessibilityFaults(page)));
  await page.context().close();

  const { link: renewal } = await sdk.portal.generateLink({
    ...{ organizationId, intent: "certificate_renewal" },
  });
  const certificates = await openLink(renewal, true);
  await certificates.getByText("Certificate 1", { exact: true }).click();
  faults.push(...(await accessibilityFaults(certificates)));
  expect(faults).toEqual([]);
  await certificates.context().close();
});
