import type { MutationCtx } from "../../_generated/server";
import { problem } from "../../core/errors";
import { TenantWriter } from "../../tenancy/database";
import { countUpTo } from "./counts";
import { MINUTE_MS, msUntilNextMinute } from "./places";

const SESSION_WRITES = 120;

/**
 * Limits management writes by session: counted per user, in the transaction of the write. Reads are
 * not counted: a query cannot write, and counting would cost as much as the read. A failed write is
 * rolled back together with its count.
 */
export async function countSessionWrite(
  ctx: MutationCtx,
  projectId: string,
  userId: string,
): Promise<void> {
  const now = Date.now();
  const db = new TenantWriter(ctx.db, projectId);
  if (await countUpTo(db, { subject: `sessionWrites:${userId}`, now }, SESSION_WRITES)) return;
  throw problem("rate_limit_exceeded", "Too many changes by this user; wait before you try again", {
    retryAfterSeconds: Math.ceil(msUntilNextMinute(now) / 1_000),
    limit: {
      name: "management by session",
      quota: SESSION_WRITES,
      windowSeconds: MINUTE_MS / 1_000,
    },
  });
}
