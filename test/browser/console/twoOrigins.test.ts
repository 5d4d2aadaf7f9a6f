/** The console at one host and the apps at another: an operator impersonates a user in Chromium. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp, setEnvironment } from "../../support/deployment";
import { beginFlow, exchange } from "../../support/hosted";
import { deployedRuntime } from "../../support/runtime";
import { useChromium } from "../chromium";
import { ConsoleStage } from "./stage";

const browser = useChromium();
let deployment: LocalDeployment;
let stage: ConsoleStage;
/** The headers of the requests to the host of the apps. */
const headersSent: Promise<Record<string, string>>[] = [];

beforeAll(async () => {
  deployment = await deployApp(null, undefined, "cheap");
  const consoleUrl = deployment.siteUrl.replace("127.0.0.1", "localhost");
  await setEnvironment(deployment, { BANATA_AUTH_CONSOLE_ORIGIN: consoleUrl });
  stage = await ConsoleStage.start(browser(), { ...deployment, siteUrl: consoleUrl });
});
afterAll(async () => {
  await stage?.close();
  await deployment?.close();
});

/** An app on a host of its own, with a page that begins a sign-in and one that ends it. */
async function serveApp() {
  const server = createServer((_, response) => response.end("the app"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server
  stage.onClose(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${port}`;
}

test("the impersonation runs at the host of the apps, which gets no cookie of the operator", async () => {
  const { api, project, page, context } = stage;
  await api.configuration.saveDashboardConfig({ features: { hostedUi: true } });
  const user = await api.users.createUser({ email: "ada@example.com", name: "Ada" });
  const app = await serveApp();
  const { clientId } = await api.authClients.createClient({
    ...{ name: "Shop", type: "web", initiateLoginUri: `${app}/sign-in` },
    redirectUris: [`${app}/callback`],
  });
  const operatorCookies = (await context.cookies(stage.address())).map(({ value }) => value);
  expect(operatorCookies.length).toBeGreaterThan(0);
  context.on("request", (request) => {
    if (new URL(request.url()).hostname !== "127.0.0.1") return;
    headersSent.push(request.allHeaders().catch(() => ({}))); // of a page that was closed
  });

  await stage.open(`users/${user.id}`);
  await stage.choose("More acts on ada@example.com", "Impersonate");
  await stage.fill("Reason", "ticket 7");
  await stage.press("Start impersonation");
  const link = page.getByRole("link", { name: "Open Shop as Ada" });
  const address = new URL((await link.getAttribute("href"))!);
  expect([address.origin, new URL(page.url()).hostname]).toEqual([deployment.siteUrl, "localhost"]);
  const opened = context.waitForEvent("page");
  await link.click();
  const tab = await opened;
  await tab.getByRole("button", { name: "Continue as Ada" }).click();
  await tab.waitForURL(`${app}/sign-in**`);

  const scene = { project, runtime: deployedRuntime(deployment) };
  const begun = beginFlow(scene, clientId, {
    redirect_uri: `${app}/callback`,
  });
  await tab.goto(`${deployment.siteUrl}/banata${begun.path}`);
  await tab.waitForURL(`${app}/callback**`);
  expect(new URL(tab.url()).searchParams.get("state")).toBe(begun.state);
  const exchanged = await exchange(scene, {
    code: new URL(tab.url()).searchParams.get("code"),
    ...{ client_id: clientId, redirect_uri: `${app}/callback`, code_verifier: begun.verifier },
  });
  expect(exchanged.status).toBe(200);
  const { data: sessions } = await api.users.listUserSessions(user.id);
  expect(sessions.map(({ impersonatedBy }) => impersonatedBy)).toEqual([expect.any(String)]);

  const cookies = (await Promise.all(headersSent)).map(({ cookie = "" }) => cookie);
  expect(cookies.length).toBeGreaterThan(3);
  for (const cookie of cookies)
    expect(operatorCookies.filter((value) => cookie.includes(value))).toEqual([]);
  await stage.open(`users/${user.id}`); // the operator still is one
  await page.getByText("Impersonation", { exact: true }).waitFor();
  expect(stage.errors.splice(0)).toEqual([]);
});
