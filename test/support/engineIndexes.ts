/**
 * Indexes for the store of the test engine, which otherwise walks every row of every table for each
 * read: with the fixtures of a few tests there, most of a test's time goes into that. The store
 * still judges each row itself; an index only leaves out those that cannot match. Also hands out
 * the committed rows themselves, which a query copies through JSON twice.
 */
import type { Plugin } from "vitest/config";

type Row = Readonly<Record<string, unknown>>;

/** What is used of the engine's store, which it does not export. */
interface Store {
  /** Committed rows by id; written by `commit` alone. */
  readonly _documents: Readonly<Record<string, Row>>;
  /** Uncommitted rows by id, one object for each level of nested transactions; null is deleted. */
  readonly _writes: readonly Readonly<Record<string, Row | null>>[];
  commit(commitTs?: bigint | null): void;
  _resolveQuerySource(query: Query): unknown;
  _iterateDocs(table: string, callback: (row: Row) => void): void;
}
interface Query {
  readonly source: {
    readonly type: string;
    readonly range?: readonly { type: string; fieldPath: string; value: unknown }[];
  };
}

/** Fields of one index range that have to equal something, and what. */
interface Wanted {
  readonly fields: readonly string[];
  readonly key: string;
}

class TableRows {
  readonly #rows = new Map<string, Row>();
  readonly #byFields = new Map<
    string,
    { fields: readonly string[]; rows: Map<string, Map<string, Row>> }
  >();

  put(id: string, row: Row | undefined): void {
    const old = this.#rows.get(id);
    if (row) this.#rows.set(id, row);
    else this.#rows.delete(id);
    for (const { fields, rows } of this.#byFields.values()) {
      if (old) rows.get(keyIn(old, fields))?.delete(id);
      if (row) add(rows, keyIn(row, fields), id, row);
    }
  }

  all(): ReadonlyMap<string, Row> {
    return this.#rows;
  }

  where({ fields, key }: Wanted): ReadonlyMap<string, Row> {
    const name = fields.join();
    let index = this.#byFields.get(name);
    if (!index) {
      index = { fields, rows: new Map() };
      for (const [id, row] of this.#rows) add(index.rows, keyIn(row, fields), id, row);
      this.#byFields.set(name, index);
    }
    return index.rows.get(key) ?? new Map<string, Row>();
  }
}

function add(rows: Map<string, Map<string, Row>>, key: string, id: string, row: Row): void {
  const there = rows.get(key);
  if (there) there.set(id, row);
  else rows.set(key, new Map([[id, row]]));
}

const keyIn = (row: Row, fields: readonly string[]) =>
  fields.map((field) => textOf(row[field]) ?? "").join();

/** The same text for equal values, and for no others; null for what no index is kept of. */
function textOf(value: unknown): string | null {
  if (value === undefined) return "undefined";
  if (value === null || typeof value === "string" || typeof value === "boolean")
    return JSON.stringify(value);
  return typeof value === "number" && value !== 0 && !Number.isNaN(value) ? String(value) : null; // 0 and -0 are two values
}

function wantedBy({ source }: Query): Wanted | null {
  if (source.type !== "IndexRange") return null;
  const fields: string[] = [];
  const texts: string[] = [];
  for (const { type, fieldPath, value } of source.range ?? []) {
    const text = isUndefined(value) ? "undefined" : textOf(value);
    if (type !== "Eq" || fieldPath.includes(".") || text === null) continue;
    fields.push(fieldPath);
    texts.push(text);
  }
  return fields.length > 0 ? { fields, key: texts.join() } : null;
}

/** As queries are encoded. */
const isUndefined = (value: unknown) =>
  typeof value === "object" && value !== null && "$undefined" in value;

const tableIn = (id: string) => id.replace(/^\d+/, "");

class Indexes {
  readonly #tables = new Map<string, TableRows>();
  wanted: Wanted | null = null;

  table(name: string): TableRows {
    let table = this.#tables.get(name);
    if (!table) this.#tables.set(name, (table = new TableRows()));
    return table;
  }
}

const kept = new WeakMap<Store, Indexes>();
function indexesOf(store: Store): Indexes {
  let indexes = kept.get(store);
  if (!indexes) kept.set(store, (indexes = new Indexes()));
  return indexes;
}

let storeInUse: (() => Store) | null = null;

/**
 * Within `engine.run`: what is stored in the table. A row that did not change is the same object in
 * every answer. Not to be written to.
 */
export function committedRows(table: string): Iterable<Row> {
  if (!storeInUse) throw new Error("convex-test is not loaded.");
  return indexesOf(storeInUse()).table(table).all().values();
}

/** Called with the prototype of the engine's store, and what finds the one that is in use. */
export function keepIndexes(store: Store, findStore: () => Store): void {
  const { commit, _resolveQuerySource: resolve, _iterateDocs: walk } = store;
  if (![commit, resolve, walk].every((method) => typeof method === "function"))
    throw new Error("This version of convex-test keeps its rows differently.");
  storeInUse = findStore;

  store.commit = function (this: Store, commitTs) {
    const written = this._writes.at(-1);
    commit.call(this, commitTs);
    if (this._writes.length > 0) return;
    const indexes = indexesOf(this);
    for (const id of Object.keys(written ?? {}))
      indexes.table(tableIn(id)).put(id, this._documents[id]);
  };

  store._resolveQuerySource = function (this: Store, query) {
    const indexes = indexesOf(this);
    indexes.wanted = wantedBy(query);
    try {
      return resolve.call(this, query);
    } finally {
      indexes.wanted = null;
    }
  };

  store._iterateDocs = function (this: Store, table, callback) {
    const indexes = indexesOf(this);
    const { wanted } = indexes;
    const rows = indexes.table(table);
    const uncommitted = new Map<string, Row | null>();
    for (const level of this._writes)
      for (const [id, row] of Object.entries(level))
        if (tableIn(id) === table) uncommitted.set(id, row);
    const committed = wanted ? rows.where(wanted) : rows.all();
    for (const [id, row] of committed) {
      const now = uncommitted.size > 0 && uncommitted.has(id) ? uncommitted.get(id) : row;
      uncommitted.delete(id);
      if (now) callback(now);
    }
    for (const row of uncommitted.values()) if (row) callback(row);
  };
}

/** Has the test engine call `keepIndexes`. */
export const engineIndexes = (): Plugin => ({
  name: "engine-indexes",
  transform: (code, id) =>
    /[\\/]convex-test[\\/]dist[\\/]index\.js$/.test(id)
      ? `${code}\nimport { keepIndexes } from ${JSON.stringify(import.meta.filename)};\nkeepIndexes(DatabaseFake.prototype, getDb);\n`
      : null,
});
