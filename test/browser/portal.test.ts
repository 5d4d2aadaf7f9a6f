/** The admin portal in a real browser, with scripts and without, by a link alone. */
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { deployedRuntime, type HttpRuntime } from "../support/runtime";
import { scene, type Scene } from "../support/transports";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";

const browser = useChromium();
const TIMEOUT_MS = 120_000;
const RETURN_URL = "https://app.example.com/callback";

interface Stage extends Scene<HttpRuntime> {
  readonly organizationId: string;
  readonly link: string;
}
let stage: Stage;
beforeEach(async () => {
  const begun = await scene(() => deployedRuntime());
  const { sdk } = begun;
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
  await sdk.authClients.createClient({ name: "Shop", type: "web", redirectUris: [RETURN_URL] });
  const { link } = await sdk.portal.generateLink({
    ...{ organizationId, intent: "domain_verification", returnUrl: RETURN_URL },
  });
  stage = { ...begun, organizationId, link };
});

/** What a page's policy stops is in its console. */
async function newPage(javaScriptEnabled: boolean, complaints: string[]): Promise<Page> {
  const page = await (await browser().newContext({ javaScriptEnabled })).newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  return page;
}

/** Opens the link. Without a script its token does not reach the form, so it is pasted. */
async function openLink(page: Page, javaScriptEnabled: boolean): Promise<void> {
  await page.goto(stage.link);
  const field = page.getByLabel("Link that you received");
  if (javaScriptEnabled) await field.waitFor({ state: "hidden" });
  else await field.fill(stage.link);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("heading", { name: "Domains" }).waitFor();
}

describe.each([
  ["with scripts", true],
  ["without scripts", false],
])("%s", (_scripts, javaScriptEnabled) => {
  test(
    "a link leads to the domains, which are claimed, looked up and removed there",
    { timeout: TIMEOUT_MS },
    async () => {
      const complaints: string[] = [];
      const page = await newPage(javaScriptEnabled, complaints);
      await openLink(page, javaScriptEnabled);
      expect(new URL(page.url()).hash).toBe("");

      await page.getByLabel("Domain", { exact: true }).fill("co.uk");
      await page.getByRole("button", { name: "Claim" }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Domain", { exact: true }).fill("portal.example.com");
      await page.getByRole("button", { name: "Claim" }).click();
      await page.getByText("_banata-challenge.portal.example.com").waitFor();

      await page.getByRole("button", { name: "Verify portal.example.com" }).click();
      await page.getByText("At the last look there was no TXT record").waitFor();

      await page.locator("summary").click();
      await page.getByRole("button", { name: "Remove portal.example.com" }).click();
      await page.getByText("No domain has been claimed yet.").waitFor();
      const { data } = await stage.sdk.domains.list({ organizationId: stage.organizationId });
      expect(data).toEqual([]);

      const done = page.getByRole("link", { name: "Done" });
      expect(await done.getAttribute("href")).toBe(RETURN_URL);
      await page.getByRole("button", { name: "End this session" }).click();
      await page.getByRole("heading", { name: "The session has ended" }).waitFor();
      expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
      await page.context().close();
    },
  );
});

test(
  "axe finds no fault, and only the first page has a script",
  { timeout: TIMEOUT_MS },
  async () => {
    const page = await newPage(true, []);
    const faults: string[] = [];
    await page.goto(stage.link);
    await page.getByRole("button", { name: "Begin" }).waitFor();
    faults.push(...(await accessibilityFaults(page)));
    const [size, scripts] = [(await page.content()).length, page.locator("script")];
    expect(await scripts.count()).toBe(1);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByLabel("Domain", { exact: true }).fill("portal.example.com");
    await page.getByRole("button", { name: "Claim" }).click();
    await page.getByText("_banata-challenge.portal.example.com").waitFor();
    faults.push(...(await accessibilityFaults(page)));
    expect(await scripts.count()).toBe(0);
    expect(Math.max(size, (await page.content()).length)).toBeLessThan(10_240);
    await page.getByLabel("Domain", { exact: true }).fill("co.uk");
    await page.getByRole("button", { name: "Claim" }).click();
    await page.getByRole("alert").waitFor();
    faults.push(...(await accessibilityFaults(page)));
    await page.goto(stage.link);
    await page.reload();
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByRole("heading", { name: "This link is no longer valid" }).waitFor();
    faults.push(...(await accessibilityFaults(page)));
    expect(faults).toEqual([]);
    await page.context().close();
  },
);
