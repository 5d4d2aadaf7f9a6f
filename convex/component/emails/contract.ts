import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  email,
  emailDomain,
  epochMilliseconds,
  idInput,
  idOutput,
  isoDate,
  pageInput,
  pageOutput,
  text,
} from "../wire/fields";
import { blocksText, variableName, variablesText } from "../wire/emailBlocks";

/** A built-in or custom template. */
export const EmailTemplate = z.object({
  /** `etpl_…`, or the slug of a built-in template. */
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  subject: z.string(),
  preheader: z.nullable(z.string()),
  description: z.nullable(z.string()),
  /** JSON array of blocks; see `emails.createTemplate`. */
  blocksJson: z.string(),
  /** JSON array of `{ name, description?, defaultValue?, required? }`, one for each variable. */
  variablesJson: z.string(),
  builtIn: z.boolean(),
  /** `auth`: the runtime sends it, built-in or overridden. `custom`: only your code sends it. */
  category: z.enum(["auth", "custom"]),
  /** Epoch milliseconds; null for a built-in template. */
  createdAt: z.nullable(epochMilliseconds()),
  updatedAt: z.nullable(epochMilliseconds()),
});
export type EmailTemplate = z.output<typeof EmailTemplate>;

/** A mail that was accepted for sending. Its content is not stored. */
export const EmailMessage = z.object({
  id: idOutput("mail"),
  to: z.string(),
  template: z.string(),
  status: z.enum(["queued", "sent", "failed"]),
  /** Attempts started so far. */
  attempts: z.number(),
  failureReason: z.nullable(z.string()),
  createdAt: isoDate(),
  /** When it was sent or failed for good; null while queued. */
  settledAt: z.nullable(isoDate()),
});
export type EmailMessage = z.output<typeof EmailMessage>;

/** The project's mail provider. The API key and the password are never returned. */
export const EmailProvider = z.object({
  provider: z.enum(["resend", "sendgrid", "postmark", "mailgun", "smtp"]),
  fromEmail: z.string(),
  fromName: z.nullable(z.string()),
  replyTo: z.nullable(z.string()),
  domain: z.nullable(z.string()),
  region: z.enum(["us", "eu"]),
  hasApiKey: z.boolean(),
  /** SMTP only, like the fields below. */
  host: z.nullable(z.string()),
  port: z.nullable(z.number()),
  /** True: TLS from the first byte. False: STARTTLS. */
  secure: z.nullable(z.boolean()),
  username: z.nullable(z.string()),
  hasPassword: z.boolean(),
  updatedAt: isoDate(),
});
export type EmailProvider = z.output<typeof EmailProvider>;

const MAXIMUM_DATA = 16 * 1024;

/** Template variables. Numbers and booleans are converted to text; null counts as omitted. */
const data = () =>
  z.pipe(
    z.record(variableName(), z.nullable(z.union([z.string(), z.number(), z.boolean()]))),
    z.pipe(
      z.transform(
        (fields: Record<string, string | number | boolean | null>): Record<string, string> =>
          Object.fromEntries(
            Object.entries(fields).flatMap(([name, value]) =>
              value === null ? [] : [[name, String(value)]],
            ),
          ),
      ),
      z
        .custom<Record<string, string>>()
        .check(
          z.refine(
            (fields) => new TextEncoder().encode(JSON.stringify(fields)).length <= MAXIMUM_DATA,
            { error: "Must be at most 16 KiB as JSON" },
          ),
        ),
    ),
  );

const slug = () =>
  z.string().check(
    z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
      error: "Expected a slug: a-z, 0-9 and -, at most 63 characters",
    }),
  );
/** A line of a mail header: control characters could end it and start another header. */
const line = (maximum: number) =>
  text(maximum).check(z.regex(/^[^\p{Cc}]*$/u, { error: "Control characters are not allowed" }));
const optionalText = (maximum: number) =>
  z.optional(z.nullable(z.string().check(z.maxLength(maximum))));
const queued = () => z.object({ success: z.literal(true), messageId: idOutput("mail") });
const saved = () => z.object({ success: z.literal(true), template: EmailTemplate });

export const emails = {
  /**
   * Queues a mail that is rendered from a template, built-in or custom, and returns its `messageId`
   * at once. Use `getMessage` to see the outcome.
   *
   * `template` is a slug. `data` holds the template's variables, at most 16 KiB as JSON; it is
   * encrypted at rest and deleted once the mail is sent. Fails with 422 `validation_error` when a
   * required variable is missing, a variable is unknown to the template, or a URL variable is not
   * an http(s) or mailto URL, and with 404 when the template does not exist.
   *
   * Delivery is at least once. Transient failures (no response, 429, 5xx) are retried after about
   * 5 s, 1 min, 5 min and 30 min; then the mail fails and the event `email.failed` is recorded.
   */
  send: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/send",
    permission: "email.send",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ to: email(), template: text(63), data: z._default(data(), {}) }),
    output: () => queued(),
    events: ["email.queued"],
  }),

  /**
   * Returns a mail's delivery status. Messages are kept for 30 days. 404 when the project has no
   * message with this id.
   */
  getMessage: operation({
    kind: "query",
    path: "/api/auth/banata/emails/messages/get",
    permission: "email.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ messageId: idInput("mail") }),
    output: () => EmailMessage,
    client: { parameters: ["messageId"] },
  }),

  /**
   * Lists the mails of the last 30 days, those of the runtime itself included, newest first; with
   * `to`, the mails to that address. No content is stored: neither texts nor links and codes.
   */
  listMessages: operation({
    kind: "query",
    path: "/api/auth/banata/emails/messages/list",
    permission: "email.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        to: z.optional(email()),
        status: z.optional(z.enum(["queued", "sent", "failed"])),
        ...pageInput(),
      }),
    output: () => pageOutput(EmailMessage),
  }),

  /**
   * Renders a template with the project's current branding, without sending anything. Variables
   * missing from `data` use their default or a sample value. 404 when the template does not exist.
   */
  preview: operation({
    kind: "query",
    path: "/api/auth/banata/emails/preview",
    permission: "email.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ template: text(63), data: z._default(data(), {}) }),
    output: () => z.object({ subject: z.string(), html: z.string(), text: z.string() }),
    client: { parameters: ["template", "data"] },
  }),

  /**
   * Sends a test mail with sample values for all variables, to verify that the provider works. Uses
   * the `welcome` template unless `template` names another one.
   */
  sendTest: operation({
    kind: "mutation",
    path: "/api/auth/banata/test-email",
    permission: "email.send",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ to: email(), template: z._default(text(63), "welcome") }),
    output: () => queued(),
    events: ["email.queued"],
    client: { parameters: ["to", "template"] },
  }),

  /**
   * Lists all templates: the project's custom templates first, then the built-in ones they do not
   * override. A project has at most 100 custom templates. With `category`, only those of that
   * category.
   */
  listTemplates: operation({
    kind: "query",
    path: "/api/auth/banata/emails/templates/list",
    permission: "email.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ category: z.optional(text(63)) }),
    output: () => z.object({ templates: z.array(EmailTemplate) }),
    client: { parameters: ["category"], returns: "templates" },
  }),

  /**
   * Returns the template with this id or slug, or `null`. For a slug, a custom template takes
   * precedence over the built-in one.
   */
  getTemplate: operation({
    kind: "query",
    path: "/api/auth/banata/emails/templates/get",
    permission: "email.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ idOrSlug: idInput("emailTemplate") }), // or a slug
    output: () => z.object({ template: z.nullable(EmailTemplate) }),
    client: { parameters: ["idOrSlug"], returns: "template" },
  }),

  /**
   * Creates a template. With the slug of a built-in template (verification, password-reset,
   * magic-link, email-otp, invitation, welcome, webhook-disabled, email-changed, sso-linked,
   * operator-invitation) it overrides that template in this project.
   *
   * `blocksJson` is a JSON array of at most 100 blocks: `{ type: "heading", text, level? }`, `{
   * type: "text", text }`, `{ type: "button", text, href }`, `{ type: "image", src, alt, width? }`,
   * `{ type: "code", text }`, `{ type: "divider" }`. `{{name}}` in a text, URL, subject or
   * preheader is replaced by that variable, and `{{appName}}` by the project's name. Values are
   * HTML-escaped. A block is omitted when a variable it uses has no value.
   *
   * `variablesJson` describes the variables: `{ name, description?, defaultValue?, required? }`. A
   * variable that is used but not described is required.
   *
   * Fails with 422 when a block is invalid, and, for the slug of a built-in template, when no block
   * uses a variable that mail needs (such as `{{url}}`) or a block uses a variable the mail does
   * not have. Fails with 409 `conflict` when the slug is taken or the project already has 100
   * templates.
   */
  createTemplate: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/templates/create",
    permission: "email.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        name: text(100),
        slug: slug(),
        subject: line(255),
        preheader: optionalText(200),
        description: optionalText(500),
        blocksJson: blocksText(),
        variablesJson: z.optional(variablesText()),
      }),
    output: () => saved(),
    events: ["email.template.created"],
    client: { returns: "template" },
  }),

  /**
   * Updates the given fields; `null` clears `preheader` and `description`. The rules of
   * `createTemplate` apply. 404 for a built-in template: create one with its slug to override it.
   */
  updateTemplate: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/templates/update",
    permission: "email.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: idInput("emailTemplate"),
        name: z.optional(text(100)),
        slug: z.optional(slug()),
        subject: z.optional(line(255)),
        preheader: optionalText(200),
        description: optionalText(500),
        blocksJson: z.optional(blocksText()),
        variablesJson: z.optional(variablesText()),
      }),
    output: () => saved(),
    events: ["email.template.updated"],
    client: { parameters: ["id"], returns: "template" },
  }),

  /**
   * Deletes a custom template. A built-in template that it overrode applies again. 404 for a
   * built-in template. Queued mails that use a deleted template without a built-in counterpart
   * fail.
   */
  deleteTemplate: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/templates/delete",
    permission: "email.update",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("emailTemplate") }),
    output: () => saved(),
    events: ["email.template.deleted"],
    client: { parameters: ["id"], returns: null },
  }),

  /**
   * Returns the project's mail provider, or `null` when none is configured. Without a provider,
   * mails fail with the reason `no provider`; the local deployment keeps them in its mailbox
   * instead.
   */
  getProvider: operation({
    kind: "query",
    path: "/api/auth/banata/emails/provider/get",
    permission: "email.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ provider: z.nullable(EmailProvider) }),
    client: { returns: "provider" },
  }),

  /**
   * Sets the project's mail provider, replacing the previous one. `provider: null`, without other
   * fields, removes the provider and its credentials.
   *
   * `fromEmail` must be an address the provider allows you to send from. `apiKey` (Postmark: the
   * server token) is encrypted and never returned; omit it to keep the stored key while the
   * provider stays the same. Mailgun requires `domain`, the sending domain. `region` is the region
   * of a SendGrid or Mailgun account, by default `us`.
   *
   * `smtp` requires the host app's Node file (409 `not_available` without it) and `host`, the
   * server's public name. `secure: true` uses TLS from the first byte; otherwise the server must
   * offer STARTTLS, because nothing is sent in clear text. `port` defaults to 587, or to 465 with
   * `secure`; `secure` defaults to true for port 465. `username` and `password` go together. The
   * password is encrypted and never returned; omit it to keep the stored one while host, port,
   * `secure` and username stay the same. On the local deployment `host` may be a loopback address,
   * which does not need STARTTLS.
   */
  saveProvider: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/provider/save",
    permission: "email.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        provider: z.nullable(z.enum(["resend", "sendgrid", "postmark", "mailgun", "smtp"])),
        fromEmail: z.optional(email()),
        fromName: z.optional(z.nullable(line(100))),
        replyTo: z.optional(z.nullable(email())),
        apiKey: z.optional(
          z
            .string()
            .check(
              z.regex(/^[\x21-\x7e]{8,500}$/, { error: "Expected 8–500 visible ASCII characters" }),
            ),
        ),
        domain: z.optional(emailDomain()),
        region: z.optional(z.enum(["us", "eu"])),
        host: z.optional(
          z
            .string()
            .check(
              z.maxLength(253),
              z.toLowerCase(),
              z.regex(/^([a-z0-9.-]+|\[::1\])$/, { error: "Expected a host name" }),
            ),
        ),
        port: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(65_535))),
        secure: z.optional(z.boolean()),
        username: z.optional(line(256)),
        password: z.optional(line(500)),
      }),
    output: () => z.object({ success: z.literal(true), provider: z.nullable(EmailProvider) }),
    events: ["email.provider.updated"],
    client: { returns: "provider" },
  }),
};
