/**
 * Runs a request whose key has a limit. The operation replies `limited` before it does anything,
 * and the request is repeated here: counted and run in one mutation, even if it is a read. If the
 * request fails, its own writes roll back but the count stays, so failing on purpose does not avoid
 * the limit.
 */
import { v, type Infer } from "convex/values";
import { internalMutation, type MutationCtx } from "../_generated/server";
import { problem, findProblem, type Problem } from "../core/errors";
import { resolveCaller } from "./caller";
import { TenantWriter } from "./database";
import { countRequest, toReportedLimit, getApplicableLimits } from "./keyLimits";
import { markKeyUse } from "./keyUse";
import { toReference, replyValidator, requestArgs, type Reply, type RequestArgs } from "./request";

const limitState = v.object({
  name: v.string(),
  quota: v.number(),
  windowSeconds: v.number(),
  remaining: v.optional(v.number()),
  resetSeconds: v.optional(v.number()),
});
/** `problem` is set if the request failed: the error as JSON. */
const countedReply = v.object({
  reply: v.union(replyValidator, v.object({ problem: v.string() })),
  limit: v.union(limitState, v.null()),
});
export type CountedReply = Infer<typeof countedReply>;

export const run = internalMutation({
  args: {
    group: v.string(),
    name: v.string(),
    kind: v.union(v.literal("query"), v.literal("mutation")),
    args: v.object(requestArgs),
  },
  returns: countedReply,
  handler: async (ctx, { group, name, kind, args }): Promise<CountedReply> => {
    const now = Date.now();
    const { key, project } = await resolveCaller(ctx.db, args.credential, now);
    if (!key) throw new Error("Only requests with an API key can be counted.");
    const db = new TenantWriter(ctx.db, project.id);
    // The second call of a request, after a hash or a lookup, is not counted again.
    const { refused, state } = await countRequest(
      db,
      args.hashed === undefined && args.lookedUp === undefined
        ? getApplicableLimits(key, project, now)
        : [],
      now,
    );
    const limit = state && toReportedLimit(state);
    if (refused && limit) throw limitExceeded(refused, limit);
    if (limit)
      await markKeyUse(db, { keyId: key.id, ip: args.request.ip, counts: "requests" }, now);
    try {
      return {
        reply: await runOperation(ctx, { group, name, kind }, { ...args, counted: true }),
        limit,
      };
    } catch (error) {
      const known = findProblem(error);
      if (!known) throw error;
      return { reply: { problem: JSON.stringify(known) }, limit };
    }
  },
});

/** Runs the operation in a nested transaction. */
async function runOperation(
  ctx: MutationCtx,
  { group, name, kind }: { group: string; name: string; kind: "query" | "mutation" },
  args: RequestArgs,
): Promise<Reply> {
  if (kind === "mutation") return await ctx.runMutation(toReference("mutation", group, name), args);
  const reply = await ctx.runQuery(toReference("query", group, name), args);
  return "body" in reply ? { body: reply.body } : reply; // the use was recorded above
}

function limitExceeded(kind: "rateLimit" | "quota", limit: NonNullable<Problem["limit"]>) {
  const what = `${limit.quota} requests per ${kind === "quota" ? "period" : `${limit.windowSeconds} s`}`;
  return problem(
    "rate_limit_exceeded",
    `The ${limit.name.replace("-quota", "")}'s ${kind === "quota" ? "quota" : "rate limit"} of ${what} is exhausted; retry in ${limit.resetSeconds} s`,
    { retryAfterSeconds: limit.resetSeconds, limit },
  );
}
