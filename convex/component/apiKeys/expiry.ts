import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";
import { present } from "./model";
import { getDueReminder, getReminderTime } from "./reminders";

/**
 * Records the event `api_key.expiring`. Does nothing when the expiry was since changed, because the
 * new expiry has its own reminders, or when the key was rotated.
 */
export const remind = tenantJob(
  { keyId: v.string(), expiresAt: v.number() },
  async (ctx, { keyId, expiresAt }) => {
    const key = await ctx.db.get("apiKeys", keyId);
    if (!key || key.expiresAt !== expiresAt) return;
    const isRotated = key.replacedBy !== null;
    const daysLeft = isRotated ? null : getDueReminder(key, ctx.now);
    const remindedDays = daysLeft ?? key.remindedDays;
    await ctx.db.patch("apiKeys", key, {
      remindedDays,
      remindAt: isRotated ? undefined : getReminderTime({ expiresAt, remindedDays }, ctx.now),
    });
    if (daysLeft === null || !key.enabled) return;
    const recorder = ctx.recorder(
      { type: "system", id: "expiry", name: null },
      { id: "expiry", ip: null, userAgent: null },
    );
    const targets = [{ type: "api_key", id: key.id, name: key.name }];
    await recorder.record({
      type: "api_key.expiring",
      targets,
      data: { ...present(key), daysLeft },
      organizationId: key.organizationId,
    });
  },
);
