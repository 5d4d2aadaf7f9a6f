/**
 * The life of a queued mail: the transactions around the delivery attempts of sending.ts. README.md
 * has a state diagram.
 */
import { v, type Infer } from "convex/values";
import { loadSettings } from "../configuration/settings";
import { internalQuery } from "../_generated/server";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { tenantJob, type JobContext, type RecordingContext } from "../tenancy/functions";
import { purgeJob } from "../tenancy/purgeJob";
import { LEASE_MS, scheduleAttempt } from "./queue";
import { toAppearance } from "./rendering";
import { senderValidator } from "./tables";
import { findTemplate } from "./templates";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** The delay after each failed attempt except the last. */
const DELAYS_MS = [5 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS];
const MAXIMUM_ATTEMPTS = DELAYS_MS.length + 1;
/** Upper bound of a provider's `Retry-After`. */
const MAXIMUM_WAIT_MS = 60 * MINUTE_MS;

const RETENTION_MS = 30 * 24 * 60 * MINUTE_MS;
const DELETED_PER_RUN = 500;

const assignmentValidator = v.object({
  to: v.string(),
  sealedData: v.string(),
  /** A `Template` as JSON; null when it was deleted. */
  template: v.union(v.string(), v.null()),
  /** An `Appearance` as JSON. */
  appearance: v.string(),
  sender: v.union(senderValidator, v.null()),
  /** SMTP only: the handle of the host app's sending function, if registered. */
  nodeHandle: v.union(v.string(), v.null()),
});
export type Assignment = Infer<typeof assignmentValidator>;

/**
 * Loads what an attempt needs, with secrets still sealed. Null when the mail is no longer queued.
 */
export const load = internalQuery({
  args: { projectId: v.string(), mailId: v.string() },
  returns: v.union(assignmentValidator, v.null()),
  handler: async (ctx, { projectId, mailId }): Promise<Assignment | null> => {
    const db = new TenantReader(ctx.db, projectId);
    const mail = await db.get("mails", mailId);
    const deployment = new DeploymentReader(ctx.db);
    const project = await deployment.project(projectId);
    if (!project || mail?.status !== "queued" || mail.sealedData === null) return null;
    const template = await findTemplate(db, mail.template);
    const { branding } = await loadSettings(db);
    const row = await db.range("mailProviders", "byProject").unique();
    return {
      to: mail.to,
      sealedData: mail.sealedData,
      template: template && JSON.stringify(template),
      appearance: JSON.stringify(toAppearance(project, branding)),
      sender: row && toSender(row),
      nodeHandle:
        row?.provider === "smtp"
          ? ((await deployment.settings())?.nodeHandles?.sendMail ?? null)
          : null,
    };
  },
});

function toSender({
  provider,
  fromEmail,
  fromName,
  replyTo,
  domain,
  region,
  sealedApiKey,
  smtp,
}: Doc<"mailProviders">): Infer<typeof senderValidator> {
  return { provider, fromEmail, fromName, replyTo, domain, region, sealedApiKey, smtp };
}

/**
 * `retry`: a transient failure. `failed`: a permanent one. Reasons contain no secrets and no text
 * from the provider, which may echo the request.
 */
export const outcomeValidator = v.union(
  v.object({ kind: v.literal("sent") }),
  v.object({
    kind: v.literal("retry"),
    reason: v.string(),
    afterSeconds: v.union(v.number(), v.null()),
  }),
  v.object({ kind: v.literal("failed"), reason: v.string() }),
);
export type Outcome = Infer<typeof outcomeValidator>;

/**
 * Records an attempt's outcome. A late outcome, after the lease expired, is ignored unless the mail
 * was sent.
 */
export const settle = tenantJob(
  { mailId: v.string(), attempt: v.number(), outcome: outcomeValidator },
  async (ctx, { mailId, attempt, outcome }) => {
    const mail = await ctx.db.get("mails", mailId);
    if (mail?.status !== "queued") return;
    if (outcome.kind === "sent") {
      await ctx.db.patch("mails", mail, { status: "sent", sealedData: null, settledAt: ctx.now });
      return;
    }
    if (mail.attempts !== attempt) return;
    if (outcome.kind === "failed") await giveUp(ctx, mail, outcome.reason);
    else if (attempt >= MAXIMUM_ATTEMPTS)
      await giveUp(ctx, mail, `${outcome.reason} (${attempt} attempts)`);
    else
      await scheduleRetry(
        ctx,
        mail,
        Math.max(
          DELAYS_MS[attempt - 1]!,
          Math.min((outcome.afterSeconds ?? 0) * SECOND_MS, MAXIMUM_WAIT_MS),
        ),
      ); // attempt < MAXIMUM_ATTEMPTS here
  },
);

/**
 * Starts the next attempt once it is due: after a failed one, or after one whose lease expired
 * without an outcome.
 */
export const retry = tenantJob({ mailId: v.string() }, async (ctx, { mailId }) => {
  const mail = await ctx.db.get("mails", mailId);
  if (mail?.status !== "queued" || ctx.now < mail.dueAt) return;
  if (mail.attempts >= MAXIMUM_ATTEMPTS)
    return await giveUp(ctx, mail, `The last of ${mail.attempts} attempts timed out`);
  const attempt = mail.attempts + 1;
  await ctx.db.patch("mails", mail, { attempts: attempt, dueAt: ctx.now + LEASE_MS });
  await scheduleAttempt(ctx, mailId, attempt);
});

async function scheduleRetry(
  ctx: JobContext,
  mail: Doc<"mails">,
  milliseconds: number,
): Promise<void> {
  await ctx.db.patch("mails", mail, { dueAt: ctx.now + milliseconds });
  await ctx.scheduler.runAfter(milliseconds, internal.emails.delivery.retry, {
    projectId: ctx.db.projectId,
    mailId: mail.id,
  });
}

async function giveUp(ctx: RecordingContext, mail: Doc<"mails">, reason: string): Promise<void> {
  const { id, to, template } = await ctx.db.patch("mails", mail, {
    status: "failed",
    sealedData: null,
    failureReason: reason,
    settledAt: ctx.now,
  });
  const recorder = ctx.recorder(
    { type: "system", id: "mail", name: null },
    { id, ip: null, userAgent: null },
  );
  await recorder.record({
    type: "email.failed",
    targets: [{ type: "email", id, name: to }],
    data: { messageId: id, to, template, reason },
  });
}

/** Purges old mails in batches, oldest first. Run by crons.ts. */
export const purge = purgeJob(
  { mails: RETENTION_MS },
  DELETED_PER_RUN,
  () => internal.emails.delivery.purge,
);
