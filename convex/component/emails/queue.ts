/**
 * How another slice sends a mail: in its own transaction, so that a mail is sent exactly when its
 * cause was committed.
 */
import { internal } from "../_generated/api";
import { newId } from "../core/ids";
import { seal, unseal } from "../core/secrets";
import type { JobContext } from "../tenancy/functions";
import { builtInTemplates, type BuiltInSlug, type MailData } from "./builtIns";
import { dataFaults, type Values } from "../core/template";

/** `""` is as good as left out. */
export interface Mail<T extends BuiltInSlug = BuiltInSlug> {
  readonly to: string;
  readonly template: T;
  /**
   * The template's variables. May hold secrets: it is sealed at rest until the mail is sent, then
   * deleted.
   */
  readonly data: MailData[T];
}

/**
 * A mail's attempt is taken for lost when nothing was heard of it for so long: longer than a
 * request to a provider may take.
 */
export const LEASE = 60_000;

/**
 * Queues a mail that the runtime itself sends, and answers its id. Delivery is at least once and
 * begins when the transaction has committed.
 *
 * Throws when the data lacks a required variable of the built-in template or has one that it does
 * not know: an error of the calling code.
 */
export async function queueMail<T extends BuiltInSlug>(
  ctx: JobContext,
  { to, template, data }: Mail<T>,
): Promise<string> {
  const given = Object.fromEntries(
    Object.entries<string | undefined>({ ...data }).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, value]],
    ),
  );
  const [fault] = dataFaults(builtInTemplates[template], given);
  if (fault) throw new Error(`A mail ${template} cannot be sent: ${fault.name}: ${fault.message}.`);
  return await insertMail(ctx, { to, template, data: given });
}

/** The same for any template, built in or custom; the caller has checked the data. */
export async function insertMail(
  ctx: JobContext,
  { to, template, data }: { to: string; template: string; data: Values },
): Promise<string> {
  const { db, now } = ctx;
  const id = newId("mail", now);
  await db.insert("mails", {
    ...{
      id,
      to,
      template,
      sealedData: await sealMailData(db.projectId, id, data),
      status: "queued" as const,
    },
    ...{ attempts: 1, dueAt: now + LEASE, failureReason: null, createdAt: now, settledAt: null },
  });
  await scheduleAttempt(ctx, id, 1);
  return id;
}

/**
 * One attempt, and the job that finds out when the attempt was lost: an action is run once at most.
 * Ids alone: arguments of jobs are stored.
 */
export async function scheduleAttempt(
  { db: { projectId }, scheduler }: JobContext,
  mailId: string,
  attempt: number,
): Promise<void> {
  await scheduler.runAfter(0, internal.emails.sending.send, { projectId, mailId, attempt });
  await scheduler.runAfter(LEASE, internal.emails.delivery.retry, { projectId, mailId });
}

/** The message's id is part of the purpose: what was sealed for one message opens for no other. */
export const mailPlace = (mailId: string) => ({ purpose: `mail/${mailId}` });

const sealMailData = async (projectId: string, mailId: string, data: Values): Promise<string> =>
  await seal(projectId, mailPlace(mailId).purpose, JSON.stringify(data));

export const openMailData = async (
  projectId: string,
  mailId: string,
  sealed: string,
): Promise<Values> =>
  JSON.parse(await unseal(projectId, mailPlace(mailId).purpose, sealed)) as Values; // sealMailData wrote it
