/**
 * One delivery attempt, outside of any transaction. The only code that handles a mail's secrets in
 * clear text; they never appear in arguments, logs or outcomes.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, type ActionCtx } from "../_generated/server";
import type { Assignment, Outcome } from "./delivery";
import { mailboxUrl, putIntoMailbox } from "./mailbox";
import { isHttpSender, openApiKey, sendThrough } from "./providers";
import { openMailData } from "./queue";
import { render, type Appearance, type RenderedMail } from "./rendering";
import { sendOverSmtp } from "./smtp";
import type { Template } from "../core/template";

export const send = internalAction({
  args: { projectId: v.string(), mailId: v.string(), attempt: v.number() },
  returns: v.null(),
  handler: async (ctx, { projectId, mailId, attempt }): Promise<null> => {
    const assignment: Assignment | null = await ctx.runQuery(internal.emails.delivery.load, {
      projectId,
      mailId,
    });
    if (assignment)
      await settle(ctx, {
        projectId,
        mailId,
        attempt,
        outcome: await perform(ctx, projectId, mailId, assignment),
      });
    return null;
  },
});

const settle = async (
  ctx: ActionCtx,
  args: { projectId: string; mailId: string; attempt: number; outcome: Outcome },
) => await ctx.runMutation(internal.emails.delivery.settle, args);

async function perform(
  ctx: ActionCtx,
  projectId: string,
  mailId: string,
  { to, sealedData, template, appearance, sender: stored, nodeHandle }: Assignment,
): Promise<Outcome> {
  const mailbox = mailboxUrl();
  if (!stored && mailbox === null) return { kind: "failed", reason: "no provider" };
  if (template === null) return { kind: "failed", reason: "The template no longer exists" };
  const secrets = await openSecrets(projectId, mailId, sealedData, stored);
  if (!secrets)
    return {
      kind: "failed",
      reason: "The stored data cannot be decrypted. Check whether BANATA_AUTH_SECRET was replaced.",
    };
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
