/** An app with the React provider in a session that an impersonation began. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { beginFlow, exchange, newApp, openPage, REDIRECT, submit } from "../support/hosted";
import { deployedRuntime } from "../support/runtime";
import { begin } from "../support/signIn";
import { pathIn } from "../support/visitor";
import { useChromium } from "./chromium";
import { servePage, type PageServer } from "./pageServer";

const browser = useChromium();
let server: PageServer;
beforeAll(async () => void (server = await servePage()));
afterAll(async () => await server.close());

test("the banner names the user, and its button ends the session", async () => {
  const scene = await begin(deployedRuntime, { features: { hostedUi: true } });
  const { user } = await scene.admin.users.createUser(scene.ada);
  const { clientId } = await newApp(scene, { initiateLoginUri: "https://app.example.com/start" });
  const { url } = await scene.admin.users.startImpersonation({ userId: user.id, clientId });
  await submit(scene, await openPage(scene, pathIn(url)));
  const begun = beginFlow(scene, clientId);
  const { next } = await openPage(scene, begun.path);
  const exchanged = await exchange(scene, {
    code: next?.searchParams.get("code") ?? null,
    ...{ client_id: clientId, redirect_uri: REDIRECT, code_verifier: begun.verifier },
  });
  const [pair = ""] = (exchanged.headers.get("set-cookie") ?? "").split(";");
  const [name = "", value = ""] = pair.split(/=(.*)/);

  const { cloudUrl, baseUrl } = inject("deployment");
  const context = await browser().newContext();
  await context.addCookies([{ name, value, url: new URL(baseUrl).origin }]);
  const page = await context.newPage();
  const projectId = scene.project.id;
  await page.goto(
    server.url("127.0.0.1", { cloudUrl, baseUrl, projectId, sessionStore: "cookie" }),
  );
  await page.getByText(/^You use this app as Ada, until /).waitFor();
  await page.getByRole("button", { name: "Stop impersonating" }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  expect((await scene.admin.users.listUserSessions(user.id)).data).toEqual([]);
  await context.close();
});
