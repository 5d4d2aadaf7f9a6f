import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import { defineTable, Table, tableKey, type TableDefinition } from "./tables";

/** All data as of one commit. Immutable; snapshots share what did not change between them. */
export class Snapshot {
  constructor(
    readonly timestamp: Timestamp,
    /** By `tableKey`. */
    readonly tables: ReadonlyMap<string, Table>,
    readonly schemas: ReadonlyMap<ComponentPath, ComponentSchema | null>,
    /** When schemas last changed. Transactions that began earlier must restart. */
    readonly schemaTimestamp: Timestamp,
  ) {}

  table(component: ComponentPath, name: string): Table | undefined {
    return this.tables.get(tableKey(component, name));
  }

  schema(component: ComponentPath): ComponentSchema | null {
    return this.schemas.get(component) ?? null;
  }

  /** Creates an empty table as defined by this snapshot's schema. */
  createTable({
    component,
    name,
    number,
  }: Pick<TableDefinition, "component" | "name" | "number">): Table {
    return new Table(defineTable(component, name, number, this.schema(component)));
  }

  /** Returns the same data in other tables. */
  withTables(change: (table: Table) => Table): Snapshot {
    const tables = new Map(Array.from(this.tables, ([key, table]) => [key, change(table)]));
    return new Snapshot(this.timestamp, tables, this.schemas, this.schemaTimestamp);
  }

  /** Returns the next snapshot, with some tables replaced or added. */
  next(timestamp: Timestamp, changed: ReadonlyMap<string, Table>): Snapshot {
    return new Snapshot(
      timestamp,
      new Map([...this.tables, ...changed]),
      this.schemas,
      this.schemaTimestamp,
    );
  }
}

/**
 * The state before the first commit. It has the current time, so that a new database does not reuse
 * timestamps of an earlier one in the same directory.
 */
export function emptySnapshot(): Snapshot {
  const timestamp = BigInt(Date.now()) * 1_000_000n;
  return new Snapshot(timestamp, new Map(), new Map(), timestamp);
}

const MAX_SNAPSHOTS = 2_048;
const MAX_AGE_NS: Timestamp = 30_000_000_000n;

/** The latest snapshot, and recent ones for reads at an earlier timestamp. */
export class SnapshotHistory {
  private snapshots: Snapshot[];

  constructor(public latest: Snapshot) {
    this.snapshots = [latest];
  }

  push(snapshot: Snapshot): void {
    this.latest = snapshot;
    this.snapshots.push(snapshot);
    this.dropOld(snapshot.timestamp);
  }

  /** Replaces the latest snapshot with one that holds the same in other layers. */
  replaceLatest(change: (table: Table) => Table): void {
    this.latest = this.latest.withTables(change);
    this.snapshots[this.snapshots.length - 1] = this.latest;
    // Earlier snapshots keep the old layers in memory, and files open.
    this.dropOld(BigInt(Date.now()) * 1_000_000n);
  }

  private dropOld(now: Timestamp): void {
    // Dropping half at a time keeps the cost of shifting the array low per commit.
    if (this.snapshots.length > MAX_SNAPSHOTS)
      this.snapshots = this.snapshots.slice(MAX_SNAPSHOTS / 2);
    const oldest = now - MAX_AGE_NS;
    // The snapshot before the first recent one was visible when the window began.
    const young = this.snapshots.findIndex(({ timestamp }) => timestamp > oldest);
    if (young > 1) this.snapshots = this.snapshots.slice(young - 1);
    else if (young < 0) this.snapshots = [this.latest];
  }

  /**
   * Returns the snapshot that was visible at that time; throws when it was dropped or is in the
   * future.
   */
  at(timestamp: Timestamp): Snapshot {
    if (timestamp > this.latest.timestamp)
      throw new Error(`Timestamp ${timestamp} is in the future.`);
    const snapshot = this.snapshots.findLast((candidate) => candidate.timestamp <= timestamp);
    if (!snapshot)
      throw new Error(
        `Timestamp ${timestamp} is too old: only the last ${MAX_AGE_NS / 1_000_000_000n} seconds can be read.`,
      );
    return snapshot;
  }
}
