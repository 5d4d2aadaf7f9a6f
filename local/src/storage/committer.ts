import type { Commit, ComponentPath, ComponentSchema, Timestamp } from "../types";
import { CommitRecord, type NetWrite } from "./commitRecord";
import { ConflictError, DirectoryError } from "./errors";
import type { Log } from "./log";
import { encodeRecord, type LogRecord } from "./logRecord";
import type { RangeReadSet } from "./readSet";
import { RecentWrites } from "./recentWrites";
import { resolveRow } from "./rows";
import type { Snapshot, SnapshotHistory } from "./snapshot";
import { indexChanges, tableKey, type Table, type TableDefinition } from "./tables";
import { compactedRecords } from "./compaction";

/**
 * A log smaller than this is never compacted; a larger one may grow to this multiple of the data.
 */
const MIN_COMPACTION_BYTES = 4 * 1024 * 1024;
const COMPACTION_RATIO = 4;

/**
 * A schema change: the resulting snapshot (without the change's own writes), and what is logged.
 */
export interface SchemaChange {
  readonly base: Snapshot;
  readonly timestamp: Timestamp;
  readonly schemas: ReadonlyMap<ComponentPath, ComponentSchema | null>;
}

interface Pending {
  readonly commit: CommitRecord;
  readonly log: LogRecord;
  readonly change: SchemaChange | null;
  readonly resolve: (timestamp: Timestamp) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Orders commits. A commit is checked and gets its timestamp immediately. It becomes visible only
 * after it is on disk, so no visible data can be lost. Commits that arrive during a write are
 * batched and share one fsync.
 */
export class Committer {
  private readonly recent = new RecentWrites();
  private readonly listeners = new Set<(commit: Commit) => void>();
  private queue: Pending[] = [];
  /** Settles when the queue is empty. */
  private flushing: Promise<void> | null = null;
  /** Set while a schema change runs; other commits wait for it. */
  private exclusive: Promise<unknown> | null = null;
  /** Why commits are rejected: the database is closed, or the disk failed. */
  private stopped: Error | null = null;
  private lastTimestamp: Timestamp;

  constructor(
    private readonly history: SnapshotHistory,
    private readonly log: Log | null,
    /** Numbers of the tables that are defined in the log or in a queued record. */
    private readonly loggedTables: Set<number>,
    /** Bytes that the current documents take in the log. */
    private liveBytes: number,
  ) {
    this.lastTimestamp = history.latest.timestamp;
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Rejects with `ConflictError` if anything that was read has changed since the snapshot;
   * otherwise resolves once the commit is durable and visible.
   */
  async commit(
    snapshot: Timestamp,
    reads: RangeReadSet,
    writes: readonly NetWrite[],
  ): Promise<Timestamp> {
    while (this.exclusive) await this.exclusive.catch(() => undefined);
    if (this.stopped) throw this.stopped;
    if (writes.length === 0) return snapshot;
    const conflict = this.conflict(snapshot, reads);
    if (conflict) {
      // The conflicting commit may not be visible yet; a retry before that would conflict again.
      await this.flushing;
      throw conflict;
    }
    return this.accept(this.nextTimestamp(), writes, null);
  }

  /** Runs a schema change exclusively, once all earlier commits are visible. */
  async changeSchemas(
    make: (timestamp: Timestamp) => { change: SchemaChange; writes: readonly NetWrite[] },
  ): Promise<Timestamp> {
    while (this.exclusive) await this.exclusive.catch(() => undefined);
    const run = async () => {
      await this.flushing;
      if (this.stopped) throw this.stopped;
      const timestamp = this.nextTimestamp();
      const { change, writes } = make(timestamp);
      return this.accept(timestamp, writes, change);
    };
    const running = run().finally(() => (this.exclusive = null));
    this.exclusive = running;
    return running;
  }

  /** Resolves when all accepted commits are durable. Later commits are rejected. */
  async close(): Promise<void> {
    while (this.exclusive) await this.exclusive.catch(() => undefined);
    this.stopped ??= new Error("The database is closed.");
    await this.flushing;
  }

  private conflict(snapshot: Timestamp, reads: RangeReadSet): ConflictError | null {
    if (snapshot < this.history.latest.schemaTimestamp) return new ConflictError(null);
    const index = this.recent.conflict(reads, snapshot);
    return index && new ConflictError(index.table);
  }

  private accept(
    timestamp: Timestamp,
    netWrites: readonly NetWrite[],
    change: SchemaChange | null,
  ): Promise<Timestamp> {
    const rowWrites = netWrites.map((write) => {
      const after = write.after && resolveRow(write.after, timestamp);
      return { ...write, after, changes: indexChanges(write.table, write.before, after) };
    });
    const commit = new CommitRecord(timestamp, rowWrites, change !== null);
    const log: LogRecord = {
      timestamp,
      tables: this.newTables(commit, change),
      schemas: change ? [...change.schemas] : [],
      written: rowWrites.flatMap(({ after }) => after ?? []),
      removed: rowWrites.flatMap(({ id, after }) => (after ? [] : id)),
    };
    this.recent.add(commit);
    return new Promise((resolve, reject) => {
      this.queue.push({ commit, log, change, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = this.queue;
      this.queue = [];
      try {
        await this.log?.append(batch.map(({ log }) => encodeRecord(log)));
        for (const pending of batch) this.publish(pending);
        await this.compactWhenLarge();
      } catch (cause) {
        this.fail(cause, batch);
      }
    }
    // In the same turn as the last check of the queue: a commit that arrives now starts the next
    // flush.
    this.flushing = null;
  }

  private publish({ commit, change, resolve }: Pending): void {
    const base = change?.base ?? this.history.latest;
    const changed = new Map<string, Table>();
    for (const { table: definition, before, after, changes } of commit.rowWrites) {
      const key = tableKey(definition.component, definition.name);
      let table = changed.get(key);
      if (!table)
        changed.set(key, (table = base.tables.get(key)?.clone() ?? base.createTable(definition)));
      table.put(changes, after);
      this.liveBytes += (after?.loggedBytes ?? 0) - (before?.loggedBytes ?? 0);
    }
    this.history.push(base.next(commit.timestamp, changed));
    for (const listener of this.listeners) {
      try {
        listener(commit);
      } catch (error) {
        // An error in a listener does not undo the commit.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
    resolve(commit.timestamp);
  }

  private async compactWhenLarge(): Promise<void> {
    if (
      !this.log ||
      this.log.bytes < Math.max(MIN_COMPACTION_BYTES, COMPACTION_RATIO * this.liveBytes)
    )
      return;
    await this.log.rewrite(compactedRecords(this.history.latest));
  }

  /**
   * The content of the disk is unknown, so all commits are rejected until the directory is opened
   * again. Commits of the batch that were already published have resolved; rejecting them has no
   * effect.
   */
  private fail(cause: unknown, batch: readonly Pending[]): void {
    this.stopped = new DirectoryError(
      `The log cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    for (const { reject } of [...batch, ...this.queue]) reject(this.stopped);
    this.queue = [];
  }

  private newTables(commit: CommitRecord, change: SchemaChange | null): LogRecord["tables"] {
    const definitions = new Map<number, TableDefinition>();
    for (const { definition } of change?.base.tables.values() ?? [])
      definitions.set(definition.number, definition);
    for (const { table } of commit.rowWrites) definitions.set(table.number, table);
    const added = Array.from(definitions.values()).filter(
      ({ number }) => !this.loggedTables.has(number),
    );
    for (const { number } of added) this.loggedTables.add(number);
    return added.map(({ component, name, number }) => [component, name, number]);
  }

  private nextTimestamp(): Timestamp {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.lastTimestamp = now > this.lastTimestamp ? now : this.lastTimestamp + 1n;
    return this.lastTimestamp;
  }
}
