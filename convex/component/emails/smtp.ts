/**
 * SMTP needs Node, so the installing app's Node file (src/node.ts) sends. It gets the credentials
 * as arguments of this one call, which nothing stores.
 */
import type { FunctionHandle } from "convex/server";
import type { ActionCtx } from "../_generated/server";
import { isOnThisMachine } from "../signIn/origins/origins";
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

/** What to do about it, in the answer and in the reason of a mail that failed. */
export const NODE_FILE_NEEDED =
  "SMTP needs the host app's Node file: export @banata-auth/convex/node from a file with \"use node\" and run the app's registerNode once";

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
    }); // register took it
    return report.kind === "retry" ? { ...report, afterSeconds: null } : report;
  } catch {
    return {
      kind: "retry",
      reason: "The host app's Node file does not answer",
      afterSeconds: null,
    }; // what was thrown may repeat the arguments
  }
}
