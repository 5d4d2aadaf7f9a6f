/** Tables: their definitions, and their documents in one tree per index. */
import type { JSONValue } from "convex/values";
import type { ComponentPath, ComponentSchema, StoredDocument, TableSchema } from "../types";
import { primaryKey } from "./entries";
import { encodeKey } from "./keys";
import type { Entry, IndexRole, Layer } from "./layer";
import { fieldAt, type Row } from "./rows";
import { IndexTree } from "./tree";

export interface IndexDefinition {
  readonly name: string;
  /** All fields of the key, including the appended `_creationTime` and `_id`. */
  readonly fields: readonly string[];
  /** Identifies the index in read sets and commits, across all components. */
  readonly key: string;
}

export interface TableDefinition {
  readonly component: ComponentPath;
  readonly name: string;
  /** Unique across all components and never reused, because ids contain it. */
  readonly number: number;
  /** Validator JSON that documents must match; null for any document. */
  readonly validator: JSONValue | null;
  /** "by_id" first. */
  readonly indexes: readonly IndexDefinition[];
}

/**
 * The effect of one write on one index: the removed and the added key, which are equal when only
 * the document changed.
 */
export interface IndexChange {
  readonly index: IndexDefinition;
  readonly removed: string | null;
  readonly added: string | null;
}

export function tableKey(component: ComponentPath, table: string): string {
  return `${component}:${table}`;
}

export interface IndexName {
  readonly component: ComponentPath;
  readonly table: string;
  readonly index: string;
}

export function indexKey({ component, table, index }: IndexName): string {
  return `${component}:${table}.${index}`;
}

export function defineTable(
  component: ComponentPath,
  name: string,
  number: number,
  schema: ComponentSchema | null,
): TableDefinition {
  const table = schema?.tables.find((candidate) => candidate.tableName === name);
  const index = (indexName: string, fields: readonly string[]): IndexDefinition => ({
    name: indexName,
    fields,
    key: indexKey({ component, table: name, index: indexName }),
  });
  return {
    component,
    name,
    number,
    validator: schema?.schemaValidation && table ? documentValidator(table) : null,
    indexes: [
      index("by_id", ["_id"]),
      index("by_creation_time", ["_creationTime", "_id"]),
      ...(table?.indexes ?? []).map(({ indexDescriptor, fields }) =>
        index(indexDescriptor, [...fields, "_creationTime", "_id"]),
      ),
    ],
  };
}

/**
 * The table's validator without system fields: a schema may declare them, but users cannot set
 * them.
 */
function documentValidator(table: TableSchema): JSONValue | null {
  const strip = (validator: JSONValue): JSONValue => {
    if (validator === null || typeof validator !== "object" || Array.isArray(validator))
      return validator;
    const { type, value } = validator;
    if (type === "union" && Array.isArray(value)) return { type, value: value.map(strip) };
    if (type !== "object" || value === null || typeof value !== "object") return validator;
    return {
      type,
      value: Object.fromEntries(
        Object.entries(value).filter(([name]) => name !== "_id" && name !== "_creationTime"),
      ),
    };
  };
  return table.documentType === null ? null : strip(table.documentType);
}

/** The place of each index in a definition that comes with every table. */
const BY_ID = 0;
export const PRIMARY = 1;

export function indexRole(position: number): IndexRole {
  return position === BY_ID ? "explicit" : position === PRIMARY ? "primary" : "suffixed";
}

/**
 * One version of a table. Only its creator writes to it (`put`); it is immutable once a snapshot
 * contains it.
 */
export class Table {
  /** Increases with every write, so that a walk notices that it must find its position again. */
  version = 0;

  constructor(
    readonly definition: TableDefinition,
    /** In the order of the definition's indexes. */
    readonly trees: readonly IndexTree[] = definition.indexes.map(() => IndexTree.of([])),
    private count = 0,
  ) {}

  /** Creates a table with these rows and builds all indexes. */
  static build(definition: TableDefinition, rows: Iterable<Row>): Table {
    const all = Array.from(rows);
    const trees = definition.indexes.map((index) =>
      buildTree(all.map((row) => [encodeIndexKey(index, row.document), row])),
    );
    return new Table(definition, trees, all.length);
  }

  clone(): Table {
    return new Table(
      this.definition,
      this.trees.map((tree) => tree.clone()),
      this.count,
    );
  }

  /** The number of documents. */
  get size(): number {
    return this.count;
  }

  /** Whether it never had a document that is still stored, also as a removed one. */
  get isEmpty(): boolean {
    return this.trees.every((tree) => tree.isEmpty);
  }

  get(id: string): Row | undefined {
    const entry = this.trees[BY_ID]!.get(encodeKey([id]));
    return entry === undefined ? undefined : (this.resolve(entry) ?? undefined);
  }

  /** Iterates all rows in the order of their creation. The table must not be written meanwhile. */
  *rows(): Generator<Row, undefined> {
    const entries = this.trees[PRIMARY]!.ascending("");
    for (let next = entries.next(); next.done !== true; next = entries.next()) {
      const row = this.resolve(next.value[1]);
      if (row) yield row;
    }
  }

  hasIndex(name: string): boolean {
    return this.definition.indexes.some((index) => index.name === name);
  }

  /**
   * Iterates an index from `position` (inclusive) upwards, or from it (exclusive) downwards. The
   * table must not be written meanwhile.
   */
  walk(
    indexName: string,
    order: "asc" | "desc",
    position: string,
  ): Iterator<[string, Row]> | undefined {
    const at = this.definition.indexes.findIndex((index) => index.name === indexName);
    const tree = this.trees[at];
    if (!tree) return undefined;
    const entries = order === "asc" ? tree.ascending(position) : tree.descending(position);
    return {
      next: () => {
        for (;;) {
          const next = entries.next();
          if (next.done === true) return { done: true, value: undefined };
          const row = this.resolve(next.value[1]);
          if (row) return { done: false, value: [next.value[0], row] };
        }
      },
    };
  }

  /** Returns the same documents under another definition, with its new indexes built. */
  redefine(definition: TableDefinition): Table {
    const kept = definition.indexes.map(
      ({ name, fields }) =>
        this.trees[
          this.definition.indexes.findIndex(
            (old) => old.name === name && old.fields.join() === fields.join(),
          )
        ],
    );
    const added = definition.indexes.flatMap((index, at) =>
      kept[at] ? [] : { index, entries: [] as [string, Entry][] },
    );
    // Documents that are on disk stay there: the new entries refer to them by their primary keys.
    const inMemory = this.trees[PRIMARY]!.layers.length === 0;
    for (const row of added.length > 0 ? this.rows() : []) {
      const entry = inMemory ? row : primaryKey(row.document);
      for (const { index, entries } of added)
        entries.push([encodeIndexKey(index, row.document), entry]);
    }
    const built = new Map(added.map(({ index, entries }) => [index, buildTree(entries)]));
    const trees = definition.indexes.map((index, at) => kept[at] ?? built.get(index)!); // one of both
    return new Table(definition, trees, this.count);
  }

  put(changes: readonly IndexChange[], after: Row | null): void {
    this.version++;
    const byId = changes[BY_ID]!; // every table has this index
    this.count += (byId.added === null ? 0 : 1) - (byId.removed === null ? 0 : 1);
    changes.forEach(({ removed, added }, at) => {
      const tree = this.trees[at]!;
      if (removed !== null && removed !== added) tree.delete(removed);
      if (added !== null && after) tree.set(added, after);
    });
  }

  /** Returns the same table with its latest writes in layers. */
  freeze(): Table {
    return new Table(
      this.definition,
      this.trees.map((tree) => tree.freeze()),
      this.count,
    );
  }

  /** Returns the same table with other layers, each for one that has the same content. */
  withLayers(replace: (layers: readonly Layer[]) => readonly Layer[]): Table {
    return new Table(
      this.definition,
      this.trees.map((tree) => tree.withLayers(replace(tree.layers))),
      this.count,
    );
  }

  private resolve(entry: Entry): Row | null {
    if (typeof entry !== "string") return entry;
    const row = this.trees[PRIMARY]!.get(entry) ?? null;
    if (typeof row === "string") throw new Error("The primary index refers to itself.");
    return row;
  }
}

/** Returns how replacing one row with another changes each index; null stands for no row. */
export function indexChanges(
  table: TableDefinition,
  before: Row | null,
  after: Row | null,
): IndexChange[] {
  return table.indexes.map((index) => ({
    index,
    removed: before && encodeIndexKey(index, before.document),
    added: after && encodeIndexKey(index, after.document),
  }));
}

function buildTree(entries: [string, Entry][]): IndexTree {
  return IndexTree.of(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function encodeIndexKey(index: IndexDefinition, document: StoredDocument): string {
  return encodeKey(index.fields.map((field) => fieldAt(document, field)));
}
