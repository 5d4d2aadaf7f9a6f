/**
 * A directory and open tabs: users appear in the app as the directory sends them, and who is
 * deactivated there is signed out at once.
 */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { useChromium } from "./chromium";
import { servePage, type PageServer } from "./pageServer";
import { ADA, SsoStage } from "./ssoStage";
import type { Provisioning } from "../../src/cli/demoScim/provisioning";

const GRACE = { email: "grace@demo.example", name: "Grace Hopper" };
const SOON = { timeout: 15_000, interval: 10 };
const ATTEMPTS = 3;

const browser = useChromium();
let server: PageServer;
let stage: SsoStage;
let scim: Provisioning;

beforeAll(async () => {
  server = await servePage();
  stage = await SsoStage.start(browser(), server, { host: "localhost", sessionStore: undefined });
  scim = await stage.startScim();
});
afterEach(async () => await stage.closeDevices());
afterAll(async () => {
  await stage?.close();
  server?.close();
});

async function signIn(name: string, email: string): Promise<Page> {
  const { page } = await stage.atIdp({ providerType: "oidc" });
  await page.getByRole("button", { name }).click();
  await stage.isSignedIn(page, email);
  return page;
}

const showsMembers = async (page: Page, names: string) =>
  await vi.waitFor(
    async () =>
      expect(await page.getByTestId("members").textContent({ timeout: 1_000 })).toBe(names),
    SOON,
  );

test("users appear in an open tab as they arrive, and leave it as they go", async () => {
  await scim.assign({ email: ADA, name: "Ada Lovelace" });
  const page = await signIn("Ada Lovelace", ADA);
  await page.getByRole("button", { name: "Demo: member" }).click();
  await showsMembers(page, "Ada Lovelace");
  await scim.assign(GRACE);
  await showsMembers(page, "Ada Lovelace Grace Hopper");
  await scim.setActive(GRACE.email, false);
  await showsMembers(page, "Ada Lovelace");
  await scim.setActive(GRACE.email, true);
  await showsMembers(page, "Ada Lovelace Grace Hopper");
});

test("deactivating a user signs the open tab out within a second, and no other's", async () => {
  await scim.assign({ email: ADA, name: "Ada Lovelace" });
  await scim.assign(GRACE);
  const other = await signIn("Ada Lovelace", ADA);
  const delays: number[] = [];
  for (let i = 0; i < ATTEMPTS; i++) {
    await scim.setActive(GRACE.email, true);
    const page = await signIn("Grace Hopper", GRACE.email);
    const sent = performance.now();
    await scim.setActive(GRACE.email, false);
    await page.getByLabel("email").waitFor();
    delays.push(performance.now() - sent);
  }
  console.log(`signed out after ${delays.map((delay) => delay.toFixed(0)).join(", ")} ms`);
  // Once is enough: other programs may delay any of them.
  expect(Math.min(...delays)).toBeLessThan(1_000);
  await stage.isSignedIn(other, ADA);
});

test("a deactivated user cannot come back through single sign-on", async () => {
  await scim.assign(GRACE);
  await scim.setActive(GRACE.email, false);
  const { page } = await stage.atIdp({ providerType: "oidc" });
  await page.getByRole("button", { name: "Grace Hopper" }).click();
  expect(await stage.refusal(page)).toBe("deprovisioned_by_directory");
});
