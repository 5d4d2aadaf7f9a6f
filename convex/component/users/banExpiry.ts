import { v } from "convex/values";
import { tenantJob } from "../tenancy/functions";
import { isBanned } from "./ban";
import { liftBan } from "./model";

const EXPIRY = { type: "system" as const, id: "expiry", name: null };

/** Scheduled with the ban: time passing re-runs no subscription, so the end of a ban is a write. One that was set anew ends later, and has a job of its own. */
export const expire = tenantJob({ userId: v.string() }, async ({ db, now, recorder: recorderFor }, { userId }) => {
  const user = await db.get("users", userId);
  if (!user?.banned || user.banExpires === null || isBanned(user, now)) return;
  const recorder = recorderFor(EXPIRY, { id: `expiry of ${userId}`, ip: null, userAgent: null });
  await liftBan({ db, now, record: async (change) => await recorder.record(change) }, user);
});
