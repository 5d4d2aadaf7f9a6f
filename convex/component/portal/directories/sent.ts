/** The first people and groups that the identity provider has sent. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { callOperation } from "../operationCalls";
import type { SessionVisit } from "../visit";
import { directoryTexts } from "./texts";

const LIMIT = 10;

export async function sentPart(visit: SessionVisit, providerId: string): Promise<Html> {
  const texts = directoryTexts[visit.language];
  const asked = { providerId, limit: LIMIT };
  const users = await callOperation(visit, ["directories", "listUsers"], asked);
  const groups = await callOperation(visit, ["directories", "listGroups"], asked);
  return html`<h2>${texts.usersTitle}</h2>
    ${users.body?.data.length === 0 && html`<p class="quiet">${texts.noUsers}</p>`}
    <ul>
      ${(users.body?.data ?? []).map(
        ({ userName, state, reason }) =>
          html`<li>
            ${userName}:
            ${texts.states[state]}${reason !== null && html` (${texts.reasons[reason]})`}
          </li>`,
      )}
    </ul>
    <h2>${texts.groupsTitle}</h2>
    ${groups.body?.data.length === 0 && html`<p class="quiet">${texts.noGroups}</p>`}
    <ul>
      ${(groups.body?.data ?? []).map(
        ({ name, memberCount }) =>
          html`<li>${name}: ${fillText(texts.groupMembers, { count: String(memberCount) })}</li>`,
      )}
    </ul>`;
}
