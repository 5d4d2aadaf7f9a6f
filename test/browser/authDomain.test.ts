/**
 * Signing up and in at the domain of a project, in Chromium: an https proxy leads the domain to the
 * deployment, and the app is on another site.
 */
import { request as httpRequest } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BrowserContext, Page } from "playwright-core";
import type { LocalDeployment } from "@banata-auth/local";
import { generateKeyPair } from "../../convex/component/saml/keyPair";
import { deployApp } from "../support/deployment";
import { deployedRuntime } from "../support/runtime";
import { begin, neighbour, type Scene } from "../support/signIn";
import { useChromium } from "./chromium";
import { serveHostedApp, type HostedApp } from "./hostedApp";

const TIMEOUT_MS = 90_000;
const DOMAIN = "auth.example.com";
const ORIGIN = `https://${DOMAIN}`;

let proxy: Server;
let deployment: LocalDeployment;
let scene: Scene;
let context: BrowserContext;
let app: HostedApp | undefined;
let complaints: string[] = [];

/** Passes requests on with their own `Host`, as docs/auth-domain.md says. */
async function startProxy(): Promise<string> {
  const { privateKey: key, certificate: cert } = await generateKeyPair({
    ...{ commonName: DOMAIN, now: Date.now() },
  });
  proxy = createServer({ key, cert }, (request, response) => {
    const { method, url, headers } = request;
    const { port } = new URL(deployment.siteUrl);
    const passed = httpRequest(
      { host: "127.0.0.1", port, method, path: url, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on("error", () => void response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`; // it listens on a port
}

const browser = useChromium(async () => [
  `--host-resolver-rules=MAP ${DOMAIN} ${await startProxy()}`,
]);

beforeAll(async () => {
  deployment = await deployApp();
});
afterAll(async () => {
  await deployment?.close();
  proxy?.close();
  proxy?.closeAllConnections();
});
beforeEach(async () => {
  const runtime = deployedRuntime(deployment);
  scene = await begin(() => runtime, { features: { hostedUi: true } });
  const { id } = scene.project;
  await scene.admin.projects.updateProject({ id, authDomains: [DOMAIN] });
  await runtime.run("projects/domainConfirmation:store", { projectId: id, domain: DOMAIN });
  complaints = [];
  return async () => {
    await context?.close();
    app?.close();
    await scene.admin.projects.updateProject({ id, authDomains: [] });
  };
});

async function newPage(javaScriptEnabled: boolean): Promise<Page> {
  // The certificate is its own issuer.
  context = await browser().newContext({ javaScriptEnabled, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  page.on("console", (message) => void complaints.push(message.text()));
  return page;
}

/** The issuers that the app receives while `work` runs. */
async function issuersDuring(page: Page, work: () => Promise<void>): Promise<(string | null)[]> {
  const told: (string | null)[] = [];
  const note = (request: { url: () => string }) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === "/callback") told.push(searchParams.get("iss"));
  };
  page.on("request", note);
  await work();
  page.off("request", note);
  return told;
}

const at = async (page: Page, origin: string) =>
  await page.waitForURL((url) => url.origin === origin);
const press = async (page: Page, name: string) => await page.getByRole("button", { name }).click();
const isBack = async (page: Page) =>
  await page.waitForURL((url) => url.searchParams.get("email") === scene.ada.email);

async function beginAtApp(page: Page, origin: string): Promise<void> {
  app?.close();
  app = await serveHostedApp({ ...scene, runtime: { ...scene.runtime, origin } }, "localhost");
  await page.goto(app.home);
  await page.getByRole("link", { name: "Sign in" }).click();
}

const toIssuer = (origin: string) => `${origin}/banata/p/${scene.project.id}`;

describe.each([
  ["with scripts", true],
  ["without scripts", false],
])("%s", (_scripts, javaScriptEnabled) => {
  test("a person signs up at the domain, out, and in again", { timeout: TIMEOUT_MS }, async () => {
    const { ada } = scene;
    const page = await newPage(javaScriptEnabled);
    const told = await issuersDuring(page, async () => {
      await beginAtApp(page, ORIGIN);
      await at(page, ORIGIN);
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("Name").fill(ada.name);
      await page.getByLabel("Email address").fill(ada.email);
      await page.getByLabel("New password").fill(ada.password);
      await press(page, "Create account");
      await isBack(page);
    });
    expect(told).toEqual([toIssuer(ORIGIN)]);
    const session = (await context.cookies(ORIGIN)).filter(({ name }) => /session/.test(name));
    expect(session.map(({ domain, secure, httpOnly }) => [domain, secure, httpOnly])).toEqual([
      [DOMAIN, true, true],
    ]);
    expect(await context.cookies(deployment.siteUrl)).toEqual([]);

    await page.getByRole("link", { name: "Sign out" }).click();
    await at(page, ORIGIN);
    await press(page, "Sign out");
    await page.waitForURL(app!.home);
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Email address").fill(ada.email);
    await press(page, "Next");
    await page.getByLabel("Password").fill(ada.password);
    await press(page, "Sign in");
    await isBack(page);
    expect(complaints.filter((text) => /security policy/i.test(text))).toEqual([]);
  });
});

test(
  "a sign-in that begins at the deployment's address goes on at the domain, and names the issuer where it began",
  { timeout: TIMEOUT_MS },
  async () => {
    const { ada } = scene;
    await scene.visit().client.signUp.email(ada);
    const page = await newPage(true);
    const told = await issuersDuring(page, async () => {
      await beginAtApp(page, deployment.siteUrl);
      await at(page, ORIGIN);
      await page.getByLabel("Email address").fill(ada.email);
      await press(page, "Next");
      await page.getByLabel("Password").fill(ada.password);
      await press(page, "Sign in");
      await isBack(page);
    });
    expect(told).toEqual([toIssuer(deployment.siteUrl)]);
  },
);

test("the pages of another project are not at the domain", { timeout: TIMEOUT_MS }, async () => {
  const other = await neighbour(scene, { features: { hostedUi: true } });
  const page = await newPage(true);
  const open = async ({ project }: Pick<Scene, "project">) =>
    (await page.goto(`${ORIGIN}/banata/p/${project.id}/account`))?.status();
  expect(await open(other)).toBe(403);
  expect(await open(scene)).toBe(200);
});
