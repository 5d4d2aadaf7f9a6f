/** The function of the installing app through which the pages of the runtime hear of new events. */
import { queryGeneric } from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../convex/component/_generated/component";

/** The part of the installing app's `components.banataAuth` that this function uses. */
export type LiveComponent = {
  readonly events: { readonly feed: { readonly latest: ComponentApi["events"]["feed"]["latest"] } };
};

/**
 * The query that open pages of the console subscribe to instead of polling. Put it into
 * `convex/live.ts`, and set `BANATA_AUTH_LIVE_FUNCTION` to `live:latestEvent`:
 *
 * ```ts
 * import { liveFunctions } from "@banata-auth/convex";
 * import { components } from "./_generated/api";
 * export const { latestEvent } = liveFunctions(components.banataAuth);
 * ```
 *
 * It is public: a token of `events.getFeed` is its only argument and decides which project it is
 * about.
 */
export function liveFunctions(component: LiveComponent) {
  return {
    /** The id of the project's latest event, null without events; null when the token is refused. */
    latestEvent: queryGeneric({
      args: { token: v.string() },
      handler: async (ctx, { token }): Promise<{ eventId: string | null } | null> =>
        await ctx.runQuery(component.events.feed.latest, { token }),
    }),
  };
}
