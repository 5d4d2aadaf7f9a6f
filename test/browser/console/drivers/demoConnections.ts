/** Connections that people have signed in through: those of the demo identity provider. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { startDemoIdp, type StartedDemo } from "../../../../src/cli/demoIdp/start";
import { LocalFiles } from "../../../../src/cli/localFiles";
import type { SsoConnection } from "../../../../src/index";
import type { ConsoleStage } from "../stage";

const ADA = "ada@demo.example";

const demos = new WeakMap<ConsoleStage, Promise<StartedDemo>>();

/** One for all drivers, in the stage's project. */
async function demoOf(stage: ConsoleStage): Promise<StartedDemo> {
  const started = demos.get(stage) ?? startDemo(stage);
  demos.set(stage, started);
  return await started;
}

/** Answers every request with the text, on this machine. */
export async function serveText(text: string) {
  const server = createServer((_, response) => response.end(text));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/page`, close };
}

async function startDemo(stage: ConsoleStage): Promise<StartedDemo> {
  const directory = await mkdtemp(join(tmpdir(), "banata-console-"));
  const files = new LocalFiles(directory);
  const { id: projectId, key: apiKey } = stage.project;
  await files.writeFacts({ ...inject("deployment"), projectId, apiKey });
  const app = await serveText("signed in"); // the page of an app, where sign-ins end
  const demo = await startDemoIdp(files, {
    ...{ port: 0, host: "localhost", component: "banataAuth", appUrl: app.url },
  });
  stage.onClose(async () => {
    await demo.close();
    app.close();
    await rm(directory, { recursive: true });
  });
  return demo;
}

/** The active SAML connection of the demo, through which Ada has just got a session. */
export async function usedConnection(
  stage: ConsoleStage,
): Promise<{ readonly connection: SsoConnection; readonly userId: string }> {
  const { url } = await demoOf(stage);
  const { data } = await stage.api.sso.listConnections({ connectionType: "saml", limit: 100 });
  const { id } = data.find(({ testedAt }) => testedAt !== null)!; // of the demo
  const connection = await stage.api.sso.activateConnection(id);
  const context = await stage.page.context().browser()!.newContext(); // launched by the test
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("button", { name: "Sign in to the app by SAML" }).click();
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  await page.getByText("signed in").waitFor();
  await context.close();
  const users = await stage.api.users.listUsers({ email: ADA });
  return { connection, userId: users.data[0]!.id }; // made by the sign-in
}
