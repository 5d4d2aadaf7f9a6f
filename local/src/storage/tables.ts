/** Tables: their definitions, and their documents in one tree per index. */
import type { JSONValue } from "convex/values";
import type { ComponentPath, ComponentSchema, StoredDocument, TableSchema } from "../types";
import { encodeKey } from "./keys";
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

/**
 * One version of a table. Only its creator writes to it (`put`); it is immutable once a snapshot
 * contains it.
 */
export class Table {
  /** Increases with every write, so that a walk notices that it must find its position again. */
  version = 0;

  constructor(
    readonly definition: TableDefinition,
    private readonly trees: readonly IndexTree[] = definition.indexes.map(() => IndexTree.of([])),
  ) {}

  /** Creates a table with these rows and builds all indexes. */
  static build(definition: TableDefinition, rows: Iterable<Row>): Table {
    const all = Array.from(rows);
    return new Table(
      definition,
      definition.indexes.map((index) => buildTree(index, all)),
    );
  }

  clone(): Table {
    return new Table(
      this.definition,
      this.trees.map((tree) => tree.clone()),
    );
  }

  get size(): number {
    return this.trees[0]!.size;
  }

  get(id: string): Row | undefined {
    return this.trees[0]!.get(encodeKey([id]));
  }

  rows(): IterableIterator<Row> {
    return this.trees[0]!.rows();
  }

  index(name: string): { readonly definition: IndexDefinition; readonly tree: IndexTree } | null {
    const at = this.definition.indexes.findIndex((index) => index.name === name);
    return at < 0 ? null : { definition: this.definition.indexes[at]!, tree: this.trees[at]! };
  }

  /** Returns the same documents under another definition, with its new indexes built. */
  redefine(definition: TableDefinition): Table {
    let rows: Row[] | null = null;
    const trees = definition.indexes.map((index) => {
      const at = this.definition.indexes.findIndex(
        (old) => old.name === index.name && old.fields.join() === index.fields.join(),
      );
      return this.trees[at] ?? buildTree(index, (rows ??= Array.from(this.rows())));
    });
    return new Table(definition, trees);
  }

  put(changes: readonly IndexChange[], after: Row | null): void {
    this.version++;
    changes.forEach(({ removed, added }, at) => {
      const tree = this.trees[at]!;
      if (removed !== null && removed !== added) tree.delete(removed);
      if (added !== null && after) tree.set(added, after);
    });
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

function buildTree(index: IndexDefinition, rows: readonly Row[]): IndexTree {
  const entries = rows.map(
    (row) => [encodeIndexKey(index, row.document), row] satisfies [string, Row],
  );
  return IndexTree.of(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function encodeIndexKey(index: IndexDefinition, document: StoredDocument): string {
  return encodeKey(index.fields.map((field) => fieldAt(document, field)));
}
