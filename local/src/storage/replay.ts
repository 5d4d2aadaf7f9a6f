import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import { decodeId } from "./ids";
import { decodeRecord } from "./logRecord";
import type { Row } from "./rows";
import { Snapshot } from "./snapshot";
import type { TableNumbers } from "./tableNumbers";
import { defineTable, Table, tableKey } from "./tables";

/** Collects the records of the log; indexes are built once, at the end. */
export class Replay {
  private timestamp: Timestamp | null = null;
  private readonly schemas = new Map<ComponentPath, ComponentSchema | null>();
  private readonly tables = new Map<
    number,
    { readonly component: ComponentPath; readonly name: string; readonly rows: Map<string, Row> }
  >();

  constructor(private readonly numbers: TableNumbers) {}

  add(payload: Buffer): void {
    const record = decodeRecord(payload);
    this.timestamp = record.timestamp;
    for (const [component, name, number] of record.tables) {
      this.numbers.restore(component, name, number);
      this.tables.set(number, { component, name, rows: new Map() });
    }
    for (const [component, schema] of record.schemas) this.schemas.set(component, schema);
    for (const row of record.written) this.rows(row.document._id).set(row.document._id, row);
    for (const id of record.removed) this.rows(id).delete(id);
  }

  finish(): {
    snapshot: Snapshot;
    tableNumbers: Set<number>;
    liveBytes: number;
    lastCreationTime: number;
  } {
    // A new database starts at the current time, so it does not reuse timestamps of an earlier one
    // in the same directory.
    const timestamp = this.timestamp ?? BigInt(Date.now()) * 1_000_000n;
    const built = new Map<string, Table>();
    let liveBytes = 0;
    let lastCreationTime = 0;
    for (const [number, { component, name, rows }] of this.tables) {
      const definition = defineTable(component, name, number, this.schemas.get(component) ?? null);
      built.set(tableKey(component, name), Table.build(definition, rows.values()));
      for (const row of rows.values()) {
        liveBytes += row.loggedBytes;
        lastCreationTime = Math.max(lastCreationTime, row.document._creationTime);
      }
    }
    const snapshot = new Snapshot(timestamp, built, this.schemas, timestamp);
    return { snapshot, tableNumbers: new Set(this.tables.keys()), liveBytes, lastCreationTime };
  }

  private rows(id: string): Map<string, Row> {
    const decoded = decodeId(id);
    const table = "tableNumber" in decoded ? this.tables.get(decoded.tableNumber) : undefined;
    if (!table) throw new Error(`The log writes document ${id} before its table.`);
    return table.rows;
  }
}
