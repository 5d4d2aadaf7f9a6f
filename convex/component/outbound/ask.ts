/**
 * Requests to URLs that tenants choose, whose answers the runtime reads: discovery documents, key
 * sets, token endpoints and metadata of identity providers. Under the same rules as webhooks
 * (targets.ts): public HTTPS addresses only, no redirects, a limit of time and size. Actions only.
 */
import type { FunctionHandle } from "convex/server";
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { guardedAsk } from "./guardedAsk";
import {
  AskError,
  isRedirect,
  prepareQuestion,
  type AskFailure,
  type PreparedQuestion,
  type Question,
  type Reply,
} from "./question";
import { Resolver } from "./resolver";
import { isLocalTarget, targetFault } from "./targets";

export { AskError, type AskFailure, type Question, type Reply };

/** What the host app's Node file answers (src/pinnedAsk.ts). */
type Report =
  | ({ kind: "answered" } & Reply)
  | {
      kind: "failed";
      error: Exclude<AskFailure, "invalid_target" | "redirect" | "node_file">;
    };
/** Without an interface, which Convex's types would not accept as arguments. */
type Job = {
  [K in keyof PreparedQuestion]: PreparedQuestion[K];
} & { headers: Record<string, string>; onThisMachine: boolean };

/**
 * Sends one GET, or a form POST if the question has a `form`, and returns the whole answer,
 * whatever its status, unless it is a redirect. If the host app registered its Node file, that file
 * sends the request to an address that it has checked; otherwise `fetch` sends it after a lookup.
 *
 * ```ts
 * const { status, body } = await ask(ctx, { url: `${issuer}/.well-known/openid-configuration` });
 * ```
 *
 * Throws only `AskError`, whose `message` can be shown to an administrator and whose `reason` is
 * for programs.
 */
export async function ask(
  ctx: Pick<ActionCtx, "runQuery" | "runAction">,
  question: Question,
  resolver = new Resolver(),
): Promise<Reply> {
  const fault = targetFault(question.url);
  if (fault !== null) throw new AskError("invalid_target", question.url, fault);
  const prepared = prepareQuestion(question);
  const handle: string | null = await ctx.runQuery(internal.outbound.nodeFile.asking);
  return handle === null
    ? await guardedAsk(prepared, resolver)
    : await pinnedAsk(ctx, handle, prepared);
}

/**
 * If the Node file fails, there is no fallback to `fetch`: the app chose not to send requests any
 * other way.
 */
async function pinnedAsk(
  ctx: Pick<ActionCtx, "runAction">,
  handle: string,
  question: PreparedQuestion,
): Promise<Reply> {
  const { url } = question;
  const job = { ...question, headers: { ...question.headers }, onThisMachine: isLocalTarget(url) };
  let report: Report;
  try {
    report = await ctx.runAction(handle as FunctionHandle<"action", Job, Report>, job); // the registered handle
  } catch {
    throw new AskError("node_file", url);
  }
  if (report.kind === "failed") throw new AskError(report.error, url);
  const { status, headers, body } = report;
  if (isRedirect(status)) throw new AskError("redirect", url);
  return { status, headers, body };
}
