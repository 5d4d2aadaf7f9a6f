/**
 * The pages around sign-in in a real browser, with and without scripts: a second factor to set up
 * and an organization to choose, for an app on the site of the runtime and on another; an
 * invitation, the account and an organization.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, inject, test } from "vitest";
import { accountEndpoints } from "../../convex/component/hosted/account/endpoints";
import { organizationEndpoints } from "../../convex/component/hosted/organizations/endpoints";
import { begin, engines, linkIn, type Scene } from "../support/signIn";
import { registerPasskey } from "../support/passkeys";
import { codesOf } from "../support/secondFactor";
import { pathIn } from "../support/visitor";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";
import { hostedCases, methodsIn, serveHostedApp } from "./hostedApp";

const browser = useChromium();
const [, startDeployed] = engines[1];
const TIMEOUT_MS = 120_000;

let scene: Scene;
let complaints: string[] = [];
let faults: string[] = [];
/** axe is a script. */
let hasScripts = true;
const sizes: number[] = [];
/** What was sent: `<method> <path>`, with `:id` for the organization. */
const driven = new Set<string>();

beforeEach(async () => {
  complaints = [];
  faults = [];
  scene = await begin(startDeployed, { features: { hostedUi: true } });
});

async function newPage(javaScriptEnabled: boolean): Promise<Page> {
  hasScripts = javaScriptEnabled;
  const context = await browser().newContext({ javaScriptEnabled });
  const page = await context.newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  page.on("request", (request) => {
    const [, path = ""] = /\/p\/[^/]+(\/[^?]*)/.exec(request.url()) ?? [];
    driven.add(`${request.method()} ${path.replace(/org_\w+/, ":id")}`);
  });
  return page;
}

const baseUrl = () => `${inject("deployment").baseUrl}/p/${scene.project.id}`;

/** The page with that heading, which axe checks where it can run. */
async function at(page: Page, heading: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  sizes.push((await page.content()).length);
  // Of the form for a new passkey, where there is one.
  const scripts = await page.locator("#passkey").count();
  expect(await page.locator("script").count()).toBe(scripts);
  if (hasScripts) faults.push(...(await accessibilityFaults(page)));
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("Email address").fill(scene.ada.email);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Password").fill(scene.ada.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const press = async (page: Page, name: string | RegExp) =>
  await page.getByRole("button", { name }).click();

/** From the page with the QR code to the backup codes. */
async function confirmApp(page: Page): Promise<() => Promise<string>> {
  await at(page, "Set up a second factor");
  await page.getByRole("img", { name: "QR code" }).waitFor();
  const code = codesOf(await page.locator("input[name=uri]").inputValue());
  await page.getByRole("textbox", { name: "Code" }).fill(await code());
  await press(page, "Confirm");
  await at(page, "Save your backup codes");
  return code;
}

const end = async (page: Page) => {
  expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
};

describe.each(hostedCases)("an app on %s, %s", (host, _scripts, javaScriptEnabled) => {
  test(
    "leads through the enrolment and the choice of an organization",
    { timeout: TIMEOUT_MS },
    async () => {
      const { admin, ada } = scene;
      await admin.configuration.saveDashboardConfig({
        authMethods: { twoFactor: true },
        features: { mfa: true },
      });
      const { data } = await scene.visit().client.signUp.email(ada);
      for (const name of ["Acme", "Birch"]) {
        const { id: organizationId } = await admin.organizations.createOrganization({ name });
        const userId = data!.user.id;
        await admin.organizations.addMember({ organizationId, userId, role: "member" });
      }
      const app = await serveHostedApp(scene, host, { prompt: "select_organization" });
      const page = await newPage(javaScriptEnabled);
      await page.goto(app.home);
      await page.getByRole("link", { name: "Sign in" }).click();
      await signIn(page);
      await page.getByLabel("Your password").waitFor();
      await at(page, "Set up a second factor");
      await page.getByLabel("Your password").fill(ada.password);
      await press(page, "Set up the app");
      await confirmApp(page);
      await press(page, "I have saved them");
      await at(page, "Choose an organization");
      await press(page, "Birch");
      await page.waitForURL((url) => url.searchParams.get("email") === ada.email);
      app.close();
      await end(page);
    },
  );
});

const scripts: [string, boolean][] = [
  ["with scripts", true],
  ["without scripts", false],
];

describe.each(scripts)("%s", (_scripts, javaScriptEnabled) => {
  test(
    "an invitation leads to a new account, and is accepted",
    { timeout: TIMEOUT_MS },
    async () => {
      const { admin, ada, inbox } = scene;
      const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
      const { email } = ada;
      await admin.organizations.sendInvitation({ organizationId, email, role: "member" });
      const link = pathIn(linkIn(await inbox.next(email)));
      const page = await newPage(javaScriptEnabled);
      await page.goto(baseUrl() + link.replace(/^\/p\/[^/]+/, ""));
      await at(page, "Join Acme");
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("Name").fill(ada.name);
      await page.getByLabel("New password").fill(ada.password);
      await press(page, "Create account");
      await at(page, "Join Acme");
      await press(page, "Accept invitation");
      await at(page, "You joined Acme");
      await page.getByRole("link", { name: "Your organizations" }).click();
      await at(page, "Organizations");
      await page.getByRole("link", { name: "Acme" }).waitFor();
      await end(page);
    },
  );

  test("every act of the account pages", { timeout: TIMEOUT_MS }, async () => {
    const { admin, ada, inbox } = scene;
    await admin.configuration.saveDashboardConfig({
      authMethods: { twoFactor: true, passkey: true, username: true },
    });
    await scene.client.signUp.email(ada);
    await registerPasskey(scene);
    for (const other of [scene.visit(), scene.visit()]) await other.client.signIn.email(ada);
    const page = await newPage(javaScriptEnabled);
    const saved = async () => await page.getByRole("status").waitFor();
    await page.goto(`${baseUrl()}/account`);
    await signIn(page);
    await at(page, "Profile");
    await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await saved();
    await page.getByLabel("User name").fill("Ada.L");
    await press(page, "Save the user name");
    await saved();
    await page.getByLabel("New email address").fill(`new.${ada.email}`);
    await press(page, "Change the address");
    await at(page, "Confirm the new address");
    await page.getByRole("link", { name: "Back to your account" }).click();
    await press(page, "Send the confirmation mail again");
    await at(page, "Check your mail");
    await inbox.next(ada.email);
    await page.getByRole("link", { name: "Back to your account" }).click();
    await page.getByLabel("Current password").fill(ada.password);
    const password = "a new battery staple";
    await page.getByLabel("New password").fill(password);
    await page.getByRole("checkbox").uncheck();
    await press(page, "Change the password");
    await saved();

    await page.getByRole("link", { name: "Devices" }).click();
    await at(page, "Devices");
    const ends = page.getByRole("button", { name: /^Sign out: / });
    await ends.first().waitFor();
    const before = await ends.count();
    await ends.first().click();
    await saved();
    await expect.poll(async () => await ends.count()).toBe(before - 1);
    await press(page, "Sign out on all other devices");
    await saved();
    await expect.poll(async () => await ends.count()).toBe(0);

    await page.getByRole("link", { name: "Security" }).click();
    await at(page, "Security");
    await press(page, "Remove Laptop");
    await saved();
    await page.getByLabel("Your password").fill(password);
    await press(page, "Set up the app");
    const code = await confirmApp(page);
    await page.getByRole("link", { name: "I have saved them" }).click();
    await at(page, "Security");
    await page.locator("#passwordForCodes").fill(password);
    await press(page, "Make new backup codes");
    await at(page, "Save your backup codes");
    await page.goto(`${baseUrl()}/account/confirm?return_path=/account/security`);
    await at(page, "Confirm it is you");
    await page.getByRole("textbox", { name: "Code", exact: true }).fill(await code());
    await page.getByRole("button", { name: "Confirm" }).first().click();
    await at(page, "Security");
    await page.locator("#passwordToDisable").fill(password);
    await press(page, "Turn off");
    await saved();

    await page.goto(`${baseUrl()}/account/deletion`);
    await at(page, "Delete your account");
    await page.getByLabel("To confirm").fill(ada.email);
    await page.getByLabel("Your password").fill(password);
    await press(page, "Delete my account");
    await at(page, "Your account is deleted");
    await page.goto(`${baseUrl()}/account`);
    await page.getByLabel("Email address").waitFor();
    await end(page);
  });

  test("an account without a password gets a link", { timeout: TIMEOUT_MS }, async () => {
    const { admin, ada, inbox } = scene;
    const made = await admin.users.createUser({ email: ada.email, name: "Ada" });
    expect(made.user.id).toBeTruthy();
    await admin.configuration.saveDashboardConfig({ authMethods: { magicLink: true } });
    const page = await newPage(javaScriptEnabled);
    const callbackURL = `${new URL(baseUrl()).pathname}/account`;
    await scene.post("/sign-in/magic-link", { email: ada.email, callbackURL });
    const link = pathIn(linkIn(await inbox.next(ada.email)));
    await page.goto(baseUrl() + link.replace(/^\/p\/[^/]+/, ""));
    await press(page, "Sign in");
    await at(page, "Profile");
    await press(page, "Send the link");
    await at(page, "Check your mail");
    await end(page);
  });

  test("every act of the organization pages", { timeout: TIMEOUT_MS }, async () => {
    const { admin, ada, inbox } = scene;
    const { data } = await scene.visit().client.signUp.email(ada);
    const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
    const { user: bob } = await admin.users.createUser({
      ...{ email: `bob.${ada.email}`, name: "Bob" },
    });
    await admin.organizations.addMember({ organizationId, userId: bob.id, role: "owner" });
    const userId = data!.user.id;
    await admin.organizations.addMember({ organizationId, userId, role: "owner" });
    await admin.users.updateUser({ userId, emailVerified: true });
    for (const name of ["Birch", "Cedar"]) {
      const { id } = await admin.organizations.createOrganization({ name });
      await admin.organizations.sendInvitation({
        ...{ organizationId: id, email: ada.email, role: "member" },
      });
    }
    const page = await newPage(javaScriptEnabled);
    const saved = async () => await page.getByRole("status").waitFor();
    await page.goto(`${baseUrl()}/organizations`);
    await signIn(page);
    await at(page, "Organizations");
    await press(page, "Join Birch");
    await saved();
    await page.getByRole("link", { name: "Birch" }).waitFor();
    await press(page, "Decline: Cedar");
    await saved();
    await page.getByRole("link", { name: "Acme" }).click();
    await at(page, "Acme");
    await press(page, "Use this organization");
    await page.getByText("Apps that you open from now on").waitFor();
    await page.getByLabel("Role of Bob").selectOption("admin");
    const row = page.getByRole("listitem").filter({ hasText: bob.email });
    await row.getByRole("button", { name: "Save" }).click();
    await saved();
    const invited = `new.${ada.email}`;
    await page.getByLabel("Email address").fill(invited);
    await press(page, "Send the invitation");
    await saved();
    await inbox.next(invited);
    await press(page, `Revoke the invitation of ${invited}`);
    await page.getByText("No invitation is open.").waitFor();
    await press(page, "Remove Bob");
    await expect.poll(async () => await page.getByText(bob.email).count()).toBe(0);
    await page.getByRole("button", { name: "Domains", exact: true }).click();
    await page.getByRole("heading", { name: "Claim a domain" }).waitFor();
    await press(page, "Done");
    await at(page, "Acme");
    await press(page, "Leave Acme");
    await page.getByRole("alert").waitFor(); // the last owner
    await at(page, "Acme");
    await page.goto(`${baseUrl()}/organizations`);
    await page.getByRole("link", { name: "Birch" }).click();
    await press(page, "Leave Birch");
    await at(page, "Organizations");
    await end(page);
  });
});

/** Driven in hostedMethods.test.ts, with a social provider and an authenticator. */
const isOfMethods = (row: string) => /\/account\/(passkey|linked)/.test(row);

afterAll(() => {
  if (driven.size === 0) return; // no Chromium
  const rows = Object.entries({ ...accountEndpoints, ...organizationEndpoints });
  const all = [
    ...rows.flatMap(([path, methods]) => methodsIn(methods).map((each) => `${each} ${path}`)),
    ...["GET /hosted/enrolment", "POST /hosted/enrolment", "POST /hosted/enrolment/code"],
    ...["GET /hosted/organization", "POST /hosted/organization"],
  ];
  expect(all.filter((each) => !driven.has(each) && !isOfMethods(each))).toEqual([]);
  expect(Math.max(...sizes)).toBeLessThan(60 * 1_024);
});
