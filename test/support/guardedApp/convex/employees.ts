/**
 * An app that asks before it answers. Who the user is comes as an argument here; a real app takes
 * that from a session.
 */
import { componentsGeneric, mutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../../../../convex/component/_generated/component";
import { hasPermission, requirePermission } from "../../../../src/index";

// What `_generated/api` would hold.
const { banataAuth } = componentsGeneric() as unknown as { banataAuth: ComponentApi<"banataAuth"> };
const about = { projectId: v.string(), userId: v.string(), organizationId: v.optional(v.string()) };

/** Null for who may not read them. */
export const list = queryGeneric({
  args: about,
  handler: async (ctx, question) =>
    (await hasPermission(ctx, banataAuth, { ...question, permission: "employee.read" }))
      ? ["Ada", "Bob"]
      : null,
});

export const count = queryGeneric({
  args: about,
  handler: async (ctx, question) =>
    (await hasPermission(ctx, banataAuth, {
      ...question,
      permission: ["employee.read", "employee.count"],
      operator: "any",
    }))
      ? 2
      : null,
});

export const hire = mutationGeneric({
  args: about,
  handler: async (ctx, question) => {
    await requirePermission(ctx, banataAuth, {
      ...question,
      permission: ["employee.read", "employee.hire"],
    });
    return "hired";
  },
});
