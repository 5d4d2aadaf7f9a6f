/**
 * The queue of requests that wait to repeat a transaction (core/contention.ts). A request joins by
 * inserting a row, which conflicts with nothing, and counts those ahead of it in queries, which
 * never conflict, either. Nothing depends on the order for correctness: a request that acts too
 * early only conflicts again.
 */
import { v, type ObjectType } from "convex/values";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import { internalMutation, internalQuery, type ActionCtx } from "../_generated/server";
import { RequestTransactions } from "../core/contention";
import { sha256 } from "../core/secrets";

/** The number ahead is not counted any further. */
const MAXIMUM_COUNTED = 100;
/** Longer than two polls of the queue, and than most turns. */
const LEASE_MS = 8_000;
const RENEWED_BEFORE_END_MS = 3_000;

/** What the request contends on, and who sent it. */
export interface Contended {
  /**
   * Requests with the same subject wait for each other, so it names what they may contend on and
   * never mixes projects.
   */
  readonly subject: readonly (string | null)[];
  /** Callers take turns, so that the burst of one does not delay the others. */
  readonly caller: string | null;
}

/** Creates the runner of a request's transactions. */
export function requestTransactions(
  ctx: ActionCtx,
  nameContended: () => Contended,
): RequestTransactions {
  let place: (Place & { id: Id<"contenders">; leasedUntil: number }) | null = null;
  return new RequestTransactions({
    join: async (until) => {
      const { subject, caller } = nameContended();
      const joined = { key: await sha256(JSON.stringify(subject)), until, caller };
      const leasedUntil = Date.now() + LEASE_MS;
      const id = await ctx.runMutation(internal.tenancy.contenders.join, {
        ...joined,
        leasedUntil,
      });
      place = { ...joined, id, leasedUntil };
    },
    countAhead: async () => {
      if (!place) return 0;
      const { id, leasedUntil, ...joined } = place;
      if (Date.now() > leasedUntil - RENEWED_BEFORE_END_MS) {
        place.leasedUntil = Date.now() + LEASE_MS;
        const renewed = { id, leasedUntil: place.leasedUntil };
        await ctx.runMutation(internal.tenancy.contenders.renew, renewed);
      }
      return await ctx.runQuery(internal.tenancy.contenders.countAhead, joined);
    },
    leave: async () => {
      if (place) await ctx.runMutation(internal.tenancy.contenders.leave, { id: place.id });
      place = null;
    },
  });
}

const placeFields = {
  key: v.string(),
  until: v.number(),
  caller: v.union(v.string(), v.null()),
};
type Place = ObjectType<typeof placeFields>;

export const join = internalMutation({
  args: { ...placeFields, leasedUntil: v.number() },
  returns: v.id("contenders"),
  handler: async (ctx, row) => await ctx.db.insert("contenders", row),
});

export const renew = internalMutation({
  args: { id: v.id("contenders"), leasedUntil: v.number() },
  returns: v.null(),
  handler: async (ctx, { id, leasedUntil }) => {
    await ctx.db.patch("contenders", id, { leasedUntil });
    return null;
  },
});

/**
 * The requests with an earlier deadline, which began earlier: those of the same caller, and of each
 * other caller as many and one more. Those past their deadline or lease have given up.
 */
export const countAhead = internalQuery({
  args: placeFields,
  returns: v.number(),
  handler: async (ctx, { key, until, caller }) => {
    const now = Date.now();
    const earlier = await ctx.db
      .query("contenders")
      .withIndex("byKey", (q) => q.eq("key", key).gt("until", now).lt("until", until))
      .take(MAXIMUM_COUNTED);
    const byCaller = new Map<string | null, number>([[caller, 0]]);
    for (const { leasedUntil, caller: other = null } of earlier)
      if ((leasedUntil ?? until) > now) byCaller.set(other, (byCaller.get(other) ?? 0) + 1);
    const own = byCaller.get(caller)!; // set above
    byCaller.delete(caller);
    return [...byCaller.values()].reduce((sum, count) => sum + Math.min(count, own + 1), own);
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
