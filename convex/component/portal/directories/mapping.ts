/** The roles that the directory gives: to new members, and to groups. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { formFor, hiddenField } from "../forms";
import type { Answered } from "../operationCalls";
import { loadRoles, toChoices } from "../roles";
import { versionField } from "../version";
import type { SessionVisit } from "../visit";
import { directoryTexts } from "./texts";

type Directory = Answered<"directories", "getDirectory">;

export async function mappingPart(visit: SessionVisit, directory: Directory): Promise<Html> {
  const { id, groupRoles, defaultRole } = directory;
  const texts = directoryTexts[visit.language];
  const roles = await loadRoles(visit);
  const rows = await Promise.all(
    groupRoles.map(
      async ({ group, role }) =>
        html`<li>
          ${fillText(texts.mapped, { group, role })}
          ${await formFor(visit, {
            ...{ path: "/portal/directories/unmap", id },
            fields: () =>
              html`${versionField(directory)} ${hiddenField("group", group)}
              ${hiddenField("role", role)}`,
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
            ...{ path: "/portal/directories/map", id },
            fields: (form) =>
              html`${versionField(directory)}
              ${form.input({ name: "group", label: texts.group, isRequired: true, maximum: 256 })}
              ${form.choice({ name: "role", label: texts.role, choices: toChoices(roles) })}`,
            button: texts.map,
          })}
          ${await formFor(visit, {
            ...{ path: "/portal/directories/default-role", id },
            fields: (form) =>
              form.choice({
                ...{ name: "role", apiName: "defaultRole", label: texts.defaultRole },
                ...{ choices: toChoices(roles), value: defaultRole },
              }),
            button: texts.saveDefault,
            isSecond: true,
          })}`
    }`;
}
