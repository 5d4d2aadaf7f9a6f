/** What happened in a project, for a page that stays open. */
import { componentsGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../../../../convex/component/_generated/component";
import { BanataAuth, convexTransport } from "../../../../src/index";

// What `_generated/api` would hold.
const { banataAuth } = componentsGeneric() as unknown as { banataAuth: ComponentApi<"banataAuth"> };

export const types = queryGeneric({
  args: {
    projectId: v.string(),
    after: v.optional(v.string()),
    organizationId: v.optional(v.string()),
  },
  handler: async (ctx, { projectId, ...from }) => {
    const client = new BanataAuth({ transport: convexTransport(ctx, banataAuth, { projectId }) });
    return (await client.events.listEvents({ ...from, limit: 200 })).data.map(({ type }) => type);
  },
});
