/** A project with the demo identity provider, and people who sign in through it in a browser. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { expect, inject, vi } from "vitest";
import { startDemoIdp, type StartedDemo } from "../../src/cli/demoIdp/start";
import type { Provisioning } from "../../src/cli/demoScim/provisioning";
import { startDemoScim } from "../../src/cli/demoScim/start";
import { LocalFiles } from "../../src/cli/localFiles";
import type { BanataAuth } from "../../src/index";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import type { PageSso } from "./page/entrance";
import type { PageConfig } from "./page/index";
import type { PageServer } from "./pageServer";

export type Protocol = "saml" | "oidc";

/** How the app's page is reached and keeps its session. */
export interface Site {
  readonly host: "localhost" | "127.0.0.1";
  readonly sessionStore: PageConfig["sessionStore"];
}

export const sites: readonly (readonly [name: string, site: Site])[] = [
  ["on two sites", { host: "localhost", sessionStore: undefined }],
  ["on one site, with cookies", { host: "127.0.0.1", sessionStore: "cookie" }],
];

export const ADA = "ada@demo.example";
const SOON = { timeout: 15_000, interval: 20 };

interface Setting {
  readonly browser: Browser;
  readonly server: PageServer;
  readonly site: Site;
  readonly project: TestProject;
  /** Of the identity provider. */
  readonly files: LocalFiles;
}

export class SsoStage {
  private readonly contexts: BrowserContext[] = [];

  private constructor(
    private readonly setting: Setting,
    readonly client: BanataAuth,
    readonly demo: StartedDemo,
  ) {}

  /** The identity provider is on another site than the runtime: its form carries no Lax cookie. */
  static async start(browser: Browser, server: PageServer, site: Site): Promise<SsoStage> {
    const runtime = deployedRuntime();
    const project = await newProject(runtime);
    const directory = await mkdtemp(join(tmpdir(), "banata-sso-"));
    const files = new LocalFiles(directory);
    const { id: projectId, key: apiKey } = project;
    await files.writeFacts({ ...inject("deployment"), projectId, apiKey });
    const { cloudUrl, baseUrl } = inject("deployment");
    const demo = await startDemoIdp(files, {
      ...{ port: 0, host: "localhost", component: "banataAuth" },
      appUrl: server.url(site.host, { cloudUrl, baseUrl, projectId, ...pick(site) }),
    });
    const client = runtime.sdk(project);
    return new SsoStage({ browser, server, site, project, files }, client, demo);
  }

  async close(): Promise<void> {
    await this.demo.close();
    await rm(dirname(this.setting.files.directory), { recursive: true });
  }

  /** The demo's directory, for the same organization. */
  async startScim(): Promise<Provisioning> {
    const options = { component: "banataAuth", log: () => undefined };
    return (await startDemoScim(this.setting.files, options)).provisioning;
  }

  /** A browser of its own. */
  async device(): Promise<BrowserContext> {
    const context = await this.setting.browser.newContext();
    context.setDefaultTimeout(SOON.timeout);
    this.contexts.push(context);
    return context;
  }

  async closeDevices(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map(async (context) => await context.close()));
  }

  /** The address of the app's page; `sso` is what it passes to `signIn.sso`. */
  appUrl(sso?: PageSso): string {
    const { cloudUrl, baseUrl } = inject("deployment");
    const config = {
      cloudUrl,
      baseUrl,
      projectId: this.setting.project.id,
      ...pick(this.setting.site),
    };
    return this.setting.server.url(
      this.setting.site.host,
      sso === undefined ? config : { ...config, sso },
    );
  }

  /** Opens the app's page and waits until it knows that no user is signed in. */
  async openApp(context: BrowserContext, sso?: PageSso, hash = ""): Promise<Page> {
    const page = await context.newPage();
    await page.goto(this.appUrl(sso) + hash);
    await page.getByLabel("email").waitFor();
    return page;
  }

  /** The page's button, until the identity provider shows who can sign in. */
  async begin(page: Page, email = ADA): Promise<void> {
    await page.getByLabel("email").fill(email);
    await page.getByRole("button", { name: "Sign in with SSO" }).click();
    await page.getByRole("button", { name: "Ada Lovelace" }).waitFor();
  }

  /** A new browser that has come as far as the identity provider's page. */
  async atIdp(sso?: PageSso): Promise<{ context: BrowserContext; page: Page }> {
    const context = await this.device();
    const page = await this.openApp(context, sso);
    await this.begin(page);
    return { context, page };
  }

  /** Shows the signed-in user, by a query. */
  async isSignedIn(page: Page, email = ADA): Promise<void> {
    await vi.waitFor(
      async () => expect(await page.getByTestId("user").textContent({ timeout: 100 })).toBe(email),
      SOON,
    );
    expect(new URL(page.url()).hostname).toBe(this.setting.site.host);
    expect(new URL(page.url()).searchParams.has("ott")).toBe(false);
  }

  /** The page of a refusal, its code, and the rule that the administrator finds by it. */
  async refusal(page: Page): Promise<unknown> {
    await page.getByRole("heading", { name: "Sign-in did not work" }).waitFor();
    return await this.ruleOf(await page.locator("strong").textContent());
  }

  async ruleOf(code: string | null): Promise<unknown> {
    expect(code).toMatch(/^SSO(-[A-Z0-9]{4}){3}$/);
    const { data } = await this.client.auditLogs.listEvents({ targetId: code! }); // as just expected
    return (data[0]?.metadata as { rule?: unknown } | undefined)?.rule;
  }

  /** How many sessions the person has, in whatever browser. */
  async countSessions(email = ADA): Promise<number> {
    const { data } = await this.client.users.listUsers({ email });
    if (!data[0]) return 0;
    return (await this.client.users.listUserSessions(data[0].id, { limit: 100 })).data.length;
  }
}

/** What brings the identity provider's answer to the runtime. */
interface Answer {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body: string;
}

/** Lets Ada sign in, and takes the answer before the browser can deliver it. */
export async function captureAnswer(page: Page, protocol: Protocol): Promise<Answer> {
  const pattern = { saml: "**/sso/saml/*/acs", oidc: "**/oidc/authorize" }[protocol];
  const captured = new Promise<Answer>(
    (resolve) =>
      void page.route(pattern, async (route, request) => {
        if (protocol === "saml")
          resolve({ method: "POST", url: request.url(), body: request.postData() ?? "" });
        else {
          const { location = "" } = (await route.fetch({ maxRedirects: 0 })).headers();
          resolve({ method: "GET", url: location, body: "" });
        }
        await route.abort();
      }),
  );
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  const answer = await captured;
  await page.unroute(pattern);
  return answer;
}

/** Delivers an answer in this browser, from the page of another site. */
export async function deliver(page: Page, answer: Answer, from: string): Promise<void> {
  await page.goto(from);
  await page.evaluate(({ method, url, body }) => {
    if (method === "GET") return location.assign(url);
    const form = document.createElement("form");
    Object.assign(form, { method, action: url });
    for (const [name, value] of new URLSearchParams(body)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, answer);
}

const pick = ({ sessionStore }: Site) => (sessionStore === undefined ? {} : { sessionStore });
