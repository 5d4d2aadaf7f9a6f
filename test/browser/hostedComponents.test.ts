/** The components of the React package that lead to the hosted pages of the signed-in user. */
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import type { Scene } from "../support/signIn";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";
import { useHostedApps } from "./hostedReactApp";

const TIMEOUT_MS = 90_000;
const { newHostedApp, device, open, press, fillSignUp, isSignedIn, isSignedOut } =
  useHostedApps(useChromium());

let scene: Scene;
let home: string;
let pages: string;
let page: Page;

beforeEach(async () => {
  ({ scene, home, pages } = await newHostedApp(["another site", "localhost", undefined]));
  page = await open(await device());
  await press(page, "Hosted sign-up");
  await fillSignUp(page);
  await page.waitForURL(`${home}notes?sort=asc#first`);
  await isSignedIn(page);
});

const focused = async () => await page.evaluate(() => document.activeElement?.textContent ?? "");
/** The components have no styles, and the app is what makes targets large enough. */
const style = "button, a { display: inline-block; min-height: 24px; min-width: 24px; margin: 4px }";
const faults = async () => {
  await page.addStyleTag({ content: style });
  return (await accessibilityFaults(page)).filter((fault) => fault.includes("banata-"));
};

test(
  "the user's menu leads to the account, and works by the keyboard alone",
  { timeout: TIMEOUT_MS },
  async () => {
    const { name, email } = scene.ada;
    const button = page.getByRole("button", { name: `Account: ${name}` });
    const menu = page.getByRole("menu", { name: `Account: ${name}` });
    await button.focus();
    expect(await faults()).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await menu.waitFor();
    expect(await faults()).toEqual([]);
    await page.locator(".banata-user-button-email").getByText(email).waitFor();
    await expect.poll(focused).toBe("Manage account");
    const moves: [key: string, to: string][] = [
      ["ArrowDown", "Organizations"],
      ["ArrowDown", "Sign out"],
      ["ArrowDown", "Manage account"],
      ["ArrowUp", "Sign out"],
      ["Home", "Manage account"],
      ["End", "Sign out"],
      ["o", "Organizations"],
    ];
    for (const [key, to] of moves) {
      await page.keyboard.press(key);
      expect(await focused()).toBe(to);
    }
    await page.keyboard.press("Escape");
    await menu.waitFor({ state: "detached" });
    expect(await button.evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press("ArrowUp");
    await expect.poll(focused).toBe("Sign out");
    await page.keyboard.press("Tab");
    await menu.waitFor({ state: "detached" });
    await button.click();
    await menu.waitFor();
    await page.getByTestId("user").click();
    await menu.waitFor({ state: "detached" });

    await button.focus();
    await page.keyboard.press("Enter");
    await menu.getByRole("menuitem", { name: "Manage account" }).waitFor();
    await expect.poll(focused).toBe("Manage account");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${pages}/account`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.goBack();
    await button.click();
    await menu.getByRole("menuitem", { name: "Sign out" }).click();
    await isSignedOut(page);
    await button.waitFor({ state: "detached" });
    await page.goto(`${pages}/account`);
    await page.getByLabel("Email address").waitFor(); // signed out there, too
  },
);

test(
  "the switcher shows the active organization, changes it in every tab, and leads to its page",
  { timeout: TIMEOUT_MS },
  async () => {
    const { data } = await scene.admin.users.listUsers({ email: scene.ada.email });
    const join = async (name: string) => {
      const { id } = await scene.admin.organizations.createOrganization({ name });
      const member = { organizationId: id, userId: data[0]!.id, role: "member" };
      await scene.admin.organizations.addMember(member);
      return id;
    };
    const [acme, banana] = [await join("Acme"), await join("Banana")];
    const other = await open(page.context());
    const shows = async (each: Page, name: string) =>
      await each.getByRole("button", { name: `Organization: ${name}` }).waitFor();
    await Promise.all([shows(page, "No organization"), shows(other, "No organization")]);
    const choose = async (from: string, to: string) => {
      await page.getByRole("button", { name: `Organization: ${from}` }).click();
      await page.getByRole("menuitemradio", { name: to }).click();
      await Promise.all([shows(page, to), shows(other, to)]);
    };
    await choose("No organization", "Banana");
    await choose("Banana", "Acme");
    await page.getByRole("button", { name: "Organization: Acme" }).click();
    const checked = page.getByRole("menuitemradio", { checked: true });
    await checked.waitFor();
    expect(await checked.textContent()).toBe("Acme");
    expect(await faults()).toEqual([]);
    await page.getByRole("menuitem", { name: "Manage organization" }).click();
    await page.waitForURL(`${pages}/organizations/${acme}`);
    await page.getByRole("heading", { name: "Acme", exact: true }).waitFor();
    await other.getByRole("button", { name: "Organization: Acme" }).click();
    await scene.admin.organizations.deleteOrganization({ organizationId: banana });
    await other.getByRole("menuitemradio", { name: "Banana" }).waitFor({ state: "detached" });
    await other.getByRole("menuitem", { name: "All organizations" }).click();
    await other.waitForURL(`${pages}/organizations`);
  },
);
