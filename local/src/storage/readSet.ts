import type { Commit, ComponentPath, ReadSet } from "../types";
import type { CommitRecord } from "./commitRecord";
import { indexKey, type IndexName } from "./tables";

/** Keys from `low` (inclusive) to `high` (exclusive). A walk widens its span as it proceeds. */
export interface Span {
  low: string;
  high: string;
}

/** The reads of one index: single keys (documents by id) and spans (walks). */
class IndexReads {
  constructor(readonly index: IndexName) {}
  readonly points = new Set<string>();
  readonly spans: Span[] = [];

  covers(key: string): boolean {
    return this.points.has(key) || this.spans.some((span) => span.low <= key && key < span.high);
  }
}

/**
 * The index ranges that a transaction walked, up to the last document it saw if it stopped early. A
 * write to a key in them changes what the transaction would read.
 */
export class RangeReadSet implements ReadSet {
  private readonly reads = new Map<string, IndexReads>();

  /** Returns false if that key had been read before. */
  addPoint(index: IndexName, key: string): boolean {
    const { points } = this.of(index);
    const before = points.size;
    return points.add(key).size > before;
  }

  /** The owner of the span may widen it later. */
  addSpan(index: IndexName, span: Span): void {
    this.of(index).spans.push(span);
  }

  tables(): Iterable<{ readonly component: ComponentPath; readonly table: string }> {
    return Array.from(this.reads.values(), ({ index: { component, table } }) => ({
      component,
      table,
    }));
  }

  /** The reads of each index, by `indexKey`. */
  indexes(): ReadonlyMap<string, IndexReads> {
    return this.reads;
  }

  overlaps(commit: Commit): boolean {
    const record = commit as CommitRecord; // Only this storage creates commits.
    if (record.schemaChanged) return true;
    for (const [index, reads] of this.reads) {
      if (record.keys.get(index)?.some((key) => reads.covers(key))) return true;
    }
    return false;
  }

  private of(index: IndexName): IndexReads {
    const key = indexKey(index);
    let reads = this.reads.get(key);
    if (!reads) this.reads.set(key, (reads = new IndexReads(index)));
    return reads;
  }
}
