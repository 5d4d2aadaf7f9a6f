import sortedBTree from "sorted-btree";
import type { Row } from "./rows";

// The package is CommonJS: Node hands over `module.exports`, bundlers its `default`. The cast only
// says so.
const BTree = ("default" in sortedBTree ? sortedBTree.default : sortedBTree) as typeof sortedBTree;

type Entries = InstanceType<typeof BTree<string, Row>>;

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * One index: encoded key → row, in key order. `clone` is O(1); a write copies the nodes on its path
 * that are shared with other clones, so a snapshot stays as it was while the latest version moves
 * on.
 */
export class IndexTree {
  private constructor(private readonly entries: Entries) {}

  /** Entries in any order, each key once; sorted input is cheapest. */
  static of(entries: readonly [string, Row][]): IndexTree {
    // The constructor only reads the pairs; its type is older than read-only arrays.
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

  /**
   * Entries from `low` (inclusive) upwards. The tree must not be written while the iterator is
   * used.
   */
  ascending(low: string): Iterator<[string, Row]> {
    return this.entries.entries(low);
  }

  /**
   * Entries from `high` (exclusive) downwards. The tree must not be written while the iterator is
   * used.
   */
  descending(high: string): Iterator<[string, Row]> {
    return this.entries.entriesReversed(high, undefined, true);
  }

  rows(): IterableIterator<Row> {
    return this.entries.values();
  }
}
