/** The open invitations of an organization, and the form for a new one. */
import { html, type Html } from "../../api/pageFrame";
import { callOperation, type Answered } from "../operationCalls";
import { fillText } from "../texts/texts";
import { formFor, type SignedInVisit } from "../visit";
import { readOrganizationId } from "./layout";
import { roleField } from "./roles";
import type { Standing } from "./standing";
import { organizationTexts } from "./texts";

/** The newest are shown. */
const MAXIMUM_SHOWN = 100;

type Invitation = Answered<"organizations", "listInvitations">["data"][number];

export async function invitationPart(visit: SignedInVisit, standing: Standing): Promise<Html> {
  const texts = organizationTexts[visit.language];
  const { body } = await callOperation(visit, ["organizations", "listInvitations"], {
    ...{ organizationId: readOrganizationId(visit), status: "pending", limit: MAXIMUM_SHOWN },
  });
  const open = (body?.data ?? []).filter(({ expiresAt }) => Date.parse(expiresAt) > Date.now());
  const rows = await Promise.all(open.map(async (each) => await row(visit, standing, each)));
  return html`<h2>${texts.invitations}</h2>
    ${open.length === 0 && html`<p>${texts.noInvitations}</p>`}
    <ul class="rows">
      ${rows}
    </ul>
    ${standing.may.invite && (await inviteForm(visit, standing))}`;
}

async function row(
  visit: SignedInVisit,
  { may }: Standing,
  { id, email, role }: Invitation,
): Promise<Html> {
  const button = fillText(organizationTexts[visit.language].revoke, { name: email });
  const fields = html`<input type="hidden" name="invitation" value="${id}" />`;
  const path = "/organizations/:id/invitation/revoke";
  return html`<li>
    ${email}: ${role}
    ${may.revokeInvitations && (await formFor(visit, { path, fields, button, isSecond: true }))}
  </li>`;
}

async function inviteForm(visit: SignedInVisit, { roles }: Standing): Promise<Html> {
  const texts = organizationTexts[visit.language];
  const label = texts.inviteRole;
  const fields = html`<label for="email">${visit.texts.email}</label>
    <input id="email" name="email" type="email" autocomplete="off" required maxlength="254" />
    ${roleField(roles, { id: "role", label, held: "" })}`;
  return html`<h2>${texts.inviteTitle}</h2>
    ${await formFor(visit, { path: "/organizations/:id/invite", fields, button: texts.invite })}`;
}
