import { html, type Html } from "../../api/pageFrame";
import type { Standing } from "./standing";

interface RoleField {
  readonly id: string;
  readonly label: string;
  /** Joined by commas. */
  readonly held: string;
}

/** The roles that the user may give, and the ones that are held now. */
export function roleField(roles: Standing["roles"], { id, label, held }: RoleField): Html {
  const offered = roles.filter(({ slug, isAssignable }) => isAssignable && slug !== held);
  const present = roles.find(({ slug }) => slug === held)?.name ?? held;
  return html`<label for="${id}">${label}</label>
    <select id="${id}" name="role">
      ${held !== "" && html`<option value="${held}" selected>${present}</option>`}
      ${offered.map(({ slug, name }) => html`<option value="${slug}">${name}</option>`)}
    </select>`;
}
