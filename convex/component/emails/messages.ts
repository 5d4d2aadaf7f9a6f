/** Mails sent through the API. The runtime's own mails go through queue.ts. */
import { loadSettings } from "../configuration/settings";
import { notFound, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { page, type Segment } from "../tenancy/page";
import type { EmailMessage, emails } from "./contract";
import { presentMessage } from "./present";
import { insertMail } from "./queue";
import { toAppearance, render, type RenderedMail } from "./rendering";
import { dataFaults, sampleData, type Template, type Values } from "../core/template";
import { findTemplate } from "./templates";

type Input<M extends keyof typeof emails> = OperationInput<(typeof emails)[M]>;

export async function sendMail(
  ctx: WriteContext,
  { to, template: slug, data }: Input<"send">,
): Promise<string> {
  const template = await requireTemplate(ctx.db, slug);
  assertData(template, data);
  return await queueAndRecord(ctx, to, slug, data);
}

export async function sendTestMail(
  ctx: WriteContext,
  { to, template: slug }: Input<"sendTest">,
): Promise<string> {
  return await queueAndRecord(ctx, to, slug, sampleData(await requireTemplate(ctx.db, slug)));
}

export async function previewMail(
  ctx: ReadContext,
  { template: slug, data }: Input<"preview">,
): Promise<RenderedMail> {
  const template = await requireTemplate(ctx.db, slug);
  const values = { ...sampleData(template), ...data };
  assertData(template, values);
  const { project } = ctx.caller;
  const { branding } = await loadSettings(ctx.db);
  return render(template, values, toAppearance(project, branding));
}

export async function listMessages(
  ctx: ReadContext,
  { to, status, ...input }: Input<"listMessages">,
) {
  const { rows, listMetadata } = await page(ctx, "mails", [chooseSegment({ to, status })], input);
  return { data: rows.map(presentMessage), listMetadata };
}

function chooseSegment({
  to,
  status,
}: Pick<Input<"listMessages">, "to" | "status">): Segment<"mails"> {
  if (to !== undefined && status !== undefined)
    return {
      index: "byRecipientAndStatus",
      equal: [
        ["to", to],
        ["status", status],
      ],
      key: "id",
    };
  if (to !== undefined) return { index: "byRecipient", equal: [["to", to]], key: "id" };
  if (status !== undefined) return { index: "byStatus", equal: [["status", status]], key: "id" };
  return { index: "byProjectId", key: "id" };
}

export async function getMessage(ctx: ReadContext, messageId: string): Promise<EmailMessage> {
  const mail = await ctx.db.get("mails", messageId);
  if (!mail) throw notFound("Message");
  return presentMessage(mail);
}

/** The event and the audit entry do not contain the mail's content. */
async function queueAndRecord(
  ctx: WriteContext,
  to: string,
  template: string,
  data: Values,
): Promise<string> {
  const messageId = await insertMail(ctx, { to, template, data });
  await ctx.record({
    type: "email.queued",
    targets: [{ type: "email", id: messageId, name: to }],
    data: { messageId, to, template },
  });
  return messageId;
}

async function requireTemplate(db: TenantReader, slug: string): Promise<Template> {
  const template = await findTemplate(db, slug);
  if (!template) throw notFound("Template");
  return template;
}

function assertData(template: Template, data: Values): void {
  const errors = dataFaults(template, data).map(({ name, message, code }) => ({
    field: `data.${name}`,
    message,
    code,
  }));
  const [first] = errors;
  if (first) throw problem("validation_error", `${first.field}: ${first.message}`, { errors });
}
