/** The organizations of the user, and the invitations to the user's address. */
import { html, type Html } from "../../api/pageFrame";
import { ownPath, showOwnPage } from "../account/layout";
import { callOperation } from "../operationCalls";
import { fillText } from "../texts/texts";
import { formFor, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { leaveWith, perform, showTrouble, toTrouble, type Trouble } from "./layout";
import { organizationTexts } from "./texts";

const PAGE = "/organizations";
/** As many as an operation returns at once. */
const MAXIMUM_ITEMS = 100;

export const showList = async (visit: SignedInVisit) => await renderList(visit, null);

async function renderList(visit: SignedInVisit, given: Trouble | null): Promise<Response> {
  const limit = MAXIMUM_ITEMS;
  const found = await callOperation(visit, ["organizations", "listOrganizations"], { limit });
  const away = found.problem && leaveWith(visit, PAGE, found.problem);
  if (away) return away;
  const trouble = given ?? (found.problem && toTrouble(found.problem, "listOrganizations"));
  // Refused while the address is not confirmed.
  const invited = await callOperation(visit, ["organizations", "listUserInvitations"], { limit });
  const organizations = found.body?.data ?? [];
  const invitations = invited.body?.data ?? [];
  const texts = organizationTexts[visit.language];
  return showOwnPage(visit, {
    title: texts.title,
    status: trouble?.status,
    body: html`${showTrouble(visit, trouble)}
      ${!trouble && organizations.length === 0 && html`<p>${texts.none}</p>`}
      <ul class="rows">
        ${organizations.map(
          ({ id, name }) => html`<li><a href="${ownPath(visit, `${PAGE}/${id}`)}">${name}</a></li>`,
        )}
      </ul>
      ${invitations.length > 0 && (await invitationList(visit, invitations))}`,
  });
}

async function invitationList(
  visit: SignedInVisit,
  invitations: readonly { id: string; organizationName: string }[],
): Promise<Html> {
  const texts = organizationTexts[visit.language];
  const rows = await Promise.all(
    invitations.map(async ({ id, organizationName: name }) => {
      const fields = html`<input type="hidden" name="invitation" value="${id}" />`;
      const accept = { path: "/organizations/invitation/accept", fields } as const;
      const decline = { path: "/organizations/invitation/decline", fields } as const;
      return html`<li>
        ${await formFor(visit, { ...accept, button: fillText(texts.accept, { name }) })}
        ${await formFor(visit, {
          ...{ ...decline, button: fillText(texts.decline, { name }) },
          isSecond: true,
        })}
      </li>`;
    }),
  );
  return html`<h2>${texts.invitationsToYou}</h2>
    <ul class="rows">
      ${rows}
    </ul>`;
}

const answerWith =
  (operation: "acceptInvitation" | "rejectInvitation") => async (visit: SignedInFormVisit) =>
    await perform(visit, {
      operation,
      input: { invitationId: visit.form.text("invitation") },
      page: PAGE,
      again: async (trouble) => await renderList(visit, trouble),
    });
export const acceptInvitation = answerWith("acceptInvitation");
export const declineInvitation = answerWith("rejectInvitation");
