/** The runs of the webhooks lane: posts due deliveries of all projects (lanes/runner.ts). */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, type ActionCtx } from "../_generated/server";
import type { Limits } from "../lanes/capacity";
import { runLane } from "../lanes/runner";
import type { Turn, Worker } from "../lanes/turn";
import { guardedPost, Resolver } from "../outbound/guardedPost";
import { pinnedPost } from "../outbound/pinnedPost";
import type { Post, PostResult } from "../outbound/post";
import type { Report } from "./outcome";
import { openSecret } from "./secret";
import { signedHeaders } from "./signatures";
import type { Work } from "./steps";

/**
 * Bodies of up to 256 KiB are in memory, of which an action has 64 MiB. Each post through the
 * app's Node file is a Node action, of which a small deployment runs 16 at once.
 */
const LIMITS = {
  fetch: { prompt: { total: 64, perProject: 16 }, slow: { total: 64, perProject: 16 } },
  nodeFile: { prompt: { total: 8, perProject: 4 }, slow: { total: 6, perProject: 3 } },
} satisfies Record<string, Limits>;

type Item = Work["deliveries"][number] & { readonly work: Work };
type Send = (post: Post) => Promise<PostResult>;

export const run = internalAction({
  args: { run: v.string() },
  returns: v.null(),
  handler: async (ctx, { run: id }): Promise<null> => {
    await runLane(ctx, id, await createWorker(ctx));
    return null;
  },
});

/** Sends through the host app's Node file if one is registered. */
async function createWorker(ctx: ActionCtx): Promise<Worker<Item, Report>> {
  const handle: string | null = await ctx.runQuery(internal.outbound.nodeFile.delivery);
  const resolver = new Resolver();
  const send: Send =
    handle === null
      ? async (post) => await guardedPost(post, resolver)
      : async (post) => await pinnedPost(ctx, handle, post);
  return {
    lane: "webhooks",
    limits: handle === null ? LIMITS.fetch : LIMITS.nodeFile,
    step: async ({ projectId, key, run: id }, step) => {
      const args = { projectId, endpointId: key, run: id, ...step };
      const work: Work | null = await ctx.runMutation(internal.webhooks.steps.step, args);
      return work && work.deliveries.map((delivery) => ({ ...delivery, work }));
    },
    attempt: async (turn, item) => {
      const report = await deliver(turn, item, send);
      return { report, hasAnswer: report.attempt.status !== null };
    },
  };
}

async function deliver(
  { projectId, key }: Turn,
  { id, eventId, number, body, work }: Item,
  send: Send,
): Promise<Report> {
  const secrets = await Promise.all(
    work.secrets.map(async (sealed) => await openSecret(projectId, key, sealed)),
  );
  const at = Date.now();
  const headers = {
    "content-type": "application/json",
    "user-agent": "banata-auth-webhooks/1",
    ...(await signedHeaders(secrets, eventId, Math.floor(at / 1_000), body)),
  };
  const { status, error, response, retryAfter } = await send({ url: work.url, headers, body });
  return {
    deliveryId: id,
    number,
    attempt: { at, status, latency: Date.now() - at, error, response },
    retryAfter,
  };
}
