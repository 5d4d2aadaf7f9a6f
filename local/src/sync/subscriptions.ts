import type { Commit, Database, ReadSet, Timestamp } from "../types";

/**
 * One watched query of one client, from the commit of its result until a later commit changes what
 * it read.
 */
export interface Watch {
  cancel(): void;
}

/**
 * Keeps the commits after `timestamp` until `release`, so that a query that runs at it can be
 * watched without a gap.
 */
export interface Pin {
  readonly timestamp: Timestamp;
  release(): void;
}

interface Entry {
  readonly readSet: ReadSet;
  readonly tables: readonly string[];
  readonly onInvalid: () => void;
}

/**
 * Finds the read sets that a commit affects. Entries are indexed by table, so a commit checks only
 * those that read a table it wrote. Each entry is notified once and then removed, because its query
 * must rerun to determine what it reads.
 */
export class Subscriptions {
  private readonly byTable = new Map<string, Set<Entry>>();
  private readonly pins = new Set<Pin>();
  private recent: Commit[] = [];
  private readonly stop: () => void;

  constructor(private readonly database: Database) {
    this.stop = database.onCommit((commit) => this.receive(commit));
  }

  /** Pins the latest commit. */
  pin(): Pin {
    const pin: Pin = { timestamp: this.database.latest(), release: () => this.release(pin) };
    this.pins.add(pin);
    return pin;
  }

  /**
   * Calls `onInvalid` once, at the first commit after `since` that writes what was read;
   * immediately if there has been one. `since` must be pinned.
   */
  watch(readSet: ReadSet, since: Timestamp, onInvalid: () => void): Watch {
    if (this.recent.some((commit) => commit.timestamp > since && readSet.overlaps(commit))) {
      onInvalid();
      return { cancel: () => {} };
    }
    const tables = [...new Set([...readSet.tables()].map(tableKey))];
    const entry: Entry = { readSet, tables, onInvalid };
    for (const table of tables) {
      const entries = this.byTable.get(table) ?? new Set();
      this.byTable.set(table, entries.add(entry));
    }
    return { cancel: () => this.forget(entry) };
  }

  close(): void {
    this.stop();
    this.byTable.clear();
    this.recent = [];
  }

  private receive(commit: Commit): void {
    if (this.pins.size > 0) this.recent.push(commit);
    for (const table of new Set(commit.writes.map(tableKey))) {
      for (const entry of this.byTable.get(table) ?? []) {
        if (!entry.readSet.overlaps(commit)) continue;
        this.forget(entry);
        entry.onInvalid();
      }
    }
  }

  private forget(entry: Entry): void {
    for (const table of entry.tables) {
      const entries = this.byTable.get(table);
      entries?.delete(entry);
      if (entries?.size === 0) this.byTable.delete(table);
    }
  }

  private release(pin: Pin): void {
    this.pins.delete(pin);
    if (this.pins.size === 0) {
      this.recent = [];
      return;
    }
    const oldest = [...this.pins]
      .map(({ timestamp }) => timestamp)
      .reduce((a, b) => (a < b ? a : b));
    this.recent = this.recent.filter(({ timestamp }) => timestamp > oldest);
  }
}

const tableKey = ({
  component,
  table,
}: {
  readonly component: string;
  readonly table: string;
}): string => `${component}/${table}`;
