/** The intent `users`: members and invitations of the organization. */
import { html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import { refuse } from "../refused";
import { seeOther, type SessionFormVisit, type SessionVisit } from "../visit";
import { invitationPart } from "./invitations";
import { memberList } from "./members";
import { usersTexts } from "./texts";

export async function showUsers(visit: SessionVisit): Promise<Response> {
  const texts = usersTexts[visit.language];
  const members = await memberList(visit);
  const invitations = await invitationPart(visit);
  return await showPortalPage(visit, {
    title: texts.title,
    problem: members.problem ?? invitations.problem,
    body: html`<p>${texts.text}</p>
      ${members.list} ${invitations.part}`,
  });
}

export async function inviteUser(visit: SessionFormVisit): Promise<Response> {
  const [email, role] = [visit.form.text("email").trim(), visit.form.text("role")];
  const { organizationId } = visit.session;
  const { problem } = await callOperation(visit, ["organizations", "sendInvitation"], {
    ...{ organizationId, email, role },
  });
  return await answer(visit, problem);
}

export async function revokeInvitation(visit: SessionFormVisit): Promise<Response> {
  const invitationId = visit.form.text("invitation");
  const { problem } = await callOperation(visit, ["organizations", "revokeInvitation"], {
    invitationId,
  });
  return await answer(visit, problem);
}

export async function removeMember(visit: SessionFormVisit): Promise<Response> {
  const { organizationId } = visit.session;
  const { problem } = await callOperation(visit, ["organizations", "removeMember"], {
    ...{ organizationId, memberIdOrUserId: visit.form.text("member") },
  });
  return await answer(visit, problem);
}

const answer = async (visit: SessionFormVisit, problem: Problem | null): Promise<Response> =>
  problem ? await showUsers(refuse(visit, problem)) : seeOther(visit, "/portal/users");
