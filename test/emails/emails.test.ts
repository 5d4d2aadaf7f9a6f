import { beforeAll, describe, expect, test } from "vitest";
import { inboxOf, type Inbox } from "../support/mailbox";
import { failureOf, scene, transports, type Scene } from "../support/transports";
import type { Runtime } from "../support/runtime";

const links = {
  verification: { url: "https://app.example/verify?token=t0ken-of-verification&x=1" },
  "password-reset": { url: "https://app.example/reset?token=t0ken-of-reset" },
  "magic-link": { url: "https://app.example/magic?token=t0ken-of-magic" },
  "email-otp": { code: "493027" },
  invitation: {
    organization: "Acme <Ltd>",
    inviter: "Grace & Co",
    url: "https://app.example/accept?token=t0ken-of-invitation",
  },
  welcome: { name: "Ada" },
  "webhook-disabled": {
    endpoint: "https://hooks.example/in?a=1&b=2",
    reason: "It answered 410 & is gone.",
  },
} as const;

let serial = 0;
const address = () => `someone-${process.pid}-${Date.now()}-${serial++}@example.com`;

describe.each(transports)("%s", (_name, start) => {
  let stage: Scene<Runtime>;
  let inbox: Inbox;
  beforeAll(async () => {
    stage = await scene(start, { name: "Größe & Söhne" });
    inbox = await inboxOf(stage.runtime);
  });
  const emails = () => stage.client.emails;

  test("messages are listed by recipient and by state", async () => {
    const [one, other] = [address(), address()];
    await emails().send({ to: one, template: "welcome", data: links.welcome });
    const { messageId } = await emails().send({
      to: other,
      template: "welcome",
      data: links.welcome,
    });
    const idsOf = async (input: { to?: string; status?: "queued" | "sent" | "failed" }) =>
      (await emails().listMessages({ ...input, limit: 100 })).data.map(({ id }) => id);
    await expect.poll(async () => await idsOf({ to: other, status: "sent" })).toEqual([messageId]);
    await expect.poll(async () => (await idsOf({ to: one, status: "sent" })).length).toBe(1);
    expect(await idsOf({ status: "sent" })).toContain(messageId);
    expect(await idsOf({ to: other })).toEqual([messageId]);
    expect(await idsOf({ to: other, status: "failed" })).toEqual([]);
    expect(await idsOf({ status: "failed" })).not.toContain(messageId);
  });

  test.each(Object.entries(links))(
    "%s arrives, as HTML and as text, with the project's name",
    async (template, data) => {
      const to = address();
      const { success, messageId } = await emails().send({ to, template, data });
      expect([success, messageId]).toEqual([true, expect.stringMatching(/^msg_/)]);
      const mail = await inbox.next(to);
      expect(mail).toMatchObject({ to, template, messageId, projectId: stage.project.id });
      expect(mail.html).toContain("Größe &amp; Söhne");
      expect(mail.text).toContain("Größe & Söhne");
      const [value] = Object.values(data).toReversed() as [string];
      expect(mail.text).toContain(value);
      expect(mail.html).toContain(value.replaceAll("&", "&amp;"));
      await expect.poll(async () => (await emails().getMessage(messageId)).status).toBe("sent");
      expect(await emails().getMessage({ messageId })).toMatchObject({
        id: messageId,
        to,
        template,
        attempts: 1,
        failureReason: null,
        settledAt: expect.any(Date),
      });
    },
  );

  test("what stands in a value is text, never markup", async () => {
    const organization = `<img src=x onerror="alert(1)">\r\nBcc: thief@evil.example`;
    const { subject, html } = await emails().preview({
      template: "invitation",
      data: { organization },
    });
    expect(html).not.toContain("<img src=x");
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
    expect(subject).not.toMatch(/[\r\n]/);
  });

  test("a block that needs a value which is not there is left out", async () => {
    const to = address();
    await emails().send({ to, template: "welcome", data: {} });
    const { text } = await inbox.next(to);
    expect(text).not.toMatch(/Hello|Get started|\{\{|undefined/);
  });

  test("a preview fills the gaps with samples and sends nothing", async () => {
    const { subject, html, text } = await emails().preview({ template: "verification" });
    expect(subject).toBe("Confirm your email address for Größe & Söhne");
    expect(html).toContain("https://example.com/verify?token=sample");
    expect(text).toContain("24 hours");
    expect(
      (await emails().preview({ template: "verification", data: { expiresIn: 3, name: null } }))
        .text,
    ).toContain("for 3.");
  });

  test("a test mail has samples, and is the welcome unless another is named", async () => {
    const [one, other] = [address(), address()];
    await emails().sendTest({ to: one });
    await emails().sendTest({ to: other, template: "email-otp" });
    expect((await inbox.next(one)).template).toBe("welcome");
    expect((await inbox.next(other)).text).toContain("123456");
  });

  test.each([
    [
      "a required variable is missing",
      { template: "verification", data: {} },
      "data.url",
      "required",
    ],
    [
      "a variable that the template does not have",
      { template: "welcome", data: { nickname: "x" } },
      "data.nickname",
      "unknown_field",
    ],
    [
      "a script as an address",
      { template: "password-reset", data: { url: "javascript:alert(1)" } },
      "data.url",
      "invalid",
    ],
    [
      "an address that is none",
      { template: "magic-link", data: { url: "go here" } },
      "data.url",
      "invalid",
    ],
    [
      "a list as a value",
      { template: "email-otp", data: { code: ["1"] as never } },
      "data.code",
      "invalid_union",
    ],
    [
      "too much data",
      { template: "welcome", data: { name: "x".repeat(17_000) } },
      "data",
      "custom",
    ],
    [
      "a name that is none",
      { template: "welcome", data: { "user name": "x" } },
      "data.user name",
      "invalid_key",
    ],
    [
      "an address that nobody has",
      { to: "nobody", template: "welcome", data: {} },
      "to",
      "invalid_format",
    ],
  ])("refused with 422 and the field: %s", async (_what, input, field, code) => {
    const error = await failureOf(emails().send({ to: "a@example.com", ...input }));
    expect(error).toMatchObject({ status: 422, errors: [{ field, code }] });
  });

  test("an unknown template and an unknown message are not found", async () => {
    const calls = [
      () => emails().send({ to: "a@example.com", template: "nothing" }),
      () => emails().preview({ template: "nothing" }),
      () => emails().sendTest({ to: "a@example.com", template: "nothing" }),
      () => emails().getMessage("msg_nothing"),
    ];
    for (const call of calls)
      expect(await failureOf(call())).toMatchObject({ status: 404, code: "not_found" });
  });

  test("a mail is recorded without what it says", async () => {
    const to = address();
    const { messageId } = await emails().send({
      to,
      template: "magic-link",
      data: links["magic-link"],
    });
    const { data } = await stage.client.events.listEvents({
      eventTypes: ["email.queued"],
      limit: 200,
    });
    expect(data.at(-1)?.data).toEqual({ messageId, to, template: "magic-link" });
    expect(JSON.stringify(data)).not.toContain("t0ken");
  });

  test("another project sees neither the message nor the template nor the provider", async () => {
    const { client } = await scene(() => stage.runtime);
    const { messageId } = await emails().send({ to: address(), template: "welcome" });
    const { template } = await emails().createTemplate({
      name: "Ours",
      slug: `ours-${serial++}`,
      subject: "Ours",
      blocksJson: JSON.stringify([{ type: "text", text: "Ours" }]),
    });
    expect(await failureOf(client.emails.getMessage(messageId))).toMatchObject({ status: 404 });
    expect(await client.emails.getTemplate(template.id)).toEqual({ template: null });
    expect(await client.emails.getTemplate(template.slug)).toEqual({ template: null });
    expect(
      await failureOf(client.emails.send({ to: address(), template: template.slug })),
    ).toMatchObject({ status: 404 });
    expect(
      await failureOf(client.emails.updateTemplate({ id: template.id, name: "Theirs" })),
    ).toMatchObject({ status: 404 });
    expect(await failureOf(client.emails.deleteTemplate(template.id))).toMatchObject({
      status: 404,
    });
    expect((await client.emails.listTemplates()).templates.every(({ builtIn }) => builtIn)).toBe(
      true,
    );
    expect(await client.emails.getProvider()).toEqual({ provider: null });
  });
});
