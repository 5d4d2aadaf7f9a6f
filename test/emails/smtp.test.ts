/**
 * SMTP through the installing app's Node file: an app that has one, deployed by the CLI, and a real
 * SMTP server.
 */
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isPublicAddress } from "../../convex/component/core/networkAddresses";
import type { WireClient } from "../support/wireClient";
import { convexIn, deployApp, repository } from "../support/deployment";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import { SmtpInbox } from "../support/smtpInbox";
import { failureOf } from "../support/transports";

const account = { username: "mailer", password: "s3cret pass" };
const inbox = new SmtpInbox(account);
const app = join(repository, "test/support/smtpApp");
/** Digits alone would occur in hashes too. */
const mail = { to: "ada@example.com", template: "email-otp", data: { code: "K7-493027-Q2" } };

let directory: string;
let deployment: LocalDeployment;
let project: TestProject;
let client: WireClient;
beforeAll(async () => {
  await inbox.start();
  directory = await mkdtemp(join(tmpdir(), "banata-smtp-"));
  deployment = await deployApp(directory, app);
}, 120_000);
afterAll(async () => {
  await deployment.close();
  await inbox.stop();
  await rm(directory, { recursive: true });
});
beforeEach(() => inbox.reset());

const server = () => ({
  provider: "smtp" as const,
  host: "127.0.0.1",
  port: inbox.port,
  secure: false,
  ...account,
  fromEmail: "hello@acme.example",
  fromName: 'Acme "Mail" Größe',
  replyTo: "help@acme.example",
});
const settled = async (messageId: string) => {
  await expect
    .poll(async () => (await client.emails.getMessage(messageId)).status, { timeout: 20_000 })
    .not.toBe("queued");
  return await client.emails.getMessage(messageId);
};

test("before the app has handed its file over, SMTP is not available, and the answer says what to do", async () => {
  const runtime = deployedRuntime(deployment);
  project = await newProject(runtime, { name: "Acme" });
  client = runtime.client(project);
  expect(await failureOf(client.emails.saveProvider(server()))).toMatchObject({
    status: 409,
    code: "not_available",
    message: expect.stringContaining("registerNode") as string,
  });
  const internet = new ConvexHttpClient(deployment.cloudUrl);
  await expect(
    internet.mutation(anyApi.mail!.registerNode!, {}),
    "nobody on the internet can register",
  ).rejects.toThrow("Could not find public function");
  await expect(internet.action(anyApi.banataNode!.sendMail!, {}), "or send").rejects.toThrow(
    "Could not find public function",
  );
  await convexIn(app, deployment, "run", "mail:registerNode");
});

describe("with the file", () => {
  beforeEach(async () => void (await client.emails.saveProvider(server())));

  test("a mail arrives as it was meant, under its sender's account", async () => {
    const { messageId } = await client.emails.send(mail);
    expect(await settled(messageId)).toMatchObject({ status: "sent", attempts: 1 });
    expect(inbox.mails).toHaveLength(1);
    const { from, to, user, headers, body } = inbox.mails[0]!;
    expect({ from, to, user }).toEqual({
      from: "hello@acme.example",
      to: ["ada@example.com"],
      user: "mailer",
    });
    expect(headers).toMatchObject({
      to: "ada@example.com",
      "reply-to": "help@acme.example",
      subject: "Your code for Acme",
      "message-id": `<${messageId}@acme.example>`,
      "auto-submitted": "auto-generated",
    });
    expect(headers.from).toMatch(/<hello@acme\.example>$/);
    expect(headers["content-type"]).toMatch(/^multipart\/alternative/);
    expect(body).toMatch(
      /Content-Type: text\/plain[^]*493027[^]*Content-Type: text\/html[^]*493027/,
    );
  });

  test("the choice is shown without its password, kept without naming it again, and never lent to another server or user", async () => {
    const { password: _secret, ...rest } = server();
    expect((await client.emails.getProvider()).provider).toEqual({
      ...rest,
      domain: null,
      region: "us",
      hasApiKey: false,
      hasPassword: true,
      updatedAt: expect.any(Date) as Date,
    });
    const kept = { ...rest, fromName: null };
    expect((await client.emails.saveProvider(kept)).provider).toMatchObject({
      fromName: null,
      hasPassword: true,
    });
    const { messageId } = await client.emails.send(mail);
    expect(await settled(messageId)).toMatchObject({ status: "sent" });
    for (const other of [
      { host: "smtp.example.com" },
      { port: 2526 },
      { secure: true },
      { username: "somebody" },
    ]) {
      expect(await failureOf(client.emails.saveProvider({ ...kept, ...other }))).toMatchObject({
        status: 422,
        errors: [{ field: "password", code: "required" }],
      });
    }
    for (const stored of [
      await client.events.listEvents({ limit: 200 }),
      await client.auditLogs.listEvents({ limit: 100 }),
    ])
      expect(JSON.stringify(stored)).not.toContain(account.password);
  });

  test("a password that the server refuses is final, and what the server says goes nowhere", async () => {
    await client.emails.saveProvider({ ...server(), password: "wr0ng, not mine" });
    const { messageId } = await client.emails.send(mail);
    expect(await settled(messageId)).toMatchObject({
      status: "failed",
      attempts: 1,
      failureReason: "smtp refused the username or password (535)",
    });
    expect(inbox.passwords).toEqual(["wr0ng, not mine"]);
  });

  test.each([
    ["mail", 550, "smtp answered 550"],
    ["data", 554, "smtp answered 554"],
  ] as const)(
    "an answer to %s that stays the same is final: %i",
    async (at, code, failureReason) => {
      inbox.refusals = [{ at, code }];
      const { messageId } = await client.emails.send(mail);
      expect(await settled(messageId)).toMatchObject({
        status: "failed",
        attempts: 1,
        failureReason,
      });
    },
  );

  test.each([
    ["connect", 421],
    ["auth", 454],
    ["mail", 451],
    ["data", 452],
  ] as const)(
    "an answer to %s that may pass is tried again after 5 seconds: %i",
    async (at, code) => {
      inbox.refusals = [{ at, code }];
      const { messageId } = await client.emails.send(mail);
      expect(await settled(messageId)).toMatchObject({ status: "sent", attempts: 2 });
      expect([inbox.connections, inbox.mails.length]).toEqual([2, 1]);
      expect(inbox.mails[0]!.headers["message-id"], "the same in every attempt").toBe(
        `<${messageId}@acme.example>`,
      );
    },
  );

  test("a server that is down is tried again", async () => {
    await inbox.stop();
    const { messageId } = await client.emails.send(mail);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await client.emails.getMessage(messageId)).toMatchObject({
      status: "queued",
      attempts: 1,
    });
    await inbox.start();
    expect(await settled(messageId)).toMatchObject({ status: "sent", attempts: 2 });
  });

  test("a server without accounts is used without one", async () => {
    const open = await new SmtpInbox(null).start();
    const { username: _user, password: _secret, ...rest } = { ...server(), port: open.port };
    expect((await client.emails.saveProvider(rest)).provider).toMatchObject({
      username: null,
      hasPassword: false,
    });
    const { messageId } = await client.emails.send(mail);
    expect(await settled(messageId)).toMatchObject({ status: "sent" });
    expect(open.mails[0]?.user).toBeNull();
    await open.stop();
  });

  test.each([
    ["no host", { host: undefined }, "host"],
    ["an address of a private network", { host: "10.0.0.1" }, "host"],
    ["the address of a cloud's metadata", { host: "169.254.169.254" }, "host"],
    ["a number that is an address", { host: "2130706433" }, "host"],
    ["a name of a private network", { host: "mail.internal" }, "host"],
    ["a URL", { host: "smtp://smtp.example.com" }, "host"],
    ["no port", { port: 0 }, "port"],
    ["a username alone", { host: "smtp.example.com", password: undefined }, "password"],
    ["a password alone", { username: undefined }, "username"],
    ["a line break in the username", { username: "a\r\nRCPT TO:<x@evil.example>" }, "username"],
    ["an API key", { apiKey: "re_secret_key" }, "apiKey"],
    ["a region", { region: "eu" as const }, "region"],
  ])("refused with 422 and the field: %s", async (_what, more, field) => {
    const before = await client.emails.getProvider();
    expect(await failureOf(client.emails.saveProvider({ ...server(), ...more }))).toMatchObject({
      status: 422,
      errors: [{ field }],
    });
    expect(await client.emails.getProvider()).toEqual(before);
  });
});

test("no password and no code was ever written, in a row, a job's arguments or anything else", async () => {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter(
    (each) => each.isFile(),
  );
  const written = (
    await Promise.all(
      files.map(async ({ parentPath, name }) => await readFile(join(parentPath, name), "latin1")),
    )
  ).join("\n");
  expect(written, "it is the data").toContain("sealedApiKey");
  for (const secret of [account.password, "wr0ng, not mine", mail.data.code])
    expect(written.includes(secret), secret).toBe(false);
});

test.each([
  ...["8.8.8.8", "172.32.0.1", "2606:4700:4700::1111"].map((address) => [address, true] as const),
  ...[
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
  ].map((address) => [address, false] as const),
  ...[
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
    "nonsense",
  ].map((address) => [address, false] as const),
])("what a name resolves to may be %s: %s", (address, isPublic) =>
  expect(isPublicAddress(address)).toBe(isPublic),
);
