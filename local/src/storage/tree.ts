import sortedBTree from "sorted-btree";
import type { Row } from "./rows";

// The package is CommonJS: Node imports `module.exports`, bundlers its `default`. The cast covers
// both.
const BTree = ("default" in sortedBTree ? sortedBTree.default : sortedBTree) as typeof sortedBTree;

type Entries = InstanceType<typeof BTree<string, Row>>;

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * One index: encoded key → row, in key order. `clone` is O(1); a write copies the nodes on its path
 * that other clones share, so snapshots do not change.
 */
export class IndexTree {
  private constructor(private readonly entries: Entries) {}

  /** Takes entries in any order, each key once; sorted input is cheapest. */
  static of(entries: readonly [string, Row][]): IndexTree {
    // The constructor only reads the pairs, but its type predates read-only arrays.
    return new IndexTree(new BTree<string, Row>(entries as [string, Row][], compareKeys));
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Row | undefined {
    return this.entries.get(key);
  }

  set(key: string, row: Row): void {
    this.entries.set(key, row);
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  clone(): IndexTree {
    return new IndexTree(this.entries.clone());
  }

  /** Iterates from `low` (inclusive) upwards. The tree must not be written meanwhile. */
  ascending(low: string): Iterator<[string, Row]> {
    return this.entries.entries(low);
  }

  /** Iterates from `high` (exclusive) downwards. The tree must not be written meanwhile. */
  descending(high: string): Iterator<[string, Row]> {
    return this.entries.entriesReversed(high, undefined, true);
  }

  rows(): IterableIterator<Row> {
    return this.entries.values();
  }
}
