/**
 * One run of an endpoint's pump, outside of any transaction: up to ten concurrent attempts. A slow
 * endpoint delays only its own deliveries.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, type ActionCtx } from "../_generated/server";
import { isContention } from "../core/contention";
import { guardedPost, Resolver } from "../outbound/guardedPost";
import { pinnedPost } from "../outbound/pinnedPost";
import type { Post, PostResult } from "../outbound/post";
import type { Report } from "./outcome";
import { RUN_MS } from "./pump";
import { openSecret } from "./secret";
import { signedHeaders } from "./signatures";
import type { Work } from "./steps";

/** Concurrent attempts per endpoint. */
const MAXIMUM_CONCURRENT = 10;
/** Attempts that finish within this window are reported in one transaction. */
const REPORT_WINDOW_MS = 5;
/** While attempts are in flight, how often to look for newly due deliveries. */
const POLL_MS = 1_000;
const MAXIMUM_TRIES = 8;

export const run = internalAction({
  args: { projectId: v.string(), endpointId: v.string(), run: v.string() },
  returns: v.null(),
  handler: async (ctx, args): Promise<null> => {
    const ends = Date.now() + RUN_MS;
    const post = await loadSender(ctx);
    const underWay = new Set<Promise<void>>();
    let reports: Report[] = [];
    for (;;) {
      const isOver = Date.now() >= ends;
      const ended = reports;
      reports = [];
      const work = await step(ctx, {
        ...args,
        reports: ended,
        free: isOver ? 0 : MAXIMUM_CONCURRENT - underWay.size,
        underWay: underWay.size,
      });
      if (work === null && underWay.size === 0) return null;
      const secrets = await Promise.all(
        (work?.deliveries.length ? work.secrets : []).map(
          async (sealed) => await openSecret(args.projectId, args.endpointId, sealed),
        ),
      );
      for (const delivery of work?.deliveries ?? []) {
        const attempt = deliver(work!.url, secrets, delivery, post).then(
          (report) => void (underWay.delete(attempt), reports.push(report)),
        ); // not null: it has deliveries
        underWay.add(attempt);
      }
      if (underWay.size > 0)
        await Promise.race([...underWay, ...(isOver || work === null ? [] : [pause(POLL_MS)])]);
      if (underWay.size > 0 && reports.length > 0) await pause(REPORT_WINDOW_MS);
    }
  },
});

const pause = async (milliseconds: number): Promise<void> =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

type Send = (post: Post) => Promise<PostResult>;

/** Sends through the host app's Node file if one is registered. */
async function loadSender(ctx: ActionCtx): Promise<Send> {
  const handle: string | null = await ctx.runQuery(internal.outbound.nodeFile.delivery);
  const resolver = new Resolver();
  return handle === null
    ? async (post) => await guardedPost(post, resolver)
    : async (post) => await pinnedPost(ctx, handle, post);
}

type StepArgs = {
  projectId: string;
  endpointId: string;
  run: string;
  reports: Report[];
  free: number;
  underWay: number;
};

/** Retries on write conflicts with other transactions on the same rows. */
async function step(ctx: ActionCtx, args: StepArgs): Promise<Work | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await ctx.runMutation(internal.webhooks.steps.step, args);
    } catch (error) {
      if (!isContention(error) || tries === MAXIMUM_TRIES) throw error; // attempts in flight are due again when their lease expires
      await pause(50 * tries * Math.random());
    }
  }
}

async function deliver(
  url: string,
  secrets: readonly string[],
  { id, eventId, number, body }: Work["deliveries"][number],
  post: Send,
): Promise<Report> {
  const at = Date.now();
  const headers = {
    "content-type": "application/json",
    "user-agent": "banata-auth-webhooks/1",
    ...(await signedHeaders(secrets, eventId, Math.floor(at / 1_000), body)),
  };
  const { status, error, response, retryAfter } = await post({ url, headers, body });
  return {
    deliveryId: id,
    number,
    attempt: { at, status, latency: Date.now() - at, error, response },
    retryAfter,
  };
}
