import { createHash } from "node:crypto";
import type { IndexPosition, Transaction } from "../../types";
import { documentText } from "./document";
import type { DocumentQuery, Row, SerializedQuery } from "./documentQuery";

export interface PageRequest {
  readonly query: SerializedQuery;
  readonly cursor: string | null;
  readonly endCursor: string | null;
  readonly pageSize: number;
  readonly maximumRowsRead: number | null;
  readonly maximumBytesRead?: number | null;
}

/** The start or end of a page: after a row, or (null) after the last one. */
type Place = IndexPosition | null;

/** The share of its budget that a page may read before the client should split it. */
const SPLIT_SHARE = 3 / 4;
/** Positions are strings of bytes, so this one is after all of them. */
const AFTER_ALL = "\uffff";
/** Convex's limits on what one page reads. */
const DEFAULT_MAXIMUM_ROWS = 16_384;
const DEFAULT_MAXIMUM_BYTES = 8 * 1024 * 1024;

/** Reads one page: the JSON text for `1.0/queryPage`, and the cursor of its end. */
export function readPage(
  tx: Transaction,
  query: DocumentQuery,
  request: PageRequest,
): { readonly text: string; readonly endCursor: string } {
  const cursors = new Cursors(request.query);
  const start = request.cursor === null ? undefined : cursors.parse(request.cursor);
  const end = request.endCursor === null ? undefined : cursors.parse(request.endCursor);
  const page = start === null ? emptyPage() : walkPage(tx, query, request, start, end);
  const endCursor = cursors.write(page.end);
  const middle = page.rows[Math.floor((page.rows.length - 1) / 2)];
  const rest = JSON.stringify({
    isDone: page.end === null,
    continueCursor: endCursor,
    splitCursor:
      page.rows.length < 2 || middle === undefined ? null : cursors.write(middle.position),
    pageStatus: page.status,
  });
  const documents = page.rows.map(({ document }) => documentText(document)).join(",");
  return { text: `{"page":[${documents}],${rest.slice(1)}`, endCursor };
}

interface Page {
  readonly rows: readonly Row[];
  readonly end: Place;
  readonly status: "SplitRecommended" | "SplitRequired" | null;
}

function emptyPage(): Page {
  return { rows: [], end: null, status: null };
}

function walkPage(
  tx: Transaction,
  query: DocumentQuery,
  request: PageRequest,
  start: IndexPosition | undefined,
  end: Place | undefined,
): Page {
  const maximumRows = request.maximumRowsRead ?? DEFAULT_MAXIMUM_ROWS;
  const maximumBytes = request.maximumBytesRead ?? DEFAULT_MAXIMUM_BYTES;
  const isAfter = (a: IndexPosition, b: IndexPosition) =>
    query.range.order === "asc" ? a > b : a < b;
  const bytesBefore = tx.usage.bytesRead;
  const rows: Row[] = [];
  let read = 0;
  let isSpent = false;
  let last = start ?? (query.range.order === "asc" ? "" : AFTER_ALL);
  const walk = query.rows(tx, start, ({ position }) => {
    if (typeof end === "string" && isAfter(position, end)) return "stop";
    isSpent = read >= maximumRows || (read > 0 && tx.usage.bytesRead - bytesBefore >= maximumBytes);
    if (isSpent) return "stop";
    read++;
    last = position;
    return "continue";
  });
  // With an end cursor, the page contains all rows up to it, whatever their number.
  while (end !== undefined || rows.length < request.pageSize) {
    const next = walk.next();
    if (next.done !== true) {
      rows.push(next.value);
      continue;
    }
    if (!isSpent) return { rows, end: end ?? null, status: splitAdvice(read / maximumRows) };
    return end === undefined
      ? { rows, end: last, status: null }
      : { rows, end, status: "SplitRequired" };
  }
  return { rows, end: last, status: splitAdvice(read / maximumRows) };
}

function splitAdvice(share: number): Page["status"] {
  return share > SPLIT_SHARE ? "SplitRecommended" : null;
}

/** Cursors contain their query's fingerprint: they are invalid in another query. */
class Cursors {
  private readonly fingerprint: string;

  constructor(query: SerializedQuery) {
    this.fingerprint = createHash("sha256")
      .update(JSON.stringify(query))
      .digest("base64url")
      .slice(0, 16);
  }

  write(place: Place): string {
    return Buffer.from(JSON.stringify([this.fingerprint, place])).toString("base64url");
  }

  parse(cursor: string): Place {
    let parsed: unknown;
    try {
      parsed = JSON.parse(Buffer.from(cursor, "base64url").toString());
    } catch {
      throw invalidCursor("Failed to parse cursor");
    }
    if (!Array.isArray(parsed) || parsed.length !== 2)
      throw invalidCursor("Failed to parse cursor");
    const [fingerprint, place] = parsed as unknown[];
    if (fingerprint !== this.fingerprint) {
      throw invalidCursor(
        "Tried to run a query starting from a cursor, but it looks like this cursor is from a different query",
      );
    }
    if (place !== null && typeof place !== "string") throw invalidCursor("Failed to parse cursor");
    return place;
  }
}

/** Clients look for the first word: `usePaginatedQuery` then starts over. */
function invalidCursor(reason: string): Error {
  return new Error(`InvalidCursor: ${reason}.`);
}
