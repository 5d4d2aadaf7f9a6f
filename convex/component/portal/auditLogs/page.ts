/** The intent `audit_logs`: the organization's entries, with filters. */
import { internal } from "../../_generated/api";
import { html, type Html } from "../../api/pageFrame";
import type { Problem } from "../../core/errors";
import { showPortalPage } from "../layout";
import { callOperation, type Answered } from "../operationCalls";
import type { PortalPath } from "../paths";
import type { SessionVisit } from "../visit";
import {
  outcomes,
  outcomeTexts,
  readFilters,
  toExportPath,
  toQuery,
  toRange,
  type Filters,
} from "./filters";

type Entry = Answered<"auditLogs", "listEvents">["data"][number];

const PATH: PortalPath = "/portal/audit-logs";
const LIMIT = 50;

/** `refusal`: why the entries could not be exported. */
export async function showAuditLogs(
  visit: SessionVisit,
  refusal: Problem | null = null,
): Promise<Response> {
  const { texts, session, place } = visit;
  const filters = readFilters(place.search);
  const after = place.search.get("after");
  const { action, outcome } = filters;
  const { start, end } = toRange(filters);
  const { body, problem } = await callOperation(visit, ["auditLogs", "listEvents"], {
    ...{ organizationId: session.organizationId, limit: LIMIT },
    ...(action === "" ? {} : { action }),
    ...(outcome === "" ? {} : { outcome }),
    ...(start === undefined ? {} : { rangeStart: start }),
    ...(end === undefined ? {} : { rangeEnd: end }),
    ...(after === null ? {} : { after }),
  });
  const next = body?.listMetadata.after ?? null;
  return await showPortalPage(visit, {
    title: texts.auditTitle,
    problem: refusal ?? problem,
    body: html`<p>${texts.auditText}</p>
      ${filterForm(visit, filters)}
      ${
        (await isExportOffered(visit)) &&
        html`<p><a href="${place.base + toExportPath(filters)}">${texts.exportCsv}</a></p>`
      }
      ${body?.data.length === 0 && html`<p class="quiet">${texts.noEntries}</p>`}
      <ul class="rows">
        ${(body?.data ?? []).map((entry) => showEntry(visit, entry))}
      </ul>
      ${
        next !== null &&
        html`<p>
          <a class="button" href="${`${place.base}${PATH}?${toQuery(filters, { after: next })}`}"
            >${texts.older}</a
          >
        </p>`
      }`,
  });
}

/** Whether the maker of the link may export. The operation decides again. */
const isExportOffered = async ({ ctx, place, tokenHash }: SessionVisit): Promise<boolean> =>
  await ctx.runQuery(internal.portal.standing.mayExport, {
    ...{ projectId: place.projectId, tokenHash },
  });

function filterForm({ texts, place }: SessionVisit, filters: Filters): Html {
  const { action, outcome, from, to } = filters;
  return html`<form method="get" action="${place.base + PATH}">
    <label for="action">${texts.action}</label>
    <input
      id="action"
      name="action"
      autocomplete="off"
      maxlength="100"
      placeholder="member.added"
      value="${action}"
    />
    <label for="outcome">${texts.outcome}</label>
    <select id="outcome" name="outcome">
      <option value="">${texts.anyOutcome}</option>
      ${outcomes.map(
        (each) =>
          html`<option value="${each}" ${each === outcome && html` selected`}>
            ${texts[outcomeTexts[each]]}
          </option>`,
      )}
    </select>
    <label for="from">${texts.fromDay}</label>
    <input id="from" name="from" type="date" value="${from}" />
    <label for="to">${texts.toDay}</label>
    <input id="to" name="to" type="date" value="${to}" />
    <button>${texts.filter}</button>
  </form>`;
}

function showEntry({ texts }: SessionVisit, entry: Entry): Html {
  const { action, outcome, actor, targets, occurredAt, context } = entry;
  const time = new Date(occurredAt).toISOString();
  const objects = targets.map(({ type, id, name }) => `${type}: ${name ?? id}`).join(", ");
  return html`<li>
    <strong>${action}</strong
    >${outcome !== "success" && html` (${texts[outcomeTexts[outcome]]})`}<br />
    <time datetime="${time}">${time.slice(0, 19).replace("T", " ")} UTC</time><br />
    ${actor.name ?? actor.id}${context.ipAddress !== undefined && html`, ${context.ipAddress}`}
    ${objects !== "" && html`<br /><span class="quiet">${objects}</span>`}
  </li>`;
}
