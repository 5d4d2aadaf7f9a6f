import sortedBTree from "sorted-btree";
import { encodeEntry } from "./entries";
import { mergeLayers, type EncodedEntry, type Entry, type IndexRole, type Layer } from "./layer";

// The package is CommonJS: Node imports `module.exports`, bundlers its `default`. The cast covers
// both.
const BTree = ("default" in sortedBTree ? sortedBTree.default : sortedBTree) as typeof sortedBTree;

type Entries = InstanceType<typeof BTree<string, Entry>>;

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function createEntries(entries?: readonly [string, Entry][]): Entries {
  // The constructor only reads the pairs, but its type predates read-only arrays.
  return new BTree<string, Entry>(entries as [string, Entry][] | undefined, compareKeys);
}

/**
 * One index: encoded key → entry, in key order. The latest writes are in a copy-on-write tree, whose
 * `clone` is O(1); the rest is in immutable layers below it, newest first.
 */
export class IndexTree {
  private constructor(
    private readonly top: Entries,
    readonly layers: readonly Layer[],
  ) {}

  /** Takes entries in any order, each key once; sorted input is cheapest. */
  static of(entries: readonly [string, Entry][], layers: readonly Layer[] = []): IndexTree {
    return new IndexTree(createEntries(entries), layers);
  }

  get isEmpty(): boolean {
    return this.top.size === 0 && this.layers.length === 0;
  }

  get(key: string): Entry | undefined {
    const entry = this.top.get(key);
    if (entry !== undefined || this.layers.length === 0) return entry;
    for (const layer of this.layers) {
      const below = layer.get(key);
      if (below !== undefined) return below;
    }
    return undefined;
  }

  set(key: string, entry: Entry): void {
    this.top.set(key, entry);
  }

  delete(key: string): void {
    // A layer may have the key.
    if (this.layers.length > 0) this.top.set(key, null);
    else this.top.delete(key);
  }

  clone(): IndexTree {
    return new IndexTree(this.top.clone(), this.layers);
  }

  /** Returns the same index with its latest writes as a layer, and nothing above it. */
  freeze(): IndexTree {
    return this.top.size === 0
      ? this
      : new IndexTree(createEntries(), [new FrozenLayer(this.top), ...this.layers]);
  }

  /** Returns the same index over other layers with the same content. */
  withLayers(layers: readonly Layer[]): IndexTree {
    return new IndexTree(this.top, layers);
  }

  /**
   * Iterates from `low` (inclusive) upwards; removed keys have null. The tree must not be written
   * meanwhile.
   */
  ascending(low: string): Iterator<[string, Entry]> {
    const top = this.top.entries(low);
    if (this.layers.length === 0) return top;
    return mergeLayers([top, ...this.layers.map((layer) => layer.ascending(low))], "asc");
  }

  /**
   * Iterates from `high` (exclusive) downwards; removed keys have null. The tree must not be written
   * meanwhile.
   */
  descending(high: string): Iterator<[string, Entry]> {
    const top = this.top.entriesReversed(high, undefined, true);
    if (this.layers.length === 0) return top;
    return mergeLayers([top, ...this.layers.map((layer) => layer.descending(high))], "desc");
  }
}

/** The writes of a tree that are being moved to a run. */
class FrozenLayer implements Layer {
  constructor(private readonly entries: Entries) {}

  get(key: string): Entry | undefined {
    return this.entries.get(key);
  }

  ascending(low: string): Iterator<[string, Entry]> {
    return this.entries.entries(low);
  }

  descending(high: string): Iterator<[string, Entry]> {
    return this.entries.entriesReversed(high, undefined, true);
  }

  *encoded(role: IndexRole): Generator<[string, EncodedEntry], undefined> {
    for (const [key, entry] of this.entries.entries()) yield [key, encodeEntry(entry, role)];
  }
}
