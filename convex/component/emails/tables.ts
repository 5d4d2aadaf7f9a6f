import { defineTable } from "convex/server";
import { v } from "convex/values";

const mailProvider = v.union(
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
  /** Mailgun only: the sending domain. */
  domain: v.union(v.string(), v.null()),
  /** Mailgun and SendGrid only: the region of the account. */
  region: v.union(v.literal("us"), v.literal("eu")),
  /** Unsealed only by sending.ts. SMTP: the password, "" for none. */
  sealedApiKey: v.string(),
  /** SMTP only. `secure`: TLS from the first byte, else STARTTLS. */
  smtp: v.optional(
    v.object({
      host: v.string(),
      port: v.number(),
      secure: v.boolean(),
      username: v.union(v.string(), v.null()),
    }),
  ),
};
/** The fields of a provider row that delivery needs. */
export const senderValidator = v.object(providerFields);

export const emailTables = {
  /**
   * One row per message, kept for 30 days: recipient, template and outcome. Written by queue.ts and
   * delivery.ts.
   */
  mails: defineTable({
    projectId: v.string(),
    id: v.string(),
    to: v.string(),
    /** Slug of a built-in or custom template, resolved when the mail is sent. */
    template: v.string(),
    /**
     * The template's variables as JSON, sealed for this message; null once the message is sent or
     * failed.
     */
    sealedData: v.union(v.string(), v.null()),
    status: v.union(v.literal("queued"), v.literal("sent"), v.literal("failed")),
    /** Attempts started. */
    attempts: v.number(),
    /** While queued: the earliest start of the next attempt. */
    dueAt: v.number(),
    failureReason: v.union(v.string(), v.null()),
    createdAt: v.number(),
    /** When it was sent or failed. */
    settledAt: v.union(v.number(), v.null()),
    /** While an attempt is in flight: the run that began it. */
    run: v.optional(v.string()),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byRecipient", ["projectId", "to", "id"])
    .index("byStatus", ["projectId", "status", "id"])
    .index("byRecipientAndStatus", ["projectId", "to", "status", "id"])
    .index("byDue", ["projectId", "status", "dueAt"]),

  /** The project's mail provider, at most one row per project. */
  mailProviders: defineTable({
    projectId: v.string(),
    ...providerFields,
    updatedAt: v.number(),
  }).index("byProject", ["projectId"]),

  /** Custom templates. One with the slug of a built-in template overrides it. */
  mailTemplates: defineTable({
    projectId: v.string(),
    id: v.string(),
    slug: v.string(),
    name: v.string(),
    subject: v.string(),
    preheader: v.union(v.string(), v.null()),
    description: v.union(v.string(), v.null()),
    /** JSON, validated before it was stored (wire/emailBlocks.ts). */
    blocksJson: v.string(),
    variablesJson: v.string(),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("bySlug", ["projectId", "slug"]),
};
