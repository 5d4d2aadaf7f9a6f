/**
 * Subscriptions: one row per project lists which enabled endpoint wants which event types, and a
 * flag on the project's row says whether there are any. Both are updated in the transaction that
 * changes an endpoint.
 */
import type { Doc } from "../_generated/dataModel";
import { matchesType } from "../events/patterns";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";

type Endpoint = Pick<Doc<"webhookEndpoints">, "id" | "enabled" | "eventTypes">;
type Context = Pick<WriteContext, "db" | "setHasWebhooks">;

const findRoutes = async (db: TenantReader) =>
  await db.range("webhookRoutes", "byProject").unique();

/** Returns a function that lists the enabled endpoints subscribed to an event type. */
export async function loadSubscriptions(db: TenantReader): Promise<(type: string) => string[]> {
  const routes = (await findRoutes(db))?.routes ?? [];
  return (type) =>
    routes
      .filter(({ eventTypes }) => matchesType(eventTypes, type))
      .map(({ endpointId }) => endpointId);
}

export async function setRoute(ctx: Context, { id, enabled, eventTypes }: Endpoint): Promise<void> {
  const row = await findRoutes(ctx.db);
  const others = (row?.routes ?? []).filter(({ endpointId }) => endpointId !== id);
  const routes = enabled ? [...others, { endpointId: id, eventTypes }] : others;
  if (row) await ctx.db.patch("webhookRoutes", row, { routes });
  else if (enabled) await ctx.db.insert("webhookRoutes", { routes });
  await ctx.setHasWebhooks(routes.length > 0);
}

export const removeRoute = async (ctx: Context, id: string): Promise<void> =>
  await setRoute(ctx, { id, enabled: false, eventTypes: [] });
