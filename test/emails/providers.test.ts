import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setVariable } from "../../src/cli/deploymentVariables";
import { deployApp } from "../support/deployment";
import { MailProvider } from "../support/mailProvider";
import { deployedRuntime, httpRuntime, newProject, type Runtime } from "../support/runtime";
import { failureOf, scene, transports, type Scene } from "../support/transports";

const VARIABLE = "BANATA_LOCAL_PROVIDER_URL";
const server = new MailProvider();
beforeAll(async () => void (process.env[VARIABLE] = (await server.start()).url));
afterAll(() => server.close());
beforeEach(() => server.reset());

const from = {
  fromEmail: "hello@acme.example",
  fromName: 'Acme "Mail" Größe',
  replyTo: "help@acme.example",
};
const quoted = '"Acme \\"Mail\\" Größe" <hello@acme.example>';
const parts = {
  subject: "Your code for Acme",
  html: expect.stringContaining("<!doctype html>") as string,
  text: expect.stringContaining("493027") as string,
};
const mail = { to: "ada@example.com", template: "email-otp", data: { code: "493027" } };

/** What each provider is sent, as its documentation has it. */
const providers = [
  {
    choice: { provider: "resend", apiKey: "re_secret_key", ...from },
    path: "/resend/us/emails",
    headers: {
      authorization: "Bearer re_secret_key",
      "content-type": "application/json",
      "idempotency-key": expect.stringMatching(/^msg_/) as string,
    },
    body: { from: quoted, to: [mail.to], reply_to: from.replyTo, ...parts },
  },
  {
    choice: { provider: "sendgrid", apiKey: "SG.secret.key", region: "eu", ...from },
    path: "/sendgrid/eu/v3/mail/send",
    headers: { authorization: "Bearer SG.secret.key", "content-type": "application/json" },
    body: {
      personalizations: [{ to: [{ email: mail.to }] }],
      from: { email: from.fromEmail, name: from.fromName },
      reply_to: { email: from.replyTo },
      subject: parts.subject,
      content: [
        { type: "text/plain", value: parts.text },
        { type: "text/html", value: parts.html },
      ],
      tracking_settings: {
        click_tracking: { enable: false, enable_text: false },
        open_tracking: { enable: false },
      },
    },
  },
  {
    choice: { provider: "postmark", apiKey: "postmark-server-token", ...from },
    path: "/postmark/us/email",
    headers: {
      "x-postmark-server-token": "postmark-server-token",
      accept: "application/json",
      "content-type": "application/json",
    },
    body: {
      ...{
        From: quoted,
        To: mail.to,
        ReplyTo: from.replyTo,
        Subject: parts.subject,
        HtmlBody: parts.html,
        TextBody: parts.text,
      },
      ...{
        MessageStream: "outbound",
        TrackOpens: false,
        TrackLinks: "None",
        Metadata: { message: expect.stringMatching(/^msg_/) as string },
      },
    },
  },
  {
    choice: {
      provider: "mailgun",
      apiKey: "key-secret0",
      domain: "mg.acme.example",
      region: "eu",
      ...from,
    },
    path: "/mailgun/eu/v3/mg.acme.example/messages",
    headers: {
      authorization: `Basic ${btoa("api:key-secret0")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: { from: quoted, to: mail.to, "h:Reply-To": from.replyTo, "o:tracking": "no", ...parts },
  },
] as const;

function bodyOf({
  headers,
  body,
}: {
  headers: Readonly<Record<string, string>>;
  body: string;
}): unknown {
  return headers["content-type"]?.startsWith("application/json")
    ? (JSON.parse(body) as unknown)
    : Object.fromEntries(new URLSearchParams(body));
}

describe.each(["on the test engine", "on a local deployment"] as const)("%s", (where) => {
  let deployment: LocalDeployment | null = null;
  let stage: Scene<Runtime>;
  beforeAll(async () => {
    if (where === "on a local deployment") {
      deployment = await deployApp();
      await setVariable(deployment, VARIABLE, server.url);
    }
    stage = await scene(() => (deployment ? deployedRuntime(deployment) : httpRuntime()), {
      name: "Acme",
    });
  }, 120_000);
  afterAll(async () => await deployment?.close());

  const settled = async (messageId: string) => {
    await expect
      .poll(async () => (await stage.client.emails.getMessage(messageId)).status, {
        timeout: 20_000,
      })
      .not.toBe("queued");
    return await stage.client.emails.getMessage(messageId);
  };

  test.each(providers)(
    "$choice.provider is sent the mail as its documentation says",
    async ({ choice, path, headers, body }) => {
      await stage.client.emails.saveProvider(choice);
      const { messageId } = await stage.client.emails.send(mail);
      expect(await settled(messageId)).toMatchObject({ status: "sent", attempts: 1 });
      expect(server.requests).toHaveLength(1);
      const [request] = server.requests;
      expect(request).toMatchObject({ method: "POST", path, headers });
      expect(bodyOf(request!)).toEqual(body);
    },
  );

  test.each([
    [400, "resend answered 400"],
    [401, "resend rejected the API key or the sender address (401)"],
    [403, "resend rejected the API key or the sender address (403)"],
    [422, "resend answered 422"],
    [302, "resend answered 302"],
  ])("an answer %i is final, and its text goes nowhere", async (status, failureReason) => {
    await stage.client.emails.saveProvider({
      provider: "resend",
      apiKey: "re_secret_key",
      ...from,
    });
    server.answers = [
      {
        status,
        headers: { location: `${server.url}/elsewhere` },
        body: '{"message":"echo re_secret_key 493027"}',
      },
    ];
    const { messageId } = await stage.client.emails.send(mail);
    expect(await settled(messageId)).toMatchObject({
      status: "failed",
      attempts: 1,
      failureReason,
    });
    expect(server.requests).toHaveLength(1);
    const { data } = await stage.client.events.listEvents({
      eventTypes: ["email.failed"],
      limit: 200,
    });
    expect(data.at(-1)?.data).toEqual({
      messageId,
      to: mail.to,
      template: mail.template,
      reason: failureReason,
    });
  });

  test("an answer 500 is tried again after 5 seconds", async () => {
    await stage.client.emails.saveProvider({
      provider: "postmark",
      apiKey: "postmark-server-token",
      ...from,
    });
    server.answers = [{ status: 500 }];
    const begun = Date.now();
    const { messageId } = await stage.client.emails.send(mail);
    expect(await settled(messageId)).toMatchObject({ status: "sent", attempts: 2 });
    expect(Date.now() - begun).toBeGreaterThan(4_900);
    expect(server.requests).toHaveLength(2);
  }, 30_000);

  test("a project's provider is nobody else's", async () => {
    await stage.client.emails.saveProvider({
      provider: "resend",
      apiKey: "re_secret_key",
      ...from,
    });
    const other = stage.runtime.client(await newProject(stage.runtime));
    const { messageId } = await other.emails.send(mail);
    await expect
      .poll(async () => (await other.emails.getMessage(messageId)).status)
      .toBe(where === "on the test engine" ? "failed" : "sent");
    // The test engine has no mailbox in this file; a deployment that were not local would say the
    // same.
    if (where === "on the test engine")
      expect((await other.emails.getMessage(messageId)).failureReason).toBe("no provider");
    expect(server.requests).toEqual([]);
  });
});

const noSmtp = { host: null, port: null, secure: null, username: null, hasPassword: false };

describe.each(transports)("choosing a provider, %s", (_name, start) => {
  let stage: Scene<Runtime>;
  beforeEach(async () => void (stage = await scene(start)));

  test("the choice is shown without its key, kept without naming it again, and taken back", async () => {
    const { emails, events } = stage.client;
    expect(await emails.getProvider()).toEqual({ provider: null });
    const saved = await emails.saveProvider({
      provider: "mailgun",
      apiKey: "key-secret0",
      domain: "MG.acme.example",
      fromEmail: "A@acme.example",
    });
    const shown = {
      provider: "mailgun",
      fromEmail: "a@acme.example",
      fromName: null,
      replyTo: null,
      domain: "mg.acme.example",
      region: "us",
      hasApiKey: true,
      ...noSmtp,
    };
    expect(saved).toEqual({
      success: true,
      provider: { ...shown, updatedAt: expect.any(Date) as Date },
    });
    const renamed = await emails.saveProvider({
      provider: "mailgun",
      domain: "mg.acme.example",
      fromEmail: "b@acme.example",
      fromName: "B",
    });
    expect(renamed.provider).toMatchObject({
      fromEmail: "b@acme.example",
      fromName: "B",
      hasApiKey: true,
    });
    expect((await emails.getProvider()).provider).toEqual(renamed.provider);
    expect(await emails.saveProvider({ provider: null })).toEqual({
      success: true,
      provider: null,
    });
    expect(await emails.getProvider()).toEqual({ provider: null });
    const { data } = await events.listEvents({ eventTypes: ["email.provider.updated"] });
    expect(data).toHaveLength(3);
    expect(JSON.stringify(data)).not.toContain("key-secret0");
    expect(
      JSON.stringify(await stage.client.auditLogs.listEvents({ action: "email.provider.updated" })),
    ).not.toContain("key-secret0");
  });

  test.each([
    ["no address to send from", { provider: "resend", apiKey: "re_secret_key" }, "fromEmail"],
    ["no key", { provider: "resend", fromEmail: "a@acme.example" }, "apiKey"],
    [
      "a key that is none",
      { provider: "resend", fromEmail: "a@acme.example", apiKey: "with\r\nbreak" },
      "apiKey",
    ],
    [
      "Mailgun without a domain",
      { provider: "mailgun", fromEmail: "a@acme.example", apiKey: "key-secret0" },
      "domain",
    ],
    [
      "a domain that is a path",
      { provider: "mailgun", fromEmail: "a@acme.example", apiKey: "key-secret0", domain: "../v4" },
      "domain",
    ],
    [
      "a domain for another",
      {
        provider: "resend",
        fromEmail: "a@acme.example",
        apiKey: "re_secret_key",
        domain: "acme.example",
      },
      "domain",
    ],
    [
      "a region for one that has none",
      { provider: "postmark", fromEmail: "a@acme.example", apiKey: "postmark-token", region: "eu" },
      "region",
    ],
    [
      "a name with a line break",
      {
        provider: "resend",
        fromEmail: "a@acme.example",
        apiKey: "re_secret_key",
        fromName: "A\r\nBcc: b@evil.example",
      },
      "fromName",
    ],
    [
      "the mailbox of the local deployment",
      { provider: "mailbox" as "resend", fromEmail: "a@acme.example", apiKey: "re_secret_key" },
      "provider",
    ],
    [
      "a server for one that has none",
      {
        provider: "resend",
        fromEmail: "a@acme.example",
        apiKey: "re_secret_key",
        host: "smtp.acme.example",
      },
      "host",
    ],
    ["a key with nobody", { provider: null, apiKey: "re_secret_key" }, "apiKey"],
  ] as const)("refused with 422 and the field: %s", async (_what, input, field) => {
    expect(await failureOf(stage.client.emails.saveProvider(input))).toMatchObject({
      status: 422,
      errors: [{ field }],
    });
    expect(await stage.client.emails.getProvider()).toEqual({ provider: null });
  });

  test("a key of one provider is not sent to another", async () => {
    await stage.client.emails.saveProvider({
      provider: "resend",
      apiKey: "re_secret_key",
      ...from,
    });
    expect(
      await failureOf(stage.client.emails.saveProvider({ provider: "postmark", ...from })),
    ).toMatchObject({ status: 422, errors: [{ field: "apiKey" }] });
  });

  test("SMTP is not available without the host's Node file", async () => {
    const failure = await failureOf(
      stage.client.emails.saveProvider({
        provider: "smtp",
        host: "smtp.acme.example",
        fromEmail: "a@acme.example",
      }),
    );
    expect(failure).toMatchObject({
      status: 409,
      code: "not_available",
      message: expect.stringContaining("registerNode") as string,
    });
    expect(await stage.client.emails.getProvider()).toEqual({ provider: null });
  });
});
