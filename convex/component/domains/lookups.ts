/**
 * A lookup for the client that runs inside the installing app's actions: the component's variables,
 * such as the resolver's URL, are visible only here.
 */
import { v } from "convex/values";
import { action } from "../_generated/server";
import { loadValues } from "./lookup";

/** The TXT values at the name of a domain's challenge. Callable by the installing app alone. */
export const find = action({
  args: { domain: v.string() },
  returns: v.array(v.string()),
  handler: async (_ctx, { domain }): Promise<string[]> => await loadValues(domain),
});
