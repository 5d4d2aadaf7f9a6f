/** The members of the organization. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { fillText } from "../../hosted/texts/fill";
import { OWNER } from "../../rbac/catalogue";
import { formFor, hiddenField } from "../forms";
import { callOperation, type Answered } from "../operationCalls";
import type { PortalPath } from "../paths";
import { MAXIMUM_NAMES } from "../standing";
import type { SessionVisit } from "../visit";
import { usersTexts } from "./texts";

type Member = Answered<"organizations", "listMembers">["data"][number];
interface Person {
  readonly name: string;
  readonly email: string;
}

const PAGE: PortalPath = "/portal/users";

export async function memberList(
  visit: SessionVisit,
): Promise<{ readonly list: Html; readonly problem: Problem | null }> {
  const { session, place } = visit;
  const texts = usersTexts[visit.language];
  const after = visit.request.method === "POST" ? null : place.search.get("after");
  const { body, problem } = await callOperation(visit, ["organizations", "listMembers"], {
    ...{ organizationId: session.organizationId, limit: MAXIMUM_NAMES },
    ...(after === null ? {} : { after }),
  });
  const members = body?.data ?? [];
  const people = await loadPeople(visit, members);
  const rows = await Promise.all(
    members.map(async (member) => await memberRow(visit, member, people.get(member.userId))),
  );
  const next = body?.listMetadata.after ?? null;
  const to = (query: string) => `${place.base}${PAGE}${query}`;
  const list = html`<h2>${texts.members}</h2>
    ${body !== null && members.length === 0 && html`<p class="quiet">${texts.none}</p>`}
    <ul class="rows">
      ${rows}
    </ul>
    ${after !== null && html`<p><a href="${to("")}">${texts.first}</a></p>`}
    ${
      next !== null &&
      html`<p><a href="${to(`?${new URLSearchParams({ after: next })}`)}">${texts.next}</a></p>`
    }`;
  return { list, problem };
}

async function loadPeople(
  { ctx, place, tokenHash }: SessionVisit,
  members: readonly Member[],
): Promise<ReadonlyMap<string, Person>> {
  const found = await ctx.runQuery(internal.portal.standing.names, {
    ...{ projectId: place.projectId, tokenHash },
    userIds: members.map(({ userId }) => userId),
  });
  return new Map(found.map(({ id, ...person }) => [id, person]));
}

async function memberRow(
  visit: SessionVisit,
  { id, userId, role }: Member,
  { name, email }: Person = { name: userId, email: "" },
): Promise<Html> {
  const texts = usersTexts[visit.language];
  return html`<li>
    <strong>${name}</strong><br />${email}<br /><span class="quiet">${role}</span>
    ${
      role.split(",").includes(OWNER)
        ? html`<p class="quiet">${texts.owner}</p>`
        : html`<details>
            <summary>${fillText(texts.remove, { name })}</summary>
            <p>${fillText(texts.removeText, { name })}</p>
            ${await formFor(visit, {
              path: "/portal/users/remove",
              fields: () => hiddenField("member", id),
              button: fillText(texts.remove, { name }),
              isSecond: true,
            })}
          </details>`
    }
  </li>`;
}
