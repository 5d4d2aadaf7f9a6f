import {
  internalMutationGeneric,
  internalQueryGeneric,
  queryGeneric,
  type DataModelFromSchemaDefinition,
  type MutationBuilder,
  type QueryBuilder,
} from "convex/server";
import { v } from "convex/values";
import type schema from "./schema";

type DataModel = DataModelFromSchemaDefinition<typeof schema>;

// As in `_generated/server`. The casts only add the table types.
const query = queryGeneric as QueryBuilder<DataModel, "public">;
const internalQuery = internalQueryGeneric as QueryBuilder<DataModel, "internal">;
const internalMutation = internalMutationGeneric as MutationBuilder<DataModel, "internal">;

export const fill = internalMutation({
  args: { from: v.number(), count: v.number() },
  handler: async (ctx, { from, count }) => {
    for (let key = from; key < from + count; key += 1)
      await ctx.db.insert("items", { key, value: 0 });
  },
});

/** Reads `count` items by key, spread over the whole table. */
export const read = query({
  args: { size: v.number(), count: v.number() },
  handler: async (ctx, { size, count }) => {
    let sum = 0;
    for (let i = 0; i < count; i += 1) {
      const key = (i * 7919) % size;
      sum +=
        (
          await ctx.db
            .query("items")
            .withIndex("by_key", (q) => q.eq("key", key))
            .unique()
        )?.value ?? 0;
    }
    return sum;
  },
});

export const get = internalQuery({
  args: { key: v.number() },
  handler: (ctx, { key }) =>
    ctx.db
      .query("items")
      .withIndex("by_key", (q) => q.eq("key", key))
      .unique(),
});

export const increment = internalMutation({
  args: { key: v.number() },
  handler: async (ctx, { key }) => {
    const item = await ctx.db
      .query("items")
      .withIndex("by_key", (q) => q.eq("key", key))
      .unique();
    if (item !== null) await ctx.db.patch("items", item._id, { value: item.value + 1 });
  },
});
