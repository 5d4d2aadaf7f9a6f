/** The choice of a role in forms. */
import { internal } from "../_generated/api";
import { html, type Html } from "../api/pageFrame";
import type { OfferedRole } from "./standing";
import type { SessionVisit } from "./visit";

export const loadRoles = async ({ ctx, place, tokenHash }: SessionVisit): Promise<OfferedRole[]> =>
  await ctx.runQuery(internal.portal.standing.roles, { projectId: place.projectId, tokenHash });

interface RoleField {
  readonly label: string;
  /** The slug that is chosen at first. */
  readonly chosen?: string;
}

/** The field `role`. */
export const roleField = (
  roles: readonly OfferedRole[],
  { label, chosen = "" }: RoleField,
  id = "role",
): Html =>
  html`<label for="${id}">${label}</label>
    <select id="${id}" name="role" required>
      ${roles.map(
        ({ slug, name }) =>
          html`<option value="${slug}" ${slug === chosen && html` selected`}>${name}</option>`,
      )}
    </select>`;
