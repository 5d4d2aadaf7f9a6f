/** Open pages of the console at a deployment whose app exports the live feed. */
import type { LocalDeployment } from "@banata-auth/local";
import type { Page, WebSocket } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp, setEnvironment } from "../../support/deployment";
import { deployedRuntime, newProject, type HttpRuntime } from "../../support/runtime";
import { useChromium } from "../chromium";
import { ConsoleStage } from "./stage";

const browser = useChromium();
let deployment: LocalDeployment;
let runtime: HttpRuntime;
let stage: ConsoleStage;
beforeAll(async () => {
  deployment = await deployApp();
  await setEnvironment(deployment, { BANATA_AUTH_LIVE_FUNCTION: "live:latestEvent" });
  runtime = deployedRuntime(deployment);
  stage = await ConsoleStage.start(browser(), deployment);
});
afterAll(async () => {
  await stage?.close();
  await deployment?.close();
});

/** Opens a page and waits until its feed has answered and is read. */
async function openFed(path: string): Promise<WebSocket> {
  const connected = stage.page.waitForEvent("websocket");
  const mark = stage.mark();
  await stage.open(path);
  const socket = await connected;
  await stage.answerOf("events.listEvents", mark);
  return socket;
}
const cell = (name: string, page: Page = stage.page) => page.getByText(name, { exact: true });
const newUser = async (name: string) =>
  await stage.api.users.createUser({ email: `${name}@example.com`, name });

test("a user who signs up appears at once, and nothing polls", async () => {
  const sockets: string[] = [];
  stage.page.on("websocket", (socket) => sockets.push(socket.url()));
  await openFed("users");
  const cloud = deployment.cloudUrl.replace("http", "ws");
  expect(sockets.map((url) => new URL(url).origin)).toEqual([cloud]);

  const mark = stage.mark();
  await newUser("ada");
  await cell("ada@example.com").waitFor({ timeout: 2_000 });
  expect(stage.countAnswers("events.listEvents", mark)).toBe(1);
  // Longer than the first poll would take.
  await stage.page.waitForTimeout(12_000);
  expect(stage.countAnswers("events.listEvents", mark)).toBe(1);
  expect(stage.countAnswers("users.listUsers", mark)).toBe(1);
  expect(stage.errors.splice(0)).toEqual([]);
});

test("events of another project and reads run the query of no page", async () => {
  await openFed("users");
  const runs = () =>
    deployment.runner.metrics.calls().filter(({ path }) => path === "live:latestEvent").length;
  await newUser("bert");
  await cell("bert@example.com").waitFor();
  const [before, mark] = [runs(), stage.mark()];
  const other = runtime.client(await newProject(runtime));
  await other.users.createUser({ email: "stranger@example.com", name: "Stranger" });
  await stage.api.users.listUsers();
  await newUser("cleo");
  await cell("cleo@example.com").waitFor();
  expect(runs() - before).toBe(1);
  expect(stage.countAnswers("events.listEvents", mark)).toBe(1);
});

test("a hidden page closes the feed, and catches up when it is shown", async () => {
  await openFed("users");
  const setHidden = async (isHidden: boolean) =>
    await stage.page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  const mark = stage.mark();
  await setHidden(true);
  await newUser("dora");
  await stage.page.waitForTimeout(3_000);
  expect(stage.countAnswers("events.listEvents", mark)).toBe(0);
  await setHidden(false);
  await cell("dora@example.com").waitFor({ timeout: 5_000 });
});

test("a page whose socket fails polls", async () => {
  const context = await browser().newContext({ storageState: await stage.context.storageState() });
  const page = await context.newPage();
  await page.routeWebSocket(/.*/, async (socket) => await socket.close());
  const polls: string[] = [];
  page.on("request", (request) => polls.push(new URL(request.url()).pathname));
  await page.goto(stage.address("users"));
  await cell("dora@example.com", page).waitFor();
  await newUser("emma");
  await cell("emma@example.com", page).waitFor({ timeout: 30_000 });
  expect(polls.filter((path) => path.endsWith("/events/list")).length).toBeGreaterThan(0);
  await context.close();
});

test("the feed ends at once with the operator's session", async () => {
  const socket = await openFed("users");
  const closed = socket.waitForEvent("close", { timeout: 10_000 });
  const mark = stage.mark();
  const elsewhere = await stage.context.newPage();
  await elsewhere.goto(stage.address());
  await elsewhere.getByRole("button", { name: /^Account of/ }).click();
  await elsewhere.getByRole("menuitem", { name: "Sign out" }).click();
  await closed;
  await newUser("fred");
  await stage.page.waitForTimeout(2_000);
  expect(stage.countAnswers("events.listEvents", mark)).toBe(0);
  await elsewhere.close();
});

test("without the feed the console polls, and connects to nothing", async () => {
  const polling = await ConsoleStage.start(browser());
  const sockets: string[] = [];
  polling.page.on("websocket", (socket) => sockets.push(socket.url()));
  await polling.open("users");
  const mark = polling.mark();
  await polling.api.users.createUser({ email: "gina@example.com", name: "gina" });
  await cell("gina@example.com", polling.page).waitFor({ timeout: 30_000 });
  expect(polling.countAnswers("events.listEvents", mark)).toBe(1);
  expect(polling.countAnswers("events.getFeed", mark)).toBe(0);
  expect(sockets).toEqual([]);
  expect(polling.errors).toEqual([]);
  await polling.close();
});
