/** The open invitations of the organization, and the form for a new one. */
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { fillText } from "../../hosted/texts/fill";
import { OWNER } from "../../rbac/catalogue";
import { callOperation, type Answered } from "../operationCalls";
import { loadRoles, roleField } from "../roles";
import { formFor, type SessionVisit } from "../visit";
import { usersTexts } from "./texts";

type Invitation = Answered<"organizations", "listInvitations">["data"][number];

/** The newest are shown. */
const LIMIT = 100;

export interface Typed {
  readonly email: string;
  readonly role: string;
}

export async function invitationPart(
  visit: SessionVisit,
  typed: Typed,
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
    ${await inviteForm(visit, typed)}`;
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
            fields: html`<input type="hidden" name="invitation" value="${id}" />`,
            button: fillText(texts.revoke, { name: email }),
            isSecond: true,
          })
    }
  </li>`;
}

async function inviteForm(visit: SessionVisit, { email, role }: Typed): Promise<Html> {
  const texts = usersTexts[visit.language];
  const roles = await loadRoles(visit);
  if (roles.length === 0) return html`<p class="quiet">${texts.noRoles}</p>`;
  return await formFor(visit, {
    path: "/portal/users/invite",
    fields: html`<label for="email">${texts.email}</label>
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="off"
        required
        maxlength="254"
        value="${email}"
      />
      ${roleField(roles, { label: texts.role, chosen: role })}`,
    button: texts.invite,
  });
}
