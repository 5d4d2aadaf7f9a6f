import { v } from "convex/values";
import { internal } from "../_generated/api";
import { tenantJob } from "../tenancy/functions";
import { purgeJob } from "../tenancy/purgeJob";

const RETENTION_MS = 30 * 24 * 3_600_000;
const DELETED_PER_RUN = 500;

/** Deletes the log of a deleted endpoint. If a batch fails, the purge removes the rest by age. */
export const deleteBatch = tenantJob(
  { endpointId: v.string() },
  async ({ db, scheduler }, { endpointId }) => {
    const rows = await db
      .range("webhookDeliveries", "byEndpoint", (q) => q.eq("endpointId", endpointId))
      .take(DELETED_PER_RUN);
    for (const row of rows) await db.delete("webhookDeliveries", row);
    if (rows.length === DELETED_PER_RUN)
      await scheduler.runAfter(0, internal.webhooks.deletion.deleteBatch, {
        projectId: db.projectId,
        endpointId,
      });
  },
);

/** Purges old deliveries in batches, oldest first. Run by crons.ts. */
export const purge = purgeJob(
  { webhookDeliveries: RETENTION_MS },
  DELETED_PER_RUN,
  () => internal.webhooks.deletion.purge,
);
