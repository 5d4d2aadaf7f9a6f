/**
 * The stored form of limits, on keys, organizations and projects. Imports no schema library,
 * because tables import it.
 */
import { v, type Infer } from "convex/values";

export const storedRateLimit = v.object({
  requests: v.number(),
  windowSeconds: v.number(),
  shards: v.number(),
});
export const storedQuota = v.object({
  requests: v.number(),
  period: v.union(v.literal("day"), v.literal("month")),
  shards: v.number(),
});

/** An absent field means no limit. */
export const storedLimits = v.object({
  rateLimit: v.optional(storedRateLimit),
  quota: v.optional(storedQuota),
});
export type StoredLimits = Infer<typeof storedLimits>;
