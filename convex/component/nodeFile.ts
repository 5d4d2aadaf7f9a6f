/**
 * What needs Node, which no component may have: functions of the installing app's own Node file, handed over as handles. Public to the installing app alone, like every function of a
 * component: nothing of it is reachable from the internet.
 */
import { v } from "convex/values";
import { mutation } from "./_generated/server";
import { DeploymentWriter } from "./tenancy/deployment";

/** Takes the place of what was handed over before. */
export const register = mutation({
  args: { sendMail: v.string() },
  returns: v.null(),
  handler: async (ctx, handles) => {
    await new DeploymentWriter(ctx.db).setNodeHandles(handles);
    return null;
  },
});
