/**
 * POSTs through the host app's Node file (src/pinnedPost.ts), which resolves the name once and
 * connects to an address from that lookup, so a second DNS answer cannot redirect the request (DNS
 * rebinding).
 */
import type { FunctionHandle } from "convex/server";
import type { ActionCtx } from "../_generated/server";
import { answered, failed, type Answer, type Post, type PostResult } from "./post";
import { isLocalTarget, targetFault } from "./targets";

type Report =
  | ({ kind: "answered" } & Answer)
  | { kind: "failed"; error: "timeout" | "connection" | "private_address" | "unresolved_name" };
type Job = { url: string; headers: Record<string, string>; body: string; onThisMachine: boolean };

/**
 * Never throws. If the Node file fails, there is no fallback to `fetch`: the app chose not to send
 * requests any other way.
 */
export async function pinnedPost(
  ctx: Pick<ActionCtx, "runAction">,
  handle: string,
  { url, headers, body }: Post,
): Promise<PostResult> {
  if (targetFault(url) !== null) return failed("private_address");
  try {
    const job = { url, headers: { ...headers }, body, onThisMachine: isLocalTarget(url) };
    const report: Report = await ctx.runAction(
      handle as FunctionHandle<"action", Job, Report>,
      job,
    ); // the registered handle
    return report.kind === "answered" ? answered(report) : failed(report.error);
  } catch {
    return failed("node_file");
  }
}
