/** The open invitations of the organization, and the form for a new one. */
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { fillText } from "../../hosted/texts/fill";
import { OWNER } from "../../rbac/catalogue";
import { formFor, hiddenField } from "../forms";
import { callOperation, type Answered } from "../operationCalls";
import { loadRoles, toChoices } from "../roles";
import type { SessionVisit } from "../visit";
import { usersTexts } from "./texts";

type Invitation = Answered<"organizations", "listInvitations">["data"][number];

/** The newest are shown. */
const LIMIT = 100;

export async function invitationPart(
  visit: SessionVisit,
): Promise<{ readonly part: Html; readonly problem: Problem | null }> {
  const texts = usersTexts[visit.language];
  const { organizationId } = visit.session;
  const { body, problem } = await callOperation(visit, ["organizations", "listInvitations"], {
    ...{ organizationId, status: "pending", limit: LIMIT },
  });
  const open = (body?.data ?? []).filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now());
  const rows = await Promise.all(open.map(async (each) => await invitationRow(visit, each)));
  const part = html`<h2>${texts.invitations}</h2>
    ${body !== null && open.length === 0 && html`<p class="quiet">${texts.noInvitations}</p>`}
    <ul class="rows">
      ${rows}
    </ul>
    <h2>${texts.inviteTitle}</h2>
    ${await inviteForm(visit)}`;
  return { part, problem };
}

async function invitationRow(
  visit: SessionVisit,
  { id, email, role, expiresAt }: Invitation,
): Promise<Html> {
  const texts = usersTexts[visit.language];
  return html`<li>
    <strong>${email}</strong><br /><span class="quiet"
      >${fillText(texts.until, { role, day: expiresAt.slice(0, 10) })}</span
    >
    ${
      role.split(",").includes(OWNER)
        ? html`<p class="quiet">${texts.owner}</p>`
        : await formFor(visit, {
            path: "/portal/users/revoke",
            fields: () => hiddenField("invitation", id),
            button: fillText(texts.revoke, { name: email }),
            isSecond: true,
          })
    }
  </li>`;
}

async function inviteForm(visit: SessionVisit): Promise<Html> {
  const texts = usersTexts[visit.language];
  const roles = await loadRoles(visit);
  if (roles.length === 0) return html`<p class="quiet">${texts.noRoles}</p>`;
  return await formFor(visit, {
    path: "/portal/users/invite",
    fields: (form) =>
      html`${form.input({
        ...{ name: "email", label: texts.email, type: "email" },
        ...{ isRequired: true, maximum: 254 },
      })}
      ${form.choice({ name: "role", label: texts.role, choices: toChoices(roles) })}`,
    button: texts.invite,
  });
}
