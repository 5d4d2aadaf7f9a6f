/**
 * Layers: what an index holds below its latest writes. A layer is immutable. Of several layers with
 * a key, the newest counts.
 */
import type { Row } from "./rows";

/**
 * What a layer says about a key: the row; in an index other than the primary one, the primary key
 * under which the row is found; or null when the key was removed.
 */
export type Entry = Row | string | null;

/** An entry as it is stored in a run. */
export type EncodedEntry = Uint8Array;

/** How an index refers to its rows; decides how its entries are encoded. */
export type IndexRole =
  /** The index of creation times, which holds the documents. */
  | "primary"
  /** Keys that end with the primary key: all indexes of a schema. */
  | "suffixed"
  /** The index of ids. */
  | "explicit";

export interface Layer {
  /** Undefined when the layer does not know the key. */
  get(key: string): Entry | undefined;
  /** Iterates from `low` (inclusive) upwards. */
  ascending(low: string): Iterator<[string, Entry]>;
  /** Iterates from `high` (exclusive) downwards. */
  descending(high: string): Iterator<[string, Entry]>;
  /** All entries in key order, for a merge. */
  encoded(role: IndexRole): Iterator<[string, EncodedEntry]>;
}

/**
 * Merges iterators, newest first, into one. Where several have a key, the newest counts and the
 * others are skipped.
 */
export function* mergeLayers<T>(
  iterators: readonly Iterator<[string, T]>[],
  order: "asc" | "desc",
): Generator<[string, T], undefined> {
  const heads = iterators.map((iterator) => iterator.next());
  for (;;) {
    let first: [string, T] | null = null;
    for (const head of heads) {
      if (head.done === true) continue;
      const [key] = head.value;
      if (first === null || (order === "asc" ? key < first[0] : key > first[0])) first = head.value;
    }
    if (first === null) return undefined;
    for (let i = 0; i < heads.length; i++) {
      const head = heads[i]!;
      if (head.done !== true && head.value[0] === first[0]) heads[i] = iterators[i]!.next();
    }
    yield first;
  }
}
