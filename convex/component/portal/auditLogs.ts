/** The intent `audit_logs`: the organization's entries, with filters. */
import { html, type Html } from "../api/pageFrame";
import { showPortalPage } from "./layout";
import { callOperation, type Answered } from "./operationCalls";
import type { PortalPath } from "./paths";
import type { Texts } from "./texts/en";
import type { SessionVisit } from "./visit";

type Entry = Answered<"auditLogs", "listEvents">["data"][number];

const PATH: PortalPath = "/portal/audit-logs";
const LIMIT = 50;
const DAY_MS = 86_400_000;
const outcomes = ["success", "denied", "failed"] as const;
type Outcome = (typeof outcomes)[number];
const outcomeTexts = {
  success: "succeeded",
  denied: "denied",
  failed: "unsuccessful",
} as const satisfies Readonly<Record<Outcome, keyof Texts>>;

/** What the address asks for; empty for no filter. */
interface Filters {
  readonly action: string;
  readonly outcome: Outcome | "";
  /** `2026-11-28`, a day of UTC. */
  readonly from: string;
  /** The last day. */
  readonly to: string;
}

export async function showAuditLogs(visit: SessionVisit): Promise<Response> {
  const { texts, session, place } = visit;
  const filters = readFilters(place.search);
  const after = place.search.get("after");
  const { action, outcome } = filters;
  const [start, end] = [toTime(filters.from), toTime(filters.to)];
  const { body, problem } = await callOperation(visit, ["auditLogs", "listEvents"], {
    ...{ organizationId: session.organizationId, limit: LIMIT },
    ...(action === "" ? {} : { action }),
    ...(outcome === "" ? {} : { outcome }),
    ...(start === null ? {} : { rangeStart: start }),
    ...(end === null ? {} : { rangeEnd: end + DAY_MS }),
    ...(after === null ? {} : { after }),
  });
  const next = body?.listMetadata.after ?? null;
  return await showPortalPage(visit, {
    title: texts.auditTitle,
    problem,
    body: html`<p>${texts.auditText}</p>
      ${filterForm(visit, filters)}
      ${body?.data.length === 0 && html`<p class="quiet">${texts.noEntries}</p>`}
      <ul class="rows">
        ${(body?.data ?? []).map((entry) => showEntry(visit, entry))}
      </ul>
      ${
        next !== null &&
        html`<p><a class="button" href="${toAddress(visit, filters, next)}">${texts.older}</a></p>`
      }`,
  });
}

function readFilters(search: URLSearchParams): Filters {
  const outcome = search.get("outcome");
  return {
    action: (search.get("action") ?? "").trim(),
    outcome: outcomes.find((each) => each === outcome) ?? "",
    from: search.get("from") ?? "",
    to: search.get("to") ?? "",
  };
}

/** Null for what is no day. */
function toTime(day: string): number | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : NaN;
  return Number.isNaN(time) || time < 0 ? null : time;
}

function toAddress({ place }: SessionVisit, filters: Filters, after: string): string {
  const given = Object.entries({ ...filters, after }).filter(([, value]) => value !== "");
  return `${place.base}${PATH}?${new URLSearchParams(given)}`;
}

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
