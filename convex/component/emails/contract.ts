import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  email,
  emailDomain,
  epochMilliseconds,
  idInput,
  idOutput,
  isoDate,
  text,
} from "../wire/fields";
import { blocksText, variableName, variablesText } from "../wire/emailBlocks";

/** A template, built in or of the project's own. */
export const EmailTemplate = z.object({
  /** `etpl_…`; a built-in has its slug. */
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  subject: z.string(),
  preheader: z.nullable(z.string()),
  description: z.nullable(z.string()),
  /** JSON of an array of blocks (`emails.createTemplate`). */
  blocksJson: z.string(),
  /**
   * JSON of an array of `{ name, description?, defaultValue?, required? }`: all variables that a
   * mail may bring.
   */
  variablesJson: z.string(),
  builtIn: z.boolean(),
  /** Null for a built-in. */
  createdAt: z.nullable(epochMilliseconds()),
  updatedAt: z.nullable(epochMilliseconds()),
});
export type EmailTemplate = z.output<typeof EmailTemplate>;

/** A mail that was accepted for sending. What it says is not kept. */
export const EmailMessage = z.object({
  id: idOutput("mail"),
  to: z.string(),
  template: z.string(),
  status: z.enum(["queued", "sent", "failed"]),
  /** Attempts begun so far. */
  attempts: z.number(),
  failureReason: z.nullable(z.string()),
  createdAt: isoDate(),
  /** When it was sent or given up. */
  settledAt: z.nullable(isoDate()),
});
export type EmailMessage = z.output<typeof EmailMessage>;

/** Who sends the project's mail. The API key and the password are never shown. */
export const EmailProvider = z.object({
  provider: z.enum(["resend", "sendgrid", "postmark", "mailgun", "smtp"]),
  fromEmail: z.string(),
  fromName: z.nullable(z.string()),
  replyTo: z.nullable(z.string()),
  domain: z.nullable(z.string()),
  region: z.enum(["us", "eu"]),
  hasApiKey: z.boolean(),
  /** From here on of SMTP alone. */
  host: z.nullable(z.string()),
  port: z.nullable(z.number()),
  /** TLS from the first byte; else STARTTLS. */
  secure: z.nullable(z.boolean()),
  username: z.nullable(z.string()),
  hasPassword: z.boolean(),
  updatedAt: isoDate(),
});
export type EmailProvider = z.output<typeof EmailProvider>;

const MAXIMUM_DATA = 16 * 1024;

/** Variables of a template. Numbers and booleans are taken as their text, null as not given. */
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
            { error: "Larger than 16 KiB as JSON" },
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
/** Of a line in a mail's head: nothing that could end the line. */
const line = (maximum: number) =>
  text(maximum).check(z.regex(/^[^\p{Cc}]*$/u, { error: "Control characters are not allowed" }));
const optionalText = (maximum: number) =>
  z.optional(z.nullable(z.string().check(z.maxLength(maximum))));
const queued = () => z.object({ success: z.literal(true), messageId: idOutput("mail") });
const saved = () => z.object({ success: z.literal(true), template: EmailTemplate });

export const emails = {
  /**
   * Sends a mail made from a template, built in or the project's own, named by its slug, and
   * answers at once: `getMessage` says what became of it.
   *
   * `data` has the template's variables, at most 16 KiB; it is sealed until the mail is sent, then deleted. 422 `validation_error` names a required variable that is missing, one that the template
   * does not have, and one that should be an http(s) or mailto URL and is not. 404 for an unknown
   * template.
   *
   * Delivery is at least once: after a failure that may pass (no answer, 429, 5xx) it is tried
   * again after about 5 s, 1 min, 5 min and 30 min, then given up with the event `email.failed`.
   */
  send: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/send",
    permission: "email.send",
    input: z.strictObject({ to: email(), template: text(63), data: z._default(data(), {}) }),
    output: queued(),
    events: ["email.queued"],
  }),

  /** What became of a mail. Kept 30 days. 404 when the project sent none with that id. */
  getMessage: operation({
    kind: "query",
    path: "/api/auth/banata/emails/messages/get",
    permission: "email.read",
    input: z.strictObject({ messageId: idInput("mail") }),
    output: EmailMessage,
    positional: "messageId",
  }),

  /**
   * The mail as it would be sent now, with the project's branding. Variables that `data` leaves out
   * have their default or a sample. 404 for an unknown template.
   */
  preview: operation({
    kind: "query",
    path: "/api/auth/banata/emails/preview",
    permission: "email.read",
    input: z.strictObject({ template: text(63), data: z._default(data(), {}) }),
    output: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
  }),

  /**
   * Sends a mail with samples for all variables, `welcome` unless another template is named: to see
   * that the provider works.
   */
  sendTest: operation({
    kind: "mutation",
    path: "/api/auth/banata/test-email",
    permission: "email.send",
    input: z.strictObject({ to: email(), template: z._default(text(63), "welcome") }),
    output: queued(),
    events: ["email.queued"],
  }),

  /**
   * All templates, the project's own first, then the built-in ones that it did not replace. A
   * project has at most 100.
   */
  listTemplates: operation({
    kind: "query",
    path: "/api/auth/banata/emails/templates/list",
    permission: "email.read",
    input: z.strictObject({}),
    output: z.object({ templates: z.array(EmailTemplate) }),
  }),

  /**
   * The template with that id or slug, or `null`. A slug finds the project's own before the
   * built-in one.
   */
  getTemplate: operation({
    kind: "query",
    path: "/api/auth/banata/emails/templates/get",
    permission: "email.read",
    input: z.strictObject({ idOrSlug: idInput("emailTemplate") }), // or a slug, which is none of another project's either
    output: z.object({ template: z.nullable(EmailTemplate) }),
    positional: "idOrSlug",
  }),

  /**
   * Creates a template. With the slug of a built-in one (verification, password-reset, magic-link,
   * email-otp, invitation, welcome, webhook-disabled) it replaces that in the project.
   *
   * `blocksJson` is a JSON array of at most 100 blocks: `{ type: "heading", text, level? }`, `{ type: "text", text }`, `{ type: "button", text, href }`, `{ type: "image", src, alt, width? }`,
   * `{ type: "code", text }`, `{ type: "divider" }`. `{{name}}` in a text, an address, the subject or the preheader stands for a variable, and `{{appName}}` for the project's name. Values are escaped; a
   * block that needs a value which is not there is left out. `variablesJson` says more about
   * variables: `{ name, description?, defaultValue?, required? }`; one that is used and not in
   * there is required.
   *
   * 422 for blocks that are none, and, with the slug of a built-in, when a block does not use what
   * that mail is for (`{{url}}` …) or a variable that it does not bring. 409 `conflict` when the
   * slug is taken, or at 100 templates.
   */
  createTemplate: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/templates/create",
    permission: "email.update",
    input: z.strictObject({
      name: text(100),
      slug: slug(),
      subject: line(255),
      preheader: optionalText(200),
      description: optionalText(500),
      blocksJson: blocksText(),
      variablesJson: z.optional(variablesText()),
    }),
    output: saved(),
    events: ["email.template.created"],
  }),

  /**
   * Changes the fields that are given; `null` clears `preheader` and `description`. The same rules
   * as for `createTemplate`. 404 for a built-in: create one with its slug.
   */
  updateTemplate: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/templates/update",
    permission: "email.update",
    input: z.strictObject({
      id: idInput("emailTemplate"),
      name: z.optional(text(100)),
      slug: z.optional(slug()),
      subject: z.optional(line(255)),
      preheader: optionalText(200),
      description: optionalText(500),
      blocksJson: z.optional(blocksText()),
      variablesJson: z.optional(variablesText()),
    }),
    output: saved(),
    events: ["email.template.updated"],
  }),

  /**
   * Deletes a template of the project's own; a built-in that it replaced is back. 404 for a
   * built-in. Mails with it that are still queued fail.
   */
  deleteTemplate: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/templates/delete",
    permission: "email.update",
    input: z.strictObject({ id: idInput("emailTemplate") }),
    output: saved(),
    events: ["email.template.deleted"],
    positional: "id",
  }),

  /**
   * Who sends the project's mail; `null` when nobody was chosen: then mails fail with `no
   * provider`, except on the local deployment, which keeps them in its mailbox.
   */
  getProvider: operation({
    kind: "query",
    path: "/api/auth/banata/emails/provider/get",
    permission: "email.read",
    input: z.strictObject({}),
    output: z.object({ provider: z.nullable(EmailProvider) }),
  }),

  /**
   * Chooses who sends the project's mail, replacing the choice before; `provider: null` alone takes
   * it back, and forgets its credentials.
   *
   * `fromEmail` must be an address that the provider lets you send from. `apiKey` (Postmark: the server's token) is sealed and never shown; it may be left out while the provider stays the same. Mailgun needs `domain`,
   * the sending domain. `region` is where a SendGrid or Mailgun account lives, `us` unless given.
   *
   * `smtp` needs the host app's Node file (409 `not_available` without it) and `host`, the server's public name. `secure` is TLS from the first byte, else STARTTLS, which the server must offer: nothing is sent in clear.
   * `port` is 587 unless given, 465 with `secure`; `secure` is true for port 465 unless given. `username` and `password` go together; the password is sealed and never shown, and may be left out while host, port, `secure` and
   * username stay the same. On the local deployment `host` may be a loopback address, which is
   * spoken to without STARTTLS.
   */
  saveProvider: operation({
    kind: "mutation",
    path: "/api/auth/banata/emails/provider/save",
    permission: "email.update",
    input: z.strictObject({
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
            z.regex(/^([a-z0-9.-]+|\[::1\])$/, { error: "Expected the name of a host" }),
          ),
      ),
      port: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(65_535))),
      secure: z.optional(z.boolean()),
      username: z.optional(line(256)),
      password: z.optional(line(500)),
    }),
    output: z.object({ success: z.literal(true), provider: z.nullable(EmailProvider) }),
    events: ["email.provider.updated"],
  }),
};
