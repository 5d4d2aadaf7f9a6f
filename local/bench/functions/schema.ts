import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  items: defineTable({ key: v.number(), value: v.number() }).index("by_key", ["key"]),
});
