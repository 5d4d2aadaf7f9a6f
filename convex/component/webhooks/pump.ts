/** The pump of an endpoint (lanes/pumps.ts). */
import { v } from "convex/values";
import { wakePump, type PumpPlace } from "../lanes/pumps";
import { tenantJob, type JobContext } from "../tenancy/functions";

export const toPump = (endpointId: string): PumpPlace => ({ lane: "webhooks", key: endpointId });

/** Ensures that the endpoint's deliveries are sent from `dueAt` on. */
export const wakeEndpoint = async (
  ctx: JobContext,
  endpointId: string,
  dueAt: number,
): Promise<void> => await wakePump(ctx, toPump(endpointId), dueAt);

/** Scheduled by earlier versions of the runtime. */
export const wake = tenantJob(
  { endpointId: v.string() },
  async (ctx, { endpointId }) => await wakeEndpoint(ctx, endpointId, ctx.now),
);
