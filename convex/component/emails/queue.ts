/**
 * Lets other slices send mail. The mail is queued in the caller's transaction, so it is sent
 * exactly when that transaction commits.
 */
import { internal } from "../_generated/api";
import { newId } from "../core/ids";
import { seal, unseal } from "../core/secrets";
import type { JobContext } from "../tenancy/functions";
import { builtInTemplates, type BuiltInSlug, type MailData } from "./builtIns";
import { dataFaults, type Values } from "../core/template";

/** A mail the runtime itself sends. An empty string counts as omitted. */
export interface Mail<T extends BuiltInSlug = BuiltInSlug> {
  readonly to: string;
  readonly template: T;
  /**
   * The template's variables. May contain secrets: sealed at rest until the mail is sent, then
   * deleted.
   */
  readonly data: MailData[T];
}

/**
 * Queues one of the built-in mails and returns its id. Delivery is at least once and starts after
 * the transaction commits.
 *
 * Throws when the data lacks a required variable or contains an unknown one, which is a bug in the
 * calling code.
 */
export async function queueMail<T extends BuiltInSlug>(
  ctx: JobContext,
  { to, template, data }: Mail<T>,
): Promise<string> {
  return await insertMail(ctx, { to, template, data: requireData(template, data) });
}

/** Throws when the data lacks a required variable or contains an unknown one. */
function requireData<T extends BuiltInSlug>(template: T, data: MailData[T]): Values {
  const given = Object.fromEntries(
    Object.entries<string | undefined>({ ...data }).flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [[name, value]],
    ),
  );
  const [fault] = dataFaults(builtInTemplates[template], given);
  if (fault)
    throw new Error(`Invalid data for the mail "${template}": ${fault.name}: ${fault.message}.`);
  return given;
}

/**
 * Does the work of queueing a mail for addresses that get none, so that the time of a request does
 * not tell which ones do. The scheduled dispatch finds nothing to send.
 */
export async function discardMail<T extends BuiltInSlug>(
  ctx: JobContext,
  { template, data }: Omit<Mail<T>, "to">,
): Promise<void> {
  const id = newId("mail", ctx.now);
  await sealMailData(ctx.db.projectId, id, requireData(template, data));
  await scheduleDispatch(ctx);
}

/** Like `queueMail`, for any template. The caller has validated the data. */
export async function insertMail(
  ctx: JobContext,
  { to, template, data }: { to: string; template: string; data: Values },
): Promise<string> {
  const { db, now } = ctx;
  const id = newId("mail", now);
  await db.insert("mails", {
    id,
    to,
    template,
    sealedData: await sealMailData(db.projectId, id, data),
    status: "queued" as const,
    attempts: 0,
    dueAt: now,
    failureReason: null,
    createdAt: now,
    settledAt: null,
  });
  await scheduleDispatch(ctx);
  return id;
}

/**
 * In a transaction of its own, because all requests that send mail would conflict on the project's
 * pump. Arguments of scheduled functions are stored, so they contain ids only.
 */
async function scheduleDispatch({ db: { projectId }, scheduler }: JobContext): Promise<void> {
  await scheduler.runAfter(0, internal.emails.delivery.dispatch, { projectId });
}

/**
 * The purpose includes the message id, so data sealed for one message cannot be unsealed for
 * another.
 */
export const mailPlace = (mailId: string) => ({ purpose: `mail/${mailId}` });

const sealMailData = async (projectId: string, mailId: string, data: Values): Promise<string> =>
  await seal(projectId, mailPlace(mailId).purpose, JSON.stringify(data));

export const openMailData = async (
  projectId: string,
  mailId: string,
  sealed: string,
): Promise<Values> =>
  JSON.parse(await unseal(projectId, mailPlace(mailId).purpose, sealed)) as Values; // sealMailData wrote it
