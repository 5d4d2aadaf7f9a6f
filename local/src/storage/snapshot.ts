import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import { defineTable, Table, tableKey, type TableDefinition } from "./tables";

/**
 * Everything as it was after one commit. Immutable; versions share all that did not change between
 * them.
 */
export class Snapshot {
  constructor(
    readonly timestamp: Timestamp,
    /** By `tableKey`. */
    readonly tables: ReadonlyMap<string, Table>,
    readonly schemas: ReadonlyMap<ComponentPath, ComponentSchema | null>,
    /** When schemas last changed: a transaction that began before must start again. */
    readonly schemaTimestamp: Timestamp,
  ) {}

  table(component: ComponentPath, name: string): Table | undefined {
    return this.tables.get(tableKey(component, name));
  }

  schema(component: ComponentPath): ComponentSchema | null {
    return this.schemas.get(component) ?? null;
  }

  /** A new empty table as this snapshot's schema defines it. */
  createTable({
    component,
    name,
    number,
  }: Pick<TableDefinition, "component" | "name" | "number">): Table {
    return new Table(defineTable(component, name, number, this.schema(component)));
  }

  /** The next version: some tables replaced or added. */
  next(timestamp: Timestamp, changed: ReadonlyMap<string, Table>): Snapshot {
    return new Snapshot(
      timestamp,
      new Map([...this.tables, ...changed]),
      this.schemas,
      this.schemaTimestamp,
    );
  }
}

const MAX_SNAPSHOTS = 2_048;
const MAX_AGE: Timestamp = 30_000_000_000n;

/** The latest snapshot and those of the last while, for reads at an earlier timestamp. */
export class SnapshotHistory {
  private snapshots: Snapshot[];

  constructor(public latest: Snapshot) {
    this.snapshots = [latest];
  }

  push(snapshot: Snapshot): void {
    this.latest = snapshot;
    this.snapshots.push(snapshot);
    // Cutting half at a time keeps the cost of shifting away from single commits.
    if (this.snapshots.length > MAX_SNAPSHOTS)
      this.snapshots = this.snapshots.slice(MAX_SNAPSHOTS / 2);
    const oldest = snapshot.timestamp - MAX_AGE;
    // The one before the first young one is still what was visible when the window began.
    const young = this.snapshots.findIndex(({ timestamp }) => timestamp > oldest);
    if (young > 1) this.snapshots = this.snapshots.slice(young - 1);
  }

  /** What was visible at that time; throws when it is no longer held or has not come yet. */
  at(timestamp: Timestamp): Snapshot {
    if (timestamp > this.latest.timestamp)
      throw new Error(`Timestamp ${timestamp} is in the future.`);
    const snapshot = this.snapshots.findLast((candidate) => candidate.timestamp <= timestamp);
    if (!snapshot)
      throw new Error(
        `Timestamp ${timestamp} is too old: only the last ${MAX_AGE / 1_000_000_000n} seconds can be read.`,
      );
    return snapshot;
  }
}
