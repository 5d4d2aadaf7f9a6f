/** The first page of the intent `sso`: the connections, and the grid of identity providers. */
import { html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { formFor, hiddenField } from "../forms";
import { showPortalPage } from "../layout";
import { callOperation, type Answered } from "../operationCalls";
import { refuse } from "../refused";
import type { Texts } from "../texts/en";
import { seeOther, type SessionFormVisit, type SessionVisit } from "../visit";
import { findGuideName, guideNames, guides } from "./guides";

export type Connection = Answered<"sso", "getConnection">;

/** All of an organization, which has at most as many. */
const LIMIT = 100;

export const stateTexts = {
  draft: "stateDraft",
  validating: "stateValidating",
  active: "stateActive",
  inactive: "stateInactive",
} as const satisfies Readonly<Record<Connection["state"], keyof Texts>>;

export const toConnectionPath = (id: string): string =>
  `/portal/sso/connection?${new URLSearchParams({ id })}`;

export const listConnections = async (visit: SessionVisit) =>
  await callOperation(visit, ["sso", "listConnections"], {
    ...{ organizationId: visit.session.organizationId, limit: LIMIT },
  });

export async function showConnections(visit: SessionVisit): Promise<Response> {
  const { texts, place } = visit;
  const { body, problem } = await listConnections(visit);
  const rows = (body?.data ?? []).map(
    ({ id, name, state }) =>
      html`<li>
        <p><strong>${texts[stateTexts[state]]}</strong></p>
        <a class="button" href="${place.base + toConnectionPath(id)}"
          >${fillText(texts.ssoContinue, { name })}</a
        >
      </li>`,
  );
  const grid = await Promise.all(
    guideNames.map(
      async (guide) =>
        await formFor(visit, {
          path: "/portal/sso/create",
          fields: () => hiddenField("guide", guide),
          button: fillText(texts.ssoUse, { name: guides[guide].name }),
          isSecond: true,
        }),
    ),
  );
  return await showPortalPage(visit, {
    title: texts.ssoTitle,
    problem,
    body: html`<p>${texts.ssoText}</p>
      ${
        rows.length > 0 &&
        html`<h2>${texts.ssoOpen}</h2>
          <ul class="rows">
            ${rows}
          </ul>`
      }
      <h2>${texts.ssoChoose}</h2>
      ${grid}`,
  });
}

/** Goes on with a draft for the same provider, which the operation names. */
export async function createConnection(visit: SessionFormVisit): Promise<Response> {
  const guide = findGuideName(visit.form.text("guide"));
  if (guide === null) return seeOther(visit, "/portal/sso");
  const { name, type } = guides[guide];
  const { organizationId } = visit.session;
  const { body, problem } = await callOperation(visit, ["sso", "createConnection"], {
    ...{ organizationId, type, name },
  });
  const draft = problem?.errors?.[0]?.code === "draft_exists" ? problem.resourceId : undefined;
  const id = body?.id ?? draft;
  if (id !== undefined) return seeOther(visit, toConnectionPath(id));
  return problem ? await showConnections(refuse(visit, problem)) : seeOther(visit, "/portal/sso");
}
