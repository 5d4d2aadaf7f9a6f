/**
 * SMTP needs Node, so the host app's Node file (src/node.ts) sends the mail. The credentials are
 * arguments of that single call, which are not stored.
 */
import type { FunctionHandle } from "convex/server";
import type { ActionCtx } from "../_generated/server";
import { isOnThisMachine } from "../core/siteUrl";
import type { Outcome } from "./delivery";
import type { OutgoingMail, Sender } from "./providers";

type Report =
  { kind: "sent" } | { kind: "retry"; reason: string } | { kind: "failed"; reason: string };
type Job = {
  server: {
    host: string;
    port: number;
    secure: boolean;
    username: string | null;
    password: string | null;
    onThisMachine: boolean;
  };
  message: OutgoingMail & { fromEmail: string; fromName: string | null; replyTo: string | null };
};

/** Used in the API error and in a mail's failure reason. */
export const NODE_FILE_NEEDED =
  "SMTP requires the host app's Node file: re-export @banata-auth/convex/node from a file with \"use node\" and run the app's registerNode once";

export async function sendOverSmtp(
  ctx: Pick<ActionCtx, "runAction">,
  handle: string | null,
  sender: Sender,
  mail: OutgoingMail,
): Promise<Outcome> {
  const { smtp, apiKey: password, fromEmail, fromName, replyTo } = sender;
  if (handle === null || !smtp) return { kind: "failed", reason: NODE_FILE_NEEDED };
  const server = {
    ...smtp,
    password: password === "" ? null : password,
    onThisMachine: isOnThisMachine(),
  };
  try {
    const report: Report = await ctx.runAction(handle as FunctionHandle<"action", Job, Report>, {
      server,
      message: { ...mail, fromEmail, fromName, replyTo },
    }); // the handle comes from registerNode
    return report.kind === "retry" ? { ...report, afterSeconds: null } : report;
  } catch {
    return {
      kind: "retry",
      reason: "The host app's Node file failed or did not respond",
      afterSeconds: null,
    }; // the error may contain the arguments, so it is dropped
  }
}
