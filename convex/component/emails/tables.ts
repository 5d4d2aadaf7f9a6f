import { defineTable } from "convex/server";
import { v } from "convex/values";

export const mailProvider = v.union(
  v.literal("resend"),
  v.literal("sendgrid"),
  v.literal("postmark"),
  v.literal("mailgun"),
  v.literal("smtp"),
);

const providerFields = {
  provider: mailProvider,
  fromEmail: v.string(),
  fromName: v.union(v.string(), v.null()),
  replyTo: v.union(v.string(), v.null()),
  /** Mailgun: the sending domain. */
  domain: v.union(v.string(), v.null()),
  /** Mailgun and SendGrid: which of their data centres has the account. */
  region: v.union(v.literal("us"), v.literal("eu")),
  /**
   * Opened only by sending.ts, for the request to the provider. SMTP: the password, "" for none.
   */
  sealedApiKey: v.string(),
  /** Of SMTP alone. `secure`: TLS from the first byte; else STARTTLS. */
  smtp: v.optional(
    v.object({
      host: v.string(),
      port: v.number(),
      secure: v.boolean(),
      username: v.union(v.string(), v.null()),
    }),
  ),
};
/** What delivery needs of a provider's row. */
export const senderValidator = v.object(providerFields);

export const emailTables = {
  /**
   * One row a message, kept 30 days: who was sent what, and what became of it. Written by queue.ts
   * and delivery.ts.
   */
  mails: defineTable({
    projectId: v.string(),
    id: v.string(),
    to: v.string(),
    /** Slug of a built-in or custom template; looked up when the mail is sent. */
    template: v.string(),
    /**
     * The template's variables as JSON, sealed for this message; null as soon as the message is
     * sent or given up.
     */
    sealedData: v.union(v.string(), v.null()),
    status: v.union(v.literal("queued"), v.literal("sent"), v.literal("failed")),
    /** Attempts begun. */
    attempts: v.number(),
    /** Queued: not before this time may the next attempt begin. */
    dueAt: v.number(),
    failureReason: v.union(v.string(), v.null()),
    createdAt: v.number(),
    /** When it was sent or given up. */
    settledAt: v.union(v.number(), v.null()),
  }).index("byProjectId", ["projectId", "id"]),

  /** At most one row a project: who sends its mail. */
  mailProviders: defineTable({
    projectId: v.string(),
    ...providerFields,
    updatedAt: v.number(),
  }).index("byProject", ["projectId"]),

  /** Custom templates; one with the slug of a built-in replaces it. */
  mailTemplates: defineTable({
    projectId: v.string(),
    id: v.string(),
    slug: v.string(),
    name: v.string(),
    subject: v.string(),
    preheader: v.union(v.string(), v.null()),
    description: v.union(v.string(), v.null()),
    /** JSON texts, checked when they were stored (blocks.ts). */
    blocksJson: v.string(),
    variablesJson: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("bySlug", ["projectId", "slug"]),
};
