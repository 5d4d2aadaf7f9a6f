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
async function openLink(
  page: Page,
  javaScriptEnabled: boolean,
  { link = stage.link, heading = "Domains" } = {},
): Promise<void> {
  await page.goto(link);
  const field = page.getByLabel("Link that you received");
  if (javaScriptEnabled) await field.waitFor({ state: "hidden" });
  else await field.fill(link);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("heading", { name: heading, exact: true }).waitFor();
}

const linkFor = async (intent: "users" | "dsync"): Promise<string> =>
  (await stage.sdk.portal.generateLink({ organizationId: stage.organizationId, intent })).link;

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
      // What was typed is there, and its field has the focus and the reason.
      const domain = page.getByLabel("Domain", { exact: true });
      expect(await domain.inputValue()).toBe("co.uk");
      expect(await domain.evaluate((field) => field === document.activeElement)).toBe(true);
      const reason = page.locator(`#${await domain.getAttribute("aria-describedby")}`);
      expect(await reason.textContent()).toContain("belongs to a registry");
      if (javaScriptEnabled) expect(await accessibilityFaults(page)).toEqual([]);
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

      await page.route(RETURN_URL, async (route) => await route.fulfill({ body: "the app" }));
      const back = page.url();
      await page.getByRole("button", { name: "Done" }).click();
      await page.waitForURL(RETURN_URL);
      await page.goto(back);
      await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
      expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
      await page.context().close();
    },
  );

  test(
    "people are invited, uninvited and removed; an owner is not",
    { timeout: TIMEOUT_MS },
    async () => {
      const { sdk, organizationId } = stage;
      for (const [name, role] of [
        ["Olive", "owner"],
        ["Mark", "member"],
      ] as const) {
        const email = `${name.toLowerCase()}@acme.example`;
        const { id: userId } = await sdk.users.createUser({ email, name });
        await sdk.organizations.addMember({ organizationId, userId, role });
      }
      const complaints: string[] = [];
      const page = await newPage(javaScriptEnabled, complaints);
      const link = await linkFor("users");
      await openLink(page, javaScriptEnabled, { link, heading: "People" });

      await page.getByLabel("Email address").fill("new@acme.example");
      await page.getByLabel("Role", { exact: true }).selectOption("admin");
      await page.getByRole("button", { name: "Send the invitation" }).click();
      await page.getByText("new@acme.example", { exact: true }).waitFor();
      await page.getByLabel("Email address").fill("new@acme.example");
      await page.getByRole("button", { name: "Send the invitation" }).click();
      await page.getByRole("alert").waitFor();
      const faults = javaScriptEnabled ? await accessibilityFaults(page) : [];
      await page.getByRole("button", { name: "Revoke the invitation of new@acme.example" }).click();
      await page.getByText("No invitation is open.").waitFor();

      expect(await page.locator("summary").allTextContents()).toEqual(["Remove Mark"]);
      await page.locator("summary").click();
      await page.getByRole("button", { name: "Remove Mark" }).click();
      await page.getByText("mark@acme.example").waitFor({ state: "detached" });
      const { data } = await sdk.organizations.listMembers({ organizationId });
      expect(data.map(({ role }) => role)).toEqual(["owner"]);
      expect(faults).toEqual([]);
      expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
      await page.context().close();
    },
  );

  test(
    "a directory is added, its token is shown once, and groups get roles",
    { timeout: TIMEOUT_MS },
    async () => {
      const { sdk, organizationId } = stage;
      const complaints: string[] = [];
      const faults: string[] = [];
      const page = await newPage(javaScriptEnabled, complaints);
      const look = async () => {
        if (javaScriptEnabled) faults.push(...(await accessibilityFaults(page)));
      };
      const link = await linkFor("dsync");
      await openLink(page, javaScriptEnabled, { link, heading: "Directory" });
      await look();
      await page.getByLabel("Name").fill("Acme's directory");
      await page.getByLabel("Identity provider").selectOption("azure_scim_v2");
      await page.getByRole("button", { name: "Add the directory" }).click();
      await page.getByRole("heading", { name: "Token of the directory" }).waitFor();
      expect(await page.locator("code").allTextContents()).toEqual([
        expect.stringMatching(/\?aadOptscim062020$/),
        expect.stringMatching(/^scim_[0-9a-f]{64}$/),
      ]);
      expect(page.url()).not.toMatch(/scim_/);
      await look();
      await page.reload();
      await page.getByText("The token was shown already").waitFor();
      await page.getByRole("link", { name: "Acme's directory" }).click();
      await page.getByText("has sent no request yet").waitFor();
      await page.getByLabel("Name of the group").fill("Leads");
      await page.getByLabel("Role", { exact: true }).selectOption("admin");
      await page.getByRole("button", { name: "Give the role to the group" }).click();
      await page.getByText("leads gives admin").waitFor();
      await look();
      await page.getByRole("button", { name: "Make a new token" }).click();
      await page.getByText("The former token is valid until").waitFor();
      const { data } = await sdk.directories.listDirectories({ organizationId });
      expect(data).toEqual([
        expect.objectContaining({ groupRoles: [{ group: "leads", role: "admin" }] }),
      ]);
      expect(faults).toEqual([]);
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
