/** The choice of a role in forms. */
import { internal } from "../_generated/api";
import type { OfferedRole } from "./standing";
import type { SessionVisit } from "./visit";

export const loadRoles = async ({ ctx, place, tokenHash }: SessionVisit): Promise<OfferedRole[]> =>
  await ctx.runQuery(internal.portal.standing.roles, { projectId: place.projectId, tokenHash });

export const toChoices = (roles: readonly OfferedRole[]) =>
  roles.map(({ slug, name }) => ({ value: slug, label: name }));
