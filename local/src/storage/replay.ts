import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import { decodeId } from "./ids";
import { decodeRecords } from "./logRecord";
import type { Row } from "./rows";
import { Snapshot } from "./snapshot";
import type { TableNumbers } from "./tableNumbers";
import { defineTable, indexChanges, Table, tableKey } from "./tables";

interface TableChanges {
  readonly component: ComponentPath;
  readonly name: string;
  /** By id; null for a removed document. */
  readonly rows: Map<string, Row | null>;
}

/**
 * Brings a snapshot up to date with the records of the log. Records are collected, and applied
 * together, so that only the last state of a document is indexed.
 */
export class Replay {
  /** Bytes of the records that were collected and not applied yet. */
  pendingBytes = 0;
  lastCreationTime: number;
  /** Of the last commit. */
  timestamp: Timestamp;
  private readonly schemas = new Map<ComponentPath, ComponentSchema | null>();
  private changes = new Map<number, TableChanges>();
  /** No document of the snapshot was created later. */
  private appliedCreationTime: number;

  constructor(
    public snapshot: Snapshot,
    private readonly numbers: TableNumbers,
    lastCreationTime: number,
  ) {
    this.timestamp = snapshot.timestamp;
    this.lastCreationTime = this.appliedCreationTime = lastCreationTime;
  }

  /** Collects the records of a frame. */
  add(payload: Buffer): void {
    this.pendingBytes += payload.length;
    for (const record of decodeRecords(payload)) {
      this.timestamp = record.timestamp;
      for (const [component, name, number] of record.tables)
        this.numbers.restore(component, name, number);
      for (const [, , number] of record.tables) this.table(number);
      for (const [component, schema] of record.schemas) this.schemas.set(component, schema);
      for (const row of record.written) {
        const { _id, _creationTime } = row.document;
        this.rows(_id).set(_id, row);
        this.lastCreationTime = Math.max(this.lastCreationTime, _creationTime);
      }
      for (const id of record.removed) this.rows(id).set(id, null);
    }
  }

  /** Applies what was collected, and returns the new snapshot. */
  apply(): Snapshot {
    const { snapshot } = this;
    const schemas = new Map([...snapshot.schemas, ...this.schemas]);
    const tables = new Map(snapshot.tables);
    for (const [key, table] of snapshot.tables) {
      const { component, name, number } = table.definition;
      const schema = this.schemas.get(component);
      if (schema !== undefined)
        tables.set(key, table.redefine(defineTable(component, name, number, schema)));
    }
    for (const [number, { component, name, rows }] of this.changes) {
      const key = tableKey(component, name);
      const definition = defineTable(component, name, number, schemas.get(component) ?? null);
      const table = tables.get(key) ?? new Table(definition);
      tables.set(key, changedTable(table, rows, this.appliedCreationTime));
    }
    this.snapshot = new Snapshot(this.timestamp, tables, schemas, this.timestamp);
    this.schemas.clear();
    this.changes = new Map();
    this.pendingBytes = 0;
    this.appliedCreationTime = this.lastCreationTime;
    return this.snapshot;
  }

  private rows(id: string): Map<string, Row | null> {
    const decoded = decodeId(id);
    if ("problem" in decoded) throw new Error(`The log has a document with an invalid id: ${id}`);
    return this.table(decoded.tableNumber).rows;
  }

  private table(number: number): TableChanges {
    let table = this.changes.get(number);
    if (!table) {
      const names = this.numbers.findName(number);
      if (!names) throw new Error(`The log writes to table ${number} before it names it.`);
      this.changes.set(number, (table = { ...names, rows: new Map() }));
    }
    return table;
  }
}

function changedTable(
  table: Table,
  rows: ReadonlyMap<string, Row | null>,
  lastCreationTime: number,
): Table {
  const { definition } = table;
  if (table.isEmpty) {
    const existing = Array.from(rows.values()).flatMap((row) => row ?? []);
    return Table.build(definition, existing);
  }
  const changed = table.clone();
  for (const [id, after] of rows) {
    const isNew = after !== null && after.document._creationTime > lastCreationTime;
    const before = isNew ? null : (table.get(id) ?? null);
    changed.put(indexChanges(definition, before, after), after);
  }
  return changed;
}
