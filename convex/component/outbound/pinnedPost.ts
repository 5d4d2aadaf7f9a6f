/**
 * A POST by the host app's Node file (src/pinnedPost.ts), which looks the name up once and connects
 * to an address that it then stood for: nobody can answer differently the second time.
 */
import type { FunctionHandle } from "convex/server";
import type { ActionCtx } from "../_generated/server";
import { answered, failed, type Answer, type Post, type PostResult } from "./post";
import { leadsToThisMachine, targetFault } from "./targets";

type Report =
  | ({ kind: "answered" } & Answer)
  | { kind: "failed"; error: "timeout" | "connection" | "private_address" | "unresolved_name" };
type Job = { url: string; headers: Record<string, string>; body: string; onThisMachine: boolean };

/**
 * Never throws. A Node file that fails is not gone round: the app has chosen that nothing is sent
 * another way.
 */
export async function pinnedPost(
  ctx: Pick<ActionCtx, "runAction">,
  handle: string,
  { url, headers, body }: Post,
): Promise<PostResult> {
  if (targetFault(url) !== null) return failed("private_address");
  try {
    const job = { url, headers: { ...headers }, body, onThisMachine: leadsToThisMachine(url) };
    const report: Report = await ctx.runAction(
      handle as FunctionHandle<"action", Job, Report>,
      job,
    ); // register took it
    return report.kind === "answered" ? answered(report) : failed(report.error);
  } catch {
    return failed("node_file");
  }
}
