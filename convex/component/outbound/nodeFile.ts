/**
 * Components cannot use Node, so the installing app passes handles of functions in its own Node
 * file. Only the installing app can call these functions; nothing is reachable from the internet.
 */
import { v } from "convex/values";
import { internalQuery, mutation } from "../_generated/server";
import { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";

/** Registers the Node file's functions, replacing earlier ones. */
export const register = mutation({
  args: {
    sendMail: v.string(),
    /** Absent in older versions of the package. */
    deliver: v.optional(v.string()),
    /** Absent in older versions of the package. */
    ask: v.optional(v.string()),
  },
  returns: v.null(),
  handler: async (ctx, handles) => {
    await new DeploymentWriter(ctx.db).setNodeHandles(handles);
    return null;
  },
});

/** The handle of the function that delivers webhooks, if registered. */
export const delivery = internalQuery({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx): Promise<string | null> =>
    (await new DeploymentReader(ctx.db).settings())?.nodeHandles?.deliver ?? null,
});

/** The handle of the function that sends requests and returns their answers, if registered. */
export const asking = internalQuery({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx): Promise<string | null> =>
    (await new DeploymentReader(ctx.db).settings())?.nodeHandles?.ask ?? null,
});
