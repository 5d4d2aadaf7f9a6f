/**
 * Exports the log in pages, oldest first. A cursor is a number that never expires: the first twelve
 * characters of an entry's ULID (the time, and 10 of its 80 random bits), which stays below 2^53
 * until the year 2248. Entries with equal cursors are exported in one page, so a page continues
 * where the last one ended, whatever is written in between.
 */
import type { Doc } from "../_generated/dataModel";
import { idPrefixes, parseUlid, formatUlid } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { bounded, type KeyBounds } from "../tenancy/page";
import { ReadBudget } from "../core/readBudget";
import { callersOrganization, type ReadContext } from "../tenancy/functions";
import type { auditLogs } from "./contract";
import { csvHeader, csvLines } from "./csv";
import { present, timeRange } from "./model";

type Input = OperationInput<typeof auditLogs.exportEvents>;
type AuditRow = Doc<"auditEvents">;

const PLACE = 12;
const MAXIMUM_READ = 4_000;
/** Kept small, because entries can be returned twice: as data and as CSV lines. */
const EXPORT_BYTES = 2 * 1024 * 1024;

export async function exportEvents(ctx: ReadContext, input: Input) {
  const { rows, nextCursor } = await readPage(ctx, input);
  const data = rows.map(present);
  return {
    data,
    count: data.length,
    ...(nextCursor === undefined ? {} : { nextCursor }),
    ...(input.format === "csv"
      ? { content: (input.cursor === undefined ? csvHeader : "") + csvLines(data) }
      : {}),
  };
}

async function readPage(
  ctx: ReadContext,
  { action, limit, startDate, endDate, cursor, organizationId: asked }: Input,
): Promise<{ rows: AuditRow[]; nextCursor?: number }> {
  const organizationId = callersOrganization(ctx, asked);
  const rows: AuditRow[] = [];
  let last: string | null = null;
  let read = 0;
  const budget = new ReadBudget(EXPORT_BYTES);
  for await (const row of readEntries(ctx, organizationId, action, {
    ...timeRange(startDate, endDate),
    cursor,
  })) {
    const place = getPlace(row);
    const isFull = rows.length >= limit || read >= MAXIMUM_READ || budget.isSpent;
    if (isFull && last !== null && place !== last) return { rows, nextCursor: parseUlid(last) };
    last = place;
    read++;
    budget.spend(row);
    if (organizationId !== null && action !== undefined && row.action !== action) continue;
    rows.push(row);
  }
  return { rows };
}

const getPlace = ({ id }: AuditRow): string => id.slice(PREFIX.length, PREFIX.length + PLACE);
const PREFIX = `${idPrefixes.auditEvent}_`;

function readEntries(
  ctx: ReadContext,
  organizationId: string | null,
  action: string | undefined,
  { from = PREFIX, until, cursor }: { from?: string; until?: string; cursor?: number },
): AsyncIterable<AuditRow> {
  // Sorts after every id with this prefix, because `~` is greater than digits and capitals.
  const after = cursor === undefined ? "" : `${PREFIX}${formatUlid(cursor, PLACE)}~`;
  const bounds: KeyBounds = [
    ["gte", after > from ? after : from],
    ["lt", until ?? `${PREFIX}~`],
  ];
  if (organizationId !== null)
    return ctx.db.range("auditEvents", "byOrganization", (q) =>
      bounded(q.eq("organizationId", organizationId), "id", bounds),
    );
  if (action !== undefined)
    return ctx.db.range("auditEvents", "byAction", (q) =>
      bounded(q.eq("action", action), "id", bounds),
    );
  return ctx.db.range("auditEvents", "byProjectId", (q) => bounded(q, "id", bounds));
}
