/**
 * An app written for `@convex-dev/better-auth`, with that package unmodified, in a real browser
 * against the local deployment: on one site with it, and on another. Its files are those of
 * docs/migrate-from-convex-better-auth.md.
 */
import { MAILBOX_PATH, type LocalDeployment, type MailboxMessage } from "@banata-auth/local";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { BanataAuth } from "../../src/index";
import { deployApp } from "../support/deployment";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import { linkIn } from "../support/signIn";
import { useChromium } from "./chromium";
import { writeMigratedApp, type MigratedApp } from "./migratedApp/app";

/** What "at once" means here. */
const AT_ONCE = { timeout: 1_000, interval: 20 };
const SOON = { timeout: 10_000, interval: 20 };
const password = "correct horse battery";

const browser = useChromium();
let app: MigratedApp;
let deployment: LocalDeployment;

beforeAll(async () => {
  app = await writeMigratedApp();
  deployment = await deployApp(null, app.directory);
}, 120_000);
afterAll(async () => {
  await deployment?.close();
  await app?.remove();
});

/** The link in the newest mail to that address. */
async function linkTo(email: string): Promise<string> {
  const url = `${deployment.siteUrl}${MAILBOX_PATH}?to=${encodeURIComponent(email)}`;
  return await vi.waitFor(async () => {
    const { messages } = (await (await fetch(url)).json()) as { messages: MailboxMessage[] }; // the mailbox answers it
    return linkIn(messages[0]!);
  }, SOON);
}

const sites = [
  ["on two sites", "localhost", true],
  ["on one site", "127.0.0.1", false],
] as const;

describe.each(sites)("%s", (_name, host, crossDomain) => {
  let project: TestProject;
  let client: BanataAuth;
  let port: number;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    const runtime = deployedRuntime(deployment);
    project = await newProject(runtime);
    client = runtime.sdk(project);
    await client.configuration.saveDashboardConfig({ authMethods: { magicLink: true } });
    const served = await app.serve(
      {
        VITE_CONVEX_URL: deployment.cloudUrl,
        VITE_BANATA_URL: `${deployment.siteUrl}/banata`,
        VITE_BANATA_PROJECT_ID: project.id,
      },
      { crossDomain },
    );
    port = served.port;
    return () => served.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map(async (context) => await context.close()));
  });

  async function open(path = "/"): Promise<Page> {
    const context = await browser().newContext();
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`http://${host}:${port}${path}`);
    return page;
  }
  async function enter(page: Page, action: "Sign up" | "Sign in", email: string): Promise<void> {
    await page.getByLabel("email").fill(email);
    await page.getByLabel("password").fill(password);
    await page.getByRole("button", { name: action, exact: true }).click();
  }
  const shows = async (page: Page, id: string, text: string) =>
    await vi.waitFor(
      async () => expect(await page.getByTestId(id).textContent({ timeout: 100 })).toBe(text),
      SOON,
    );
  const isSignedOut = async (page: Page) =>
    await vi.waitFor(async () => expect(await page.getByLabel("email").count()).toBe(1), SOON);
  async function signedUp(email: string): Promise<{ page: Page; userId: string }> {
    const page = await open();
    await enter(page, "Sign up", email);
    await shows(page, "user", email);
    const { data } = await client.users.listUsers({ email });
    return { page, userId: data[0]!.id };
  }

  test("sign-up, a reload, sign-out and sign-in", async () => {
    const email = "ada@example.com";
    const { page } = await signedUp(email);
    await page.reload();
    await shows(page, "user", email);
    await page.getByRole("button", { name: "Sign out" }).click();
    await isSignedOut(page);
    await page.reload();
    await isSignedOut(page);
    await enter(page, "Sign in", email);
    await shows(page, "user", email);
  });

  test("a link of a mail signs in, and leaves no token in the address", async () => {
    const email = `cid.${project.id.toLowerCase()}@example.com`; // one mailbox for all projects
    const page = await open();
    await page.getByLabel("email").fill(email);
    await page.getByRole("button", { name: "Mail me a link" }).click();
    const mail = await page.context().newPage();
    await mail.goto(await linkTo(email));
    await mail.getByRole("button", { name: "Sign in" }).click();
    await shows(mail, "user", email);
    expect(mail.url()).toBe(`http://${host}:${port}/welcome`);
    await mail.reload();
    await shows(mail, "user", email);
  });

  test("inside their boundary, a session revoked by the management API ends at once", async () => {
    const { page, userId } = await signedUp("bea@example.com");
    await page.goto(`http://${host}:${port}/?boundary`);
    await shows(page, "user", "bea@example.com");
    await client.users.revokeAllSessions(userId);
    await vi.waitFor(async () => expect(await page.getByTestId("user").count()).toBe(0), AT_ONCE);
    await isSignedOut(page);
    await page.reload();
    await isSignedOut(page);
  });

  test("without their boundary, queries lose it at once and the page at the next focus", async () => {
    const { page, userId } = await signedUp("dan@example.com");
    await client.users.revokeAllSessions(userId);
    await vi.waitFor(
      async () => expect(await page.getByTestId("user").textContent({ timeout: 100 })).toBe(""),
      AT_ONCE,
    );
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await isSignedOut(page);
  });
});
