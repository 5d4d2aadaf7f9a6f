/**
 * The life of a queued mail: the transactions of a turn at a project's mail (lanes/turn.ts), around
 * the attempts of sending.ts. README.md has a state diagram.
 */
import { v, type Infer } from "convex/values";
import { loadSettings } from "../configuration/settings";
import { currentSecretId } from "../core/secrets";
import { internalQuery } from "../_generated/server";
import { endTurn, wakePump, type PumpPlace } from "../lanes/pumps";
import { endsTurn, isSlowAfter, openStep, stepArgs } from "../lanes/steps";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { tenantCall, tenantJob, type RecordingContext } from "../tenancy/functions";
import { purgeJob } from "../tenancy/purgeJob";
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

/**
 * How long an attempt may run before the next one is due. Must exceed the provider request timeout
 * (exchange.ts).
 */
const LEASE_MS = MINUTE_MS;
/** More than a run has in flight for one project. */
const RETRIED_PER_STEP = 50;
const PUMP: PumpPlace = { lane: "mail", key: "" };

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
  /** Of the deployment's secret now; an action keeps the environment that it began with. */
  secretId: v.string(),
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
      secretId: await currentSecretId(),
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

const assignedValidator = v.object({ mailId: v.string(), attempt: v.number() });
export type Assigned = Infer<typeof assignedValidator>;
const reportValidator = v.object({
  mailId: v.string(),
  attempt: v.number(),
  /** Null when there was nothing to send any more. */
  outcome: v.union(outcomeValidator, v.null()),
});
export type Report = Infer<typeof reportValidator>;

/** Scheduled by the transaction that queued a mail. */
export const dispatch = tenantJob({}, async (ctx) => await wakePump(ctx, PUMP, ctx.now));

/** See `Step` in lanes/turn.ts. Returns null when the turn is over. */
export const step = tenantCall(
  { run: v.string(), ...stepArgs, reports: v.array(reportValidator) },
  v.union(v.array(assignedValidator), v.null()),
  async (ctx, { run, kind, reports, free, underWay }): Promise<Assigned[] | null> => {
    const retries: number[] = [];
    for (const report of reports) {
      const retryAt = await settle(ctx, report);
      if (retryAt !== null) retries.push(retryAt);
    }
    const pump = await openStep(ctx, PUMP, { kind, run });
    if (pump === null) {
      if (retries.length > 0) await wakePump(ctx, PUMP, Math.min(...retries));
      return null;
    }
    if (pump.lostRun !== undefined) await retryLost(ctx, pump.lostRun);
    const queued = await ctx.db
      .range("mails", "byDue", (q) => q.eq("status", "queued"))
      .take(Math.max(free, 1));
    const due = queued.slice(0, free).filter(({ dueAt }) => dueAt <= ctx.now);
    const assigned: Assigned[] = [];
    for (const mail of due)
      if (mail.attempts >= MAXIMUM_ATTEMPTS)
        await giveUp(ctx, mail, `The last of ${mail.attempts} attempts timed out`);
      else assigned.push(await startAttempt(ctx, mail, run));
    if (endsTurn(kind) || (due.length === 0 && underWay === 0)) {
      await endTurn(ctx, pump, queued[0]?.dueAt ?? null, isSlowAfter(kind, pump));
      return null;
    }
    return assigned;
  },
);

async function startAttempt(
  ctx: RecordingContext,
  mail: Doc<"mails">,
  run: string,
): Promise<Assigned> {
  const attempt = mail.attempts + 1;
  await ctx.db.patch("mails", mail, { attempts: attempt, dueAt: ctx.now + LEASE_MS, run });
  return { mailId: mail.id, attempt };
}

/** Makes the attempts that a dead run had begun due again. */
async function retryLost({ db, now }: RecordingContext, run: string): Promise<void> {
  const inFlight = await db
    .range("mails", "byDue", (q) =>
      q
        .eq("status", "queued")
        .gt("dueAt", now)
        .lte("dueAt", now + LEASE_MS),
    )
    .take(RETRIED_PER_STEP);
  for (const mail of inFlight)
    if (mail.run === run) await db.patch("mails", mail, { run: undefined, dueAt: now });
}

/**
 * Records an attempt's outcome. A late outcome, after the lease expired, is ignored unless the mail
 * was sent. Returns when the next attempt is due, or null when there is none.
 */
async function settle(
  ctx: RecordingContext,
  { mailId, attempt, outcome }: Report,
): Promise<number | null> {
  const mail = await ctx.db.get("mails", mailId);
  if (mail?.status !== "queued" || outcome === null) return null;
  if (outcome.kind === "sent") {
    await ctx.db.patch("mails", mail, { status: "sent", sealedData: null, settledAt: ctx.now });
    return null;
  }
  if (mail.attempts !== attempt) return null;
  if (outcome.kind === "failed") await giveUp(ctx, mail, outcome.reason);
  else if (attempt >= MAXIMUM_ATTEMPTS)
    await giveUp(ctx, mail, `${outcome.reason} (${attempt} attempts)`);
  else {
    const asked = Math.min((outcome.afterSeconds ?? 0) * SECOND_MS, MAXIMUM_WAIT_MS);
    const dueAt = ctx.now + Math.max(DELAYS_MS[attempt - 1]!, asked); // attempt < MAXIMUM_ATTEMPTS here
    await ctx.db.patch("mails", mail, { dueAt, run: undefined });
    return dueAt;
  }
  return null;
}

/** Scheduled by earlier versions of the runtime. */
export const retry = tenantJob({ mailId: v.string() }, async (ctx, { mailId }) => {
  const mail = await ctx.db.get("mails", mailId);
  if (mail?.status === "queued") await wakePump(ctx, PUMP, mail.dueAt);
});

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
