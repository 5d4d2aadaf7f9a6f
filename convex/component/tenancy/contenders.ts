/**
 * The queue of requests that wait to repeat a transaction (core/contention.ts). A request joins by
 * inserting a row, which conflicts with nothing, and counts those ahead of it in queries, which
 * never conflict, either. Nothing depends on the order for correctness: a request that acts too
 * early only conflicts again.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import { internalMutation, internalQuery, type ActionCtx } from "../_generated/server";
import { RequestTransactions } from "../core/contention";
import { sha256 } from "../core/secrets";

/** The number ahead is not counted any further. */
const MAXIMUM_COUNTED = 100;

/**
 * Creates the runner of a request's transactions. Requests with the same `subject` wait for each
 * other, so it names what they may contend on and never mixes projects.
 */
export function requestTransactions(
  ctx: ActionCtx,
  subject: () => readonly (string | null)[],
): RequestTransactions {
  let place: { key: string; until: number; id: Id<"contenders"> } | null = null;
  return new RequestTransactions({
    join: async (until) => {
      const key = await sha256(JSON.stringify(subject()));
      const id = await ctx.runMutation(internal.tenancy.contenders.join, { key, until });
      place = { key, until, id };
    },
    countAhead: async () => {
      if (!place) return 0;
      const { key, until } = place;
      return await ctx.runQuery(internal.tenancy.contenders.countAhead, { key, until });
    },
    leave: async () => {
      if (place) await ctx.runMutation(internal.tenancy.contenders.leave, { id: place.id });
      place = null;
    },
  });
}

export const join = internalMutation({
  args: { key: v.string(), until: v.number() },
  returns: v.id("contenders"),
  handler: async (ctx, row) => await ctx.db.insert("contenders", row),
});

/** The requests with an earlier deadline, which began earlier. Those past it have given up. */
export const countAhead = internalQuery({
  args: { key: v.string(), until: v.number() },
  returns: v.number(),
  handler: async (ctx, { key, until }) => {
    const ahead = await ctx.db
      .query("contenders")
      .withIndex("byKey", (q) => q.eq("key", key).gt("until", Date.now()).lt("until", until))
      .take(MAXIMUM_COUNTED);
    return ahead.length;
  },
});

export const leave = internalMutation({
  args: { id: v.id("contenders") },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await ctx.db.delete("contenders", id);
    return null;
  },
});
