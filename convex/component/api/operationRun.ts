/** Runs an operation's function, and the work that no transaction can do. */
import type { FunctionArgs } from "convex/server";
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import type { RequestTransactions } from "../core/contention";
import { problem, type Problem } from "../core/errors";
import type { MetadataSource } from "../sso/metadata";
import { toReference, type Reply, type RequestArgs } from "../tenancy/request";
import type { ManifestEntry } from "./manifest.generated";

export interface Route extends ManifestEntry {
  readonly group: string;
  readonly name: string;
}

export interface Running {
  readonly ctx: ActionCtx;
  readonly transactions: RequestTransactions;
}

/**
 * Runs the operation in one transaction. A second one follows only after a password was hashed,
 * metadata read or a DNS record looked up, and at most once an hour per key to record its use.
 */
export async function runOperation(
  running: Running,
  route: Route,
  args: RequestArgs,
  earlier: Limit | null = null,
): Promise<{ body: string; limit: Limit | null }> {
  const { reply, limit = earlier } = await runCounted(
    running,
    route,
    args,
    await call(running, route, args),
  );
  if ("hash" in reply) {
    const input = JSON.parse(args.input) as Record<string, string>; // already parsed by the function, which found the field
    const { hashNewPassword } = await import("../passwords/newPassword"); // loaded on demand: most requests hash nothing
    return await runOperation(
      running,
      route,
      {
        ...args,
        hashed: await hashNewPassword(reply.hash, input[reply.hash]!, reply.circumstances),
      },
      limit,
    );
  }
  if ("prepare" in reply) {
    const input = JSON.parse(args.input) as { samlConfig: MetadataSource }; // already parsed by the function, which found the field
    const { readMetadata } = await import("../sso/metadata"); // as above
    const prepared = await readMetadata(running.ctx, input.samlConfig);
    return await runOperation(running, route, { ...args, prepared }, limit);
  }
  if ("lookUp" in reply) {
    const { loadValues } = await import("../domains/lookup");
    return await runOperation(
      running,
      route,
      { ...args, lookedUp: await loadValues(reply.lookUp) },
      limit,
    );
  }
  if (reply.markUse) await recordUse(running.ctx, args.request.id, reply.markUse);
  return { body: reply.body, limit };
}

/** The answer is there already, and the next request records a use, too. */
async function recordUse(
  ctx: ActionCtx,
  requestId: string,
  use: FunctionArgs<typeof internal.tenancy.keyUse.mark>,
): Promise<void> {
  try {
    await ctx.runMutation(internal.tenancy.keyUse.mark, use);
  } catch (error) {
    console.error(`[${requestId}] Failed to record the use of a key:`, error);
  }
}

type Limit = NonNullable<Problem["limit"]>;
type Done = { reply: Exclude<Reply, { limited: true }>; limit?: Limit };

/**
 * Returns the reply; if the key has a limit, repeats the request in one mutation that counts it.
 */
async function runCounted(
  { ctx, transactions }: Running,
  { group, name, kind }: Route,
  args: RequestArgs,
  first: Reply,
): Promise<Done> {
  if (!("limited" in first)) return { reply: first };
  const { reply, limit } = await transactions.run(
    async () =>
      await ctx.runMutation(internal.tenancy.limitedRequest.run, { group, name, kind, args }),
  );
  const state = limit ? { limit } : {};
  if ("problem" in reply) {
    const { code, message, ...more } = JSON.parse(reply.problem) as Problem; // serialized by limitedRequest.ts
    throw problem(code, message, { ...state, ...more });
  }
  if ("limited" in reply)
    throw new Error(`${group}.${name} was counted but asked to be counted again.`);
  return { reply, ...state };
}

async function call(
  { ctx, transactions }: Running,
  { group, name, kind }: Route,
  args: RequestArgs,
): Promise<Reply> {
  return kind === "query"
    ? await ctx.runQuery(toReference("query", group, name), args)
    : await transactions.run(
        async () => await ctx.runMutation(toReference("mutation", group, name), args),
      );
}
