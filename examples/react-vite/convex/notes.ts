import { requireUser } from "@banata-auth/convex";
import { v } from "convex/values";
import { components } from "./_generated/api";
import { mutation, query } from "./_generated/server";

/** The signed-in user's latest notes. */
export const list = query({
  args: {},
  handler: async (ctx) => {
    const { user } = await requireUser(ctx, components.banataAuth);
    return await ctx.db
      .query("notes")
      .withIndex("by_user", (notes) => notes.eq("userId", user.id))
      .order("desc")
      .take(20);
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const { user } = await requireUser(ctx, components.banataAuth);
    await ctx.db.insert("notes", { userId: user.id, text });
  },
});
