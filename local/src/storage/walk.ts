import type { IndexBound, IndexPosition, IndexRange, StoredDocument } from "../types";
import { encodeKey, prefixEnd, successor } from "./keys";
import type { Span } from "./readSet";
import type { Row } from "./rows";
import type { Table } from "./tables";

/** Returns the keys of a range, without those before `start`. */
export function toSpan(range: IndexRange, start?: IndexPosition): Span {
  const low = range.lower ? lowEnd(range.lower) : "";
  const high = range.upper ? highEnd(range.upper) : prefixEnd("");
  if (start === undefined) return { low, high };
  return range.order === "asc"
    ? { low: maximum(low, successor(start)), high }
    : { low, high: minimum(high, start) };
}

/**
 * A walk over one index of a table that may be written, or replaced by a writable clone, between
 * two steps.
 */
export interface WalkSource {
  /** The table as the transaction sees it now; undefined while it does not exist. */
  table(): Table | undefined;
  readonly index: string;
  /** Called for every document before it is yielded. */
  onRow(row: Row): void;
}

/**
 * Walks a span lazily. `read` is widened with every step and always covers what was read: up to the
 * last document, or the whole span after the walk has ended.
 */
export function* walk(
  source: WalkSource,
  span: Span,
  order: "asc" | "desc",
  read: Span,
): Generator<{ document: StoredDocument; position: IndexPosition }, undefined> {
  const remaining = { ...span };
  for (;;) {
    const table = source.table();
    const version = table?.version;
    const start = order === "asc" ? remaining.low : remaining.high;
    const entries = table?.walk(source.index, order, start);
    for (;;) {
      // The table was written since the last step. The iterator is invalid, but `remaining` has the
      // position.
      if (source.table() !== table || table?.version !== version) break;
      const entry = entries?.next();
      const [key, row] = entry === undefined || entry.done ? [null, null] : entry.value;
      if (key === null || key < remaining.low || key >= remaining.high) {
        read.low = minimum(read.low, span.low);
        read.high = maximum(read.high, span.high);
        return undefined;
      }
      if (order === "asc") remaining.low = read.high = successor(key);
      else remaining.high = read.low = key;
      source.onRow(row);
      yield { document: row.document, position: key };
    }
  }
}

function lowEnd({ key, inclusive }: IndexBound): string {
  const prefix = encodeKey(key);
  return inclusive ? prefix : prefixEnd(prefix);
}

function highEnd({ key, inclusive }: IndexBound): string {
  const prefix = encodeKey(key);
  return inclusive ? prefixEnd(prefix) : prefix;
}

function minimum(a: string, b: string): string {
  return a < b ? a : b;
}

function maximum(a: string, b: string): string {
  return a > b ? a : b;
}
