/**
 * What needs Node, which no component may have: functions of the installing app's own Node file,
 * handed over as handles. Public to the installing app alone, like every function of a component:
 * nothing of it is reachable from the internet.
 */
import { v } from "convex/values";
import { internalQuery, mutation } from "../_generated/server";
import { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";

/** Takes the place of what was handed over before. */
export const register = mutation({
  args: {
    sendMail: v.string(),
    /** Not there in what older versions of the package hand over. */
    deliver: v.optional(v.string()),
  },
  returns: v.null(),
  handler: async (ctx, handles) => {
    await new DeploymentWriter(ctx.db).setNodeHandles(handles);
    return null;
  },
});

/** What sends webhooks, if it was handed over. */
export const delivery = internalQuery({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx): Promise<string | null> =>
    (await new DeploymentReader(ctx.db).settings())?.nodeHandles?.deliver ?? null,
});
