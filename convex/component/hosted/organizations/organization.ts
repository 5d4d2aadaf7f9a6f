/** One organization: its members, invitations and roles. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { leaveToEnrol, ownPath, showOwnPage } from "../account/layout";
import { callOperation } from "../operationCalls";
import { fillText } from "../texts/texts";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { readOrganizationId, perform, showTrouble, type Trouble } from "./layout";
import { memberList } from "./members";
import { invitationPart } from "./invitations";
import { openPortal, setUpPart } from "./setUp";
import type { Standing } from "./standing";
import { organizationTexts } from "./texts";

const PAGE = "/organizations";

export const showOrganization = async (visit: SignedInVisit) => await render(visit, null);

async function render(visit: SignedInVisit, trouble: Trouble | null): Promise<Response> {
  const { ctx, place, tokenHash, language } = visit;
  const { projectId } = place;
  const organizationId = readOrganizationId(visit);
  const texts = organizationTexts[language];
  const session = { projectId, tokenHash };
  const own = await ctx.runQuery(internal.hosted.ownFactors.load, session);
  if (own?.mustEnrol) return leaveToEnrol(visit, `${PAGE}/${organizationId}`);
  const { load } = internal.hosted.organizations.standing;
  const standing = await ctx.runQuery(load, { ...session, organizationId });
  if (!standing)
    return showPage(visit, {
      title: texts.missingTitle,
      status: 404,
      body: html`<p>${texts.missingText}</p>
        <p><a href="${ownPath(visit, PAGE)}">${texts.all}</a></p>`,
    });
  return showOwnPage(visit, {
    title: standing.name,
    status: trouble?.status,
    body: html`<p><a href="${ownPath(visit, PAGE)}">${texts.all}</a></p>
      ${showTrouble(visit, trouble)} ${showPolicy(visit, standing)}
      ${standing.policy === null && (await activePart(visit, standing))}
      ${standing.policy === null && (await memberList(visit, standing))}
      ${standing.may.seeInvitations && (await invitationPart(visit, standing))}
      ${standing.policy === null && roleList(visit, standing)} ${await setUpPart(visit, standing)}
      ${standing.isMember && (await leavePart(visit, standing))}`,
  });
}

function showPolicy(visit: SignedInVisit, { policy }: Standing): Html | null {
  if (policy === null) return null;
  const texts = organizationTexts[visit.language];
  return html`<p>${policy === "mfa_required" ? texts.policyMfa : texts.policySso}</p>
    <p><a href="${ownPath(visit, "/account/security")}">${visit.texts.secondFactorTitle}</a></p>`;
}

async function activePart(visit: SignedInVisit, standing: Standing): Promise<Html | null> {
  const texts = organizationTexts[visit.language];
  if (!standing.isMember) return null;
  if (standing.isActive) return html`<p>${texts.active}</p>`;
  return await formFor(visit, {
    ...{ path: "/organizations/:id/switch", fields: html``, button: texts.makeActive },
    isSecond: true,
  });
}

function roleList(visit: SignedInVisit, { roles }: Standing): Html {
  const texts = organizationTexts[visit.language];
  return html`<h2>${texts.roles}</h2>
    <ul>
      ${roles.map(
        ({ name, description }) =>
          html`<li>${name}${description !== null && html`: ${description}`}</li>`,
      )}
    </ul>`;
}

async function leavePart(visit: SignedInVisit, { name }: Standing): Promise<Html> {
  const texts = organizationTexts[visit.language];
  const button = fillText(texts.leave, { name });
  return html`<h2>${button}</h2>
    <p>${texts.leaveText}</p>
    ${await formFor(visit, {
      ...{ path: "/organizations/:id/leave", fields: html``, button },
      isSecond: true,
    })}`;
}

const onPage = (visit: SignedInVisit) => ({
  page: `${PAGE}/${readOrganizationId(visit)}`,
  again: async (trouble: Trouble) => await render(visit, trouble),
});

export const switchTo = async (visit: SignedInFormVisit) =>
  await perform(visit, {
    ...onPage(visit),
    operation: "setActiveOrganization",
    input: { organizationId: readOrganizationId(visit) },
  });

export const leaveOrganization = async (visit: SignedInFormVisit) =>
  await perform(visit, {
    ...onPage(visit),
    operation: "leaveOrganization",
    input: { organizationId: readOrganizationId(visit) },
    page: PAGE,
  });

export const changeRole = async (visit: SignedInFormVisit) =>
  await perform(visit, {
    ...onPage(visit),
    operation: "updateMemberRole",
    input: {
      organizationId: readOrganizationId(visit),
      memberIdOrUserId: visit.form.text("member"),
      role: visit.form.text("role"),
    },
  });

export const removeMember = async (visit: SignedInFormVisit) =>
  await perform(visit, {
    ...onPage(visit),
    operation: "removeMember",
    input: {
      organizationId: readOrganizationId(visit),
      memberIdOrUserId: visit.form.text("member"),
    },
  });

export const invite = async (visit: SignedInFormVisit) =>
  await perform(visit, {
    ...onPage(visit),
    operation: "sendInvitation",
    input: {
      organizationId: readOrganizationId(visit),
      email: visit.form.text("email").trim(),
      role: visit.form.text("role"),
    },
  });

export const setUp = async (visit: SignedInFormVisit) =>
  await openPortal(visit, async (trouble) => await render(visit, trouble));

/** Of this organization only, whatever the form names: a member may belong to another as well. */
export async function revokeInvitation(visit: SignedInFormVisit): Promise<Response> {
  const invitationId = visit.form.text("invitation");
  const { body } = await callOperation(visit, ["organizations", "getInvitation"], {
    invitationId,
  });
  return body?.organizationId === readOrganizationId(visit)
    ? await perform(visit, {
        ...onPage(visit),
        operation: "revokeInvitation",
        input: { invitationId },
      })
    : await render(visit, { text: "gone", status: 404 });
}
