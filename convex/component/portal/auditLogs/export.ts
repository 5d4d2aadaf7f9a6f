/**
 * The organization's entries as a CSV file, oldest first, with the filters of the page. A file has a
 * bounded size. If the entries do not fit into one, a page offers the first part of them and leads
 * on to the rest, so that no file is cut off in silence.
 */
import { html } from "../../api/pageFrame";
import { csvHeader, csvLines } from "../../auditLogs/csv";
import type { Problem } from "../../core/errors";
import { showPortalPage } from "../layout";
import { callOperation } from "../operationCalls";
import type { SessionVisit } from "../visit";
import { readFilters, toExportPath, toRange, type Filters } from "./filters";
import { showAuditLogs } from "./page";

/** As many as the operation reads at once. */
const LIMIT = 1_000;
/** Of one file, in UTF-16 units; reached with the page of entries that passes it. */
const MAXIMUM_FILE = 4 * 1024 * 1024;
/** For one file: a filter may match few of the entries that are read. */
export const MAXIMUM_CALLS = 50;
/** Without it, Excel takes UTF-8 for the encoding of the country. */
const BYTE_ORDER_MARK = "\uFEFF";

export async function exportAuditLogs(visit: SessionVisit): Promise<Response> {
  const { search } = visit.place;
  const filters = readFilters(search);
  const file = await readFile(visit, filters, readCursor(search.get("after")));
  if (file.problem) return await showAuditLogs(visit, file.problem);
  return file.next === null || search.get("part") !== null
    ? answerFile(visit, file.lines)
    : await showParts(visit, filters, file.next);
}

/** Null for what is no cursor. */
const readCursor = (text: string | null): number | null =>
  text !== null && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))
    ? Number(text)
    : null;

/** Lines of one read, or of a file. */
type Lines =
  | { readonly problem: Problem }
  /** `next`: where the entries go on that are not in the lines. */
  | { readonly problem: null; readonly lines: string; readonly next: number | null };

const readFile = async (
  visit: SessionVisit,
  filters: Filters,
  after: number | null,
): Promise<Lines> => await fillFile(async (next) => await readLines(visit, filters, next), after);

/** Reads until a file is full, or has taken as many calls as it may. */
export async function fillFile(
  read: (after: number | null) => Promise<Lines>,
  after: number | null,
): Promise<Lines> {
  let lines = "";
  let next = after;
  let calls = 0;
  do {
    const found = await read(next);
    if (found.problem) return found;
    lines += found.lines;
    next = found.next;
    calls++;
  } while (next !== null && lines.length < MAXIMUM_FILE && calls < MAXIMUM_CALLS);
  return { problem: null, lines, next };
}

async function readLines(
  visit: SessionVisit,
  filters: Filters,
  after: number | null,
): Promise<Lines> {
  const { action, outcome } = filters;
  const { start, end } = toRange(filters);
  const { body, problem } = await callOperation(visit, ["auditLogs", "exportEvents"], {
    ...{ organizationId: visit.session.organizationId, limit: LIMIT },
    ...(action === "" ? {} : { action }),
    ...(start === undefined ? {} : { startDate: start }),
    ...(end === undefined ? {} : { endDate: end }),
    ...(after === null ? {} : { cursor: after }),
  });
  if (problem) return { problem };
  const found = body.data.filter((each) => outcome === "" || each.outcome === outcome);
  return { problem: null, lines: csvLines(found), next: body.nextCursor ?? null };
}

function answerFile({ requestId }: SessionVisit, lines: string): Response {
  const day = new Date().toISOString().slice(0, 10);
  return new Response(BYTE_ORDER_MARK + csvHeader + lines, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="audit-log-${day}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    },
  });
}

async function showParts(visit: SessionVisit, filters: Filters, next: number): Promise<Response> {
  const { texts, place } = visit;
  const after = place.search.get("after") ?? "";
  const part = place.base + toExportPath(filters, { after, part: "1" });
  const rest = place.base + toExportPath(filters, { after: String(next) });
  return await showPortalPage(visit, {
    title: texts.exportTitle,
    body: html`<p>${texts.exportText}</p>
      <p><a class="button" href="${part}">${texts.exportPart}</a></p>
      <p><a class="button" href="${rest}">${texts.exportRest}</a></p>
      <p><a href="${place.base}/portal/audit-logs">${texts.auditTitle}</a></p>`,
  });
}
