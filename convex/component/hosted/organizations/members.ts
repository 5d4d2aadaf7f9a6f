/** The list of an organization's members, with the controls that the user may use. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import { ownPath } from "../account/layout";
import { callOperation, type Answered } from "../operationCalls";
import { fillText } from "../texts/texts";
import { formFor, type SignedInVisit } from "../visit";
import { readOrganizationId } from "./layout";
import { roleField } from "./roles";
import type { Standing } from "./standing";
import { organizationTexts } from "./texts";

const PER_PAGE = 50;

type Member = Answered<"organizations", "listMembers">["data"][number];

export async function memberList(visit: SignedInVisit, standing: Standing): Promise<Html> {
  const texts = organizationTexts[visit.language];
  const heading = html`<h2>${texts.members}</h2>`;
  if (!standing.may.seeMembers)
    return html`${heading}
      <p>${texts.noMembers}</p>`;
  const organizationId = readOrganizationId(visit);
  const after = visit.place.url.searchParams.get("after");
  const { body } = await callOperation(visit, ["organizations", "listMembers"], {
    ...{ organizationId, limit: PER_PAGE },
    ...(after === null ? {} : { after }),
  });
  const members = body?.data ?? [];
  const next = body?.listMetadata.after ?? null;
  const people = await loadNames(visit, members);
  const rows = await Promise.all(
    members.map(async (member) => await memberRow(visit, standing, { member, people })),
  );
  return html`${heading}
    <ul class="rows">
      ${rows}
    </ul>
    ${
      next !== null &&
      html`<p>
        <a href="${ownPath(visit, `/organizations/${organizationId}`, { after: next })}"
          >${texts.more}</a
        >
      </p>`
    }`;
}

interface Person {
  readonly name: string;
  readonly email: string;
}
type People = ReadonlyMap<string, Person>;

async function loadNames(visit: SignedInVisit, members: readonly Member[]): Promise<People> {
  const { ctx, place, tokenHash } = visit;
  const { projectId } = place;
  const found = await ctx.runQuery(internal.hosted.organizations.standing.names, {
    ...{ projectId, tokenHash, organizationId: readOrganizationId(visit) },
    userIds: members.map(({ userId }) => userId),
  });
  return new Map(found.map(({ id, ...person }) => [id, person]));
}

async function memberRow(
  visit: SignedInVisit,
  standing: Standing,
  { member, people }: { readonly member: Member; readonly people: People },
): Promise<Html> {
  const texts = organizationTexts[visit.language];
  const { id, userId, role } = member;
  const { name = userId, email = "" } = people.get(userId) ?? {};
  const field = html`<input type="hidden" name="member" value="${id}" />`;
  const label = fillText(texts.role, { name });
  const roles = html`${field} ${roleField(standing.roles, { id: `role-${id}`, label, held: role })}`;
  const change = { path: "/organizations/:id/role", fields: roles } as const;
  const remove = { path: "/organizations/:id/remove", fields: field } as const;
  const { may } = standing;
  return html`<li>
    <strong>${name}</strong>${userId === standing.userId && html` (${texts.you})`}<br />${email}
    ${
      may.changeRoles
        ? await formFor(visit, { ...change, button: texts.saveRole, isSecond: true })
        : html`<br />${role}`
    }
    ${
      may.removeMembers &&
      userId !== standing.userId &&
      (await formFor(visit, {
        ...{ ...remove, button: fillText(texts.removeMember, { name }) },
        isSecond: true,
      }))
    }
  </li>`;
}
