/** Apps of the React package with an auth client for the hosted pages, and their visitors. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, inject } from "vitest";
import { newApp } from "../support/hosted";
import { begin, engines, type Scene } from "../support/signIn";
import type { Host } from "./hostedApp";
import type { PageConfig } from "./page/index";
import { servePage, type PageServer } from "./pageServer";

const [, startDeployed] = engines[1];

export type Site = readonly [name: string, host: Host, sessionStore: PageConfig["sessionStore"]];

/** For one file of tests. The acts are those of the latest app. */
export function useHostedApps(browser: () => Browser) {
  let server: PageServer;
  let scene: Scene;
  let home: string;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    server = await servePage();
    return () => server.close();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map(async (context) => await context.close()));
  });

  /** An app on that host, with a client of its own, in a project of its own. */
  async function newHostedApp(
    [, host, sessionStore]: Site,
    more: Pick<PageConfig, "silentSignIn"> = {},
  ) {
    scene = await begin(startDeployed, { features: { hostedUi: true } });
    const folder = server.folder(host);
    home = folder.url;
    const { clientId } = await newApp(scene, {
      redirectUris: [home],
      postLogoutRedirectUris: [home],
      trustedOrigins: [new URL(home).origin],
    });
    const { cloudUrl, baseUrl } = inject("deployment");
    const { id: projectId } = scene.project;
    folder.configure({
      ...{ cloudUrl, baseUrl, projectId, clientId, sessionStore },
      redirectUri: new URL(home).pathname,
      ...more,
    });
    return { scene, home, pages: `${baseUrl}/p/${projectId}` };
  }

  async function device(): Promise<BrowserContext> {
    const context = await browser().newContext();
    contexts.push(context);
    return context;
  }

  async function open(context: BrowserContext, path = ""): Promise<Page> {
    const page = await context.newPage();
    await page.goto(home + path);
    return page;
  }

  const press = async (page: Page, name: string) =>
    await page.getByRole("button", { name, exact: true }).click();

  return {
    ...{ newHostedApp, device, open, press },
    async fillSignUp(page: Page): Promise<void> {
      await page.getByLabel("Name").fill(scene.ada.name);
      await page.getByLabel("Email address").fill(scene.ada.email);
      await page.getByLabel("New password").fill(scene.ada.password);
      await press(page, "Create account");
    },
    async fillSignIn(page: Page): Promise<void> {
      await page.getByLabel("Email address").fill(scene.ada.email);
      await press(page, "Next");
      await page.getByLabel("Password").fill(scene.ada.password);
      await press(page, "Sign in");
    },
    isSignedIn: async (page: Page) =>
      await page.getByTestId("user").getByText(scene.ada.email).waitFor(),
    isSignedOut: async (page: Page) => await page.getByLabel("email", { exact: true }).waitFor(),
    fails: async (page: Page, code: string) =>
      await page.getByTestId("hosted-error").getByText(code, { exact: true }).waitFor(),
  };
}
