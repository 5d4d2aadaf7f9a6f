/** The roles that the directory gives: to new members, and to groups. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { hiddenId } from "../formFields";
import type { Answered } from "../operationCalls";
import { loadRoles, roleField } from "../roles";
import { formFor, type SessionVisit } from "../visit";
import { directoryTexts } from "./texts";

type Directory = Answered<"directories", "getDirectory">;

export async function mappingPart(
  visit: SessionVisit,
  { id, groupRoles, defaultRole }: Directory,
): Promise<Html> {
  const texts = directoryTexts[visit.language];
  const roles = await loadRoles(visit);
  const idField = hiddenId(id);
  const rows = await Promise.all(
    groupRoles.map(
      async ({ group, role }) =>
        html`<li>
          ${fillText(texts.mapped, { group, role })}
          ${await formFor(visit, {
            path: "/portal/directories/unmap",
            fields: html`${idField}<input type="hidden" name="group" value="${group}" /><input
                type="hidden"
                name="role"
                value="${role}"
              />`,
            button: fillText(texts.unmap, { group }),
            isSecond: true,
          })}
        </li>`,
    ),
  );
  return html`<h2>${texts.mappingTitle}</h2>
    <p>${texts.mappingText}</p>
    ${groupRoles.length === 0 && html`<p class="quiet">${texts.noMapping}</p>`}
    <ul class="rows">
      ${rows}
    </ul>
    ${
      roles.length === 0
        ? html`<p class="quiet">${texts.noRoles}</p>`
        : html`${await formFor(visit, {
            path: "/portal/directories/map",
            fields: html`${idField}
              <label for="group">${texts.group}</label>
              <input id="group" name="group" autocomplete="off" required maxlength="256" />
              ${roleField(roles, { label: texts.role })}`,
            button: texts.map,
          })}
          ${await formFor(visit, {
            path: "/portal/directories/default-role",
            fields: html`${idField}
            ${roleField(roles, { label: texts.defaultRole, chosen: defaultRole }, "default-role")}`,
            button: texts.saveDefault,
            isSecond: true,
          })}`
    }`;
}
