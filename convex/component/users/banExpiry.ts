import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";
import type { Change } from "../tenancy/records";
import { isBanned } from "../tenancy/ban";
import { liftBan } from "./model";

const EXPIRY = { type: "system" as const, id: "expiry", name: null };

/**
 * Lifts an expired ban; scheduled for its end. Does nothing when the ban was since changed, because
 * the new end has its own job.
 */
export const expire = tenantJob(
  { userId: v.string(), banExpires: v.number() },
  async (ctx, { userId, banExpires }) => {
    const { db, now, scheduler } = ctx;
    const user = await db.get("users", userId);
    if (!user?.banned || user.banExpires !== banExpires) return;
    if (isBanned(user, now)) return;
    const recorder = ctx.recorder(EXPIRY, { id: `expiry of ${userId}`, ip: null, userAgent: null });
    const record = async (change: Change) => await recorder.record(change);
    await liftBan({ db, now, scheduler, record }, user);
  },
);
