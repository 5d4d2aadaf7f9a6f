/**
 * The runs of the mail lane (lanes/runner.ts) and their attempts. The only code that handles a mail's secrets in
 * clear text; they never appear in arguments, logs or outcomes.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, type ActionCtx } from "../_generated/server";
import type { Limits } from "../lanes/capacity";
import { currentSecretId } from "../core/secrets";
import { runLane } from "../lanes/runner";
import type { Worker } from "../lanes/turn";
import type { Assigned, Assignment, Outcome, Report } from "./delivery";
import { mailboxUrl, putIntoMailbox } from "./mailbox";
import { isHttpSender, openApiKey, sendThrough } from "./providers";
import { openMailData } from "./queue";
import { render, type Appearance, type RenderedMail } from "./rendering";
import { sendOverSmtp } from "./smtp";
import type { Template } from "../core/template";

/** A small deployment runs 16 Node actions at once, which send over SMTP. */
const LIMITS: Limits = {
  prompt: { total: 48, perProject: 8 },
  slow: { total: 32, perProject: 4 },
};

export const run = internalAction({
  args: { run: v.string() },
  returns: v.null(),
  handler: async (ctx, { run: id }): Promise<null> => {
    await runLane(ctx, id, createWorker(ctx));
    return null;
  },
});

const createWorker = (ctx: ActionCtx): Worker<Assigned, Report> => ({
  lane: "mail",
  limits: LIMITS,
  step: async ({ projectId, run: id }, step) =>
    await ctx.runMutation(internal.emails.delivery.step, { projectId, run: id, ...step }),
  attempt: async ({ projectId }, { mailId, attempt }) => {
    const assignment: Assignment | null = await ctx.runQuery(internal.emails.delivery.load, {
      projectId,
      mailId,
    });
    const outcome = assignment && (await perform(ctx, projectId, mailId, assignment));
    return { report: { mailId, attempt, outcome }, hasAnswer: outcome?.kind !== "retry" };
  },
});

async function perform(
  ctx: ActionCtx,
  projectId: string,
  mailId: string,
  { to, sealedData, template, appearance, sender: stored, nodeHandle, secretId }: Assignment,
): Promise<Outcome> {
  const mailbox = mailboxUrl();
  if (!stored && mailbox === null) return { kind: "failed", reason: "no provider" };
  if (template === null) return { kind: "failed", reason: "The template no longer exists" };
  const secrets = await openSecrets(projectId, mailId, sealedData, stored);
  if (!secrets) {
    const reason =
      "The stored data cannot be decrypted. Check whether BANATA_AUTH_SECRET was replaced.";
    // A run that began before the secret was replaced ends soon; the next one may open the data.
    return secretId === (await currentSecretId())
      ? { kind: "failed", reason }
      : { kind: "retry", reason, afterSeconds: null };
  }
  const parts = JSON.parse(template) as Template; // both were serialized by delivery.ts
  const rendered: RenderedMail = render(parts, secrets.data, JSON.parse(appearance) as Appearance);
  const mail = { id: mailId, to, ...rendered };
  if (!stored) return await putIntoMailbox(mailbox!, { ...mail, projectId, template: parts.slug }); // checked above: one of the two exists
  const sender = { ...stored, apiKey: secrets.apiKey };
  return isHttpSender(sender)
    ? await sendThrough(sender, mail)
    : await sendOverSmtp(ctx, nodeHandle, sender, mail);
}

/** Null when they were sealed with a different secret. */
async function openSecrets(
  projectId: string,
  mailId: string,
  sealedData: string,
  sender: Assignment["sender"],
) {
  try {
    return {
      data: await openMailData(projectId, mailId, sealedData),
      apiKey: sender ? await openApiKey(projectId, sender) : "",
    };
  } catch {
    return null;
  }
}
