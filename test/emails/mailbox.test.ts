/** The mailbox of the local deployment: for the developer's machine, and nobody else. */
import { request as httpRequest } from "node:http";
import { Mailbox, MAILBOX_PATH, MAILBOX_VARIABLE, startLocalDeployment } from "@banata-auth/local";
import { describe, expect, inject, test } from "vitest";
import { setVariable } from "../../src/cli/deploymentVariables";
import { inboxOf } from "../support/mailbox";
import { deployedRuntime, httpRuntime } from "../support/runtime";
import { scene } from "../support/transports";

const url = () => inject("deployment").siteUrl + MAILBOX_PATH;
const mail = { to: "m@example.com", subject: "S", html: "<p>h</p>", text: "t" };
const put = async (
  message: object,
  headers: Record<string, string> = { "content-type": "application/json" },
) => await fetch(url(), { method: "POST", headers, body: JSON.stringify(message) });

describe("the mailbox", () => {
  test("shows mails newest first, of one address if it is asked for", async () => {
    const to = `order-${Date.now()}@example.com`;
    await put({ ...mail, to, subject: "first" });
    await put({ ...mail, to, subject: "second" });
    await put({ ...mail, to: `not-${to}` });
    const inbox = await inboxOf(deployedRuntime());
    expect((await inbox.messages(to.toUpperCase())).map(({ subject }) => subject)).toEqual([
      "second",
      "first",
    ]);
  });

  test("has a page for browsers, on which a mail is shown without running anything", async () => {
    await put({
      ...mail,
      to: "page@example.com",
      subject: "<script>alert(1)</script>",
      html: `<script>alert(2)</script>"><b>`,
    });
    const response = await fetch(`${url()}?to=page@example.com`, {
      headers: { accept: "text/html,application/xhtml+xml" },
    });
    const page = await response.text();
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script/i);
    expect(page).toContain(`sandbox="allow-popups allow-popups-to-escape-sandbox"`);
  });

  test("is not for pages of other origins, other hosts and other forms", async () => {
    const response = await fetch(url(), { headers: { origin: "https://evil.example" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect((await put(mail, { "content-type": "text/plain" })).status).toBe(415);
    expect((await put({ to: 1 })).status).toBe(400);
    expect((await fetch(url(), { method: "OPTIONS" })).status).toBe(405);
    const rebound = await new Promise<number | undefined>((resolve) =>
      httpRequest(url(), { headers: { host: "evil.example" } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end(),
    );
    expect(rebound).toBe(403);
  });

  test("is emptied by DELETE, and keeps the latest 500", async () => {
    const mailbox = new Mailbox();
    for (let i = 0; i < 501; i++) mailbox.put({ ...mail, subject: String(i) });
    expect([
      mailbox.list().length,
      mailbox.list()[0]?.subject,
      mailbox.list().at(-1)?.subject,
    ]).toEqual([500, "500", "1"]);
    const deployment = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
    const own = deployment.siteUrl + MAILBOX_PATH;
    await fetch(own, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(mail),
    });
    const count = async () =>
      ((await (await fetch(own)).json()) as { messages: unknown[] }).messages.length;
    expect(await count()).toBe(1);
    expect((await fetch(own, { method: "DELETE" })).status).toBe(200);
    expect(await count()).toBe(0);
    await deployment.close();
  });

  test("its variable is the local deployment's own: nobody sets it", async () => {
    await expect(
      setVariable(inject("deployment"), MAILBOX_VARIABLE, "http://127.0.0.1:1/x"),
    ).rejects.toThrow("built-in");
  });

  test("does not exist where other machines can connect", async () => {
    const deployment = await startLocalDeployment({
      directory: null,
      cloudPort: 0,
      sitePort: 0,
      host: "0.0.0.0",
      allowNonLoopback: true,
    });
    const { port } = new URL(deployment.siteUrl);
    expect((await fetch(`http://127.0.0.1:${port}${MAILBOX_PATH}`)).status).toBe(404);
    await deployment.close();
  });

  test.each([
    "https://127.0.0.1:1/",
    "http://mail.example/",
    "http://127.0.0.1.evil.example/",
    "http://10.0.0.1/",
    "ftp://127.0.0.1/",
    "nonsense",
  ])("the component takes no mailbox elsewhere: %s", async (elsewhere) => {
    process.env[MAILBOX_VARIABLE] = elsewhere;
    const { client } = await scene(httpRuntime);
    const { messageId } = await client.emails.send({ to: "a@example.com", template: "welcome" });
    await expect
      .poll(async () => (await client.emails.getMessage(messageId)).failureReason)
      .toBe("no provider");
    delete process.env[MAILBOX_VARIABLE];
  });
});
