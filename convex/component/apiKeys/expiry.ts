import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";
import { Recorder } from "../tenancy/records";
import { present } from "./model";
import { scheduleReminder } from "./reminders";

/** Says once that a key ends in so many days. A key with another end by now has a job of its own, and one that has a successor is not missed. */
export const remind = tenantJob({ keyId: v.string(), expiresAt: v.number(), days: v.number() }, async (ctx, { keyId, expiresAt, days }) => {
  const key = await ctx.db.get("apiKeys", keyId);
  if (!key || key.expiresAt !== expiresAt || key.replacedBy !== null || (key.remindedDays ?? Infinity) <= days) return;
  const reminded = await ctx.db.patch("apiKeys", key, { remindedDays: days });
  await scheduleReminder(ctx, reminded);
  if (!key.enabled) return;
  const recorder = new Recorder(ctx.db, { type: "system", id: "expiry", name: null }, { id: "expiry", ip: null, userAgent: null }, ctx.now);
  const targets = [{ type: "api_key", id: key.id, name: key.name }];
  await recorder.record({ type: "api_key.expiring", targets, data: { ...present(key), daysLeft: days }, organizationId: key.organizationId });
});
