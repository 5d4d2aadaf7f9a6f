/** The roles that the connection gives to groups of the identity provider. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { bounds } from "../../sso/fields";
import { formFor, hiddenField } from "../forms";
import { loadRoles, toChoices } from "../roles";
import { versionField } from "../version";
import type { SessionFormVisit, SessionVisit } from "../visit";
import type { Connection } from "./connections";

type Mapping = Connection["roleMapping"][number];

/** The attribute that most identity providers send groups in. */
const USUAL_ATTRIBUTE = "groups";

export async function showRoles(visit: SessionVisit, connection: Connection): Promise<Html> {
  const { texts } = visit;
  const { id, roleMapping } = connection;
  const roles = await loadRoles(visit);
  const rows = await Promise.all(
    roleMapping.map(
      async (row) =>
        html`<li>
          ${fillText(texts.roleGiven, { ...row })}
          ${await formFor(visit, {
            ...{ path: "/portal/sso/unmap-role", id },
            fields: () =>
              html`${versionField(connection)} ${hiddenField("attribute", row.attribute)}
              ${hiddenField("value", row.value)} ${hiddenField("role", row.role)}`,
            button: fillText(texts.roleRemove, { ...row }),
            isSecond: true,
          })}
        </li>`,
    ),
  );
  const add = await formFor(visit, {
    ...{ path: "/portal/sso/map-role", id },
    fields: (form) =>
      html`${versionField(connection)}
      ${form.input({
        ...{ name: "attribute", label: texts.roleAttribute, maximum: bounds.attribute },
        ...{ isRequired: true, value: groupAttribute(connection) },
      })}
      ${form.input({
        ...{ name: "value", label: texts.roleValue, maximum: bounds.attributeValue },
        isRequired: true,
      })}
      ${form.choice({ name: "role", label: texts.role, choices: toChoices(roles) })}`,
    button: texts.roleAdd,
    isSecond: true,
  });
  return html`<h2>${texts.stepRoles}</h2>
    <p>${texts.rolesText}</p>
    <ul class="rows">
      ${rows}
    </ul>
    ${roles.length === 0 ? html`<p class="quiet">${texts.noRoles}</p>` : add}`;
}

const groupAttribute = ({ samlConfig, oidcConfig }: Connection): string =>
  (samlConfig?.attributeMapping ?? oidcConfig?.claimMapping)?.groups ?? USUAL_ATTRIBUTE;

export const readMapping = ({ form }: SessionFormVisit): Mapping => ({
  attribute: form.text("attribute").trim(),
  value: form.text("value").trim(),
  role: form.text("role"),
});

export const withMapping = ({ roleMapping }: Connection, added: Mapping): Mapping[] => [
  ...roleMapping.filter((each) => !isSame(each, added)),
  added,
];

export const withoutMapping = ({ roleMapping }: Connection, removed: Mapping): Mapping[] =>
  roleMapping.filter((each) => !isSame(each, removed));

const isSame = (one: Mapping, other: Mapping): boolean =>
  one.attribute === other.attribute && one.value === other.value && one.role === other.role;
