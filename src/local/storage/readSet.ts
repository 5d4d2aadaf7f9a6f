import type { Commit, ComponentPath, ReadSet } from "../types";
import type { CommitRecord } from "./commitRecord";
import { indexKey, type IndexName } from "./tables";

/** Keys from `low` (inclusive) to `high` (exclusive). A walk widens its span while it goes. */
export interface Span {
  low: string;
  high: string;
}

/** What was read of one index: single keys (documents by id) and spans (walks). */
class IndexReads {
  constructor(readonly index: IndexName) {}
  readonly points = new Set<string>();
  readonly spans: Span[] = [];

  covers(key: string): boolean {
    return this.points.has(key) || this.spans.some((span) => span.low <= key && key < span.high);
  }
}

/**
 * The index ranges a transaction really walked, up to the last document seen when it stopped early.
 * Whoever writes a key inside has changed what the transaction would read.
 */
export class RangeReadSet implements ReadSet {
  private readonly reads = new Map<string, IndexReads>();

  /** Returns false if that key had been read before. */
  addPoint(index: IndexName, key: string): boolean {
    const { points } = this.of(index);
    const before = points.size;
    return points.add(key).size > before;
  }

  /** The span may be widened later, by its owner. */
  addSpan(index: IndexName, span: Span): void {
    this.of(index).spans.push(span);
  }

  tables(): Iterable<{ readonly component: ComponentPath; readonly table: string }> {
    return Array.from(this.reads.values(), ({ index: { component, table } }) => ({
      component,
      table,
    }));
  }

  /** What was read of each index, by `indexKey`. */
  indexes(): ReadonlyMap<string, IndexReads> {
    return this.reads;
  }

  overlaps(commit: Commit): boolean {
    const record = commit as CommitRecord; // Commits are only made by this storage.
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
