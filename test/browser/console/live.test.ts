/** Open pages of the console at a deployment whose app exports the live feed. */
import type { LocalDeployment } from "@banata-auth/local";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp, setEnvironment } from "../../support/deployment";
import { useChromium } from "../chromium";
import { ConsoleStage } from "./stage";

const browser = useChromium();
let deployment: LocalDeployment;
let stage: ConsoleStage;
beforeAll(async () => {
  deployment = await deployApp();
  await setEnvironment(deployment, { BANATA_AUTH_LIVE_FUNCTION: "live:latestEvent" });
  stage = await ConsoleStage.start(browser(), deployment);
});
afterAll(async () => {
  await stage?.close();
  await deployment?.close();
});

/** Opens a page and waits until its feed has answered and is read. */
async function openFed(path: string): Promise<void> {
  const isConnected = stage.page.waitForEvent("websocket");
  const mark = stage.mark();
  await stage.open(path);
  await (await isConnected).waitForEvent("framereceived");
  await stage.answerOf("events.listEvents", mark);
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
  expect(stage.countOf("events.listEvents", mark)).toBe(1);
  // Longer than the first poll would take.
  await stage.page.waitForTimeout(12_000);
  expect(stage.countOf("events.listEvents", mark)).toBe(1);
  expect(stage.countOf("users.listUsers", mark)).toBe(1);
  expect(stage.errors.splice(0)).toEqual([]);
});
