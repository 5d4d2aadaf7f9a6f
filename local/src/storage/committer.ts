import type { Commit, ComponentPath, ComponentSchema, Timestamp } from "../types";
import { CommitRecord, type NetWrite } from "./commitRecord";
import { Compactor, type CompactionTarget } from "./compaction";
import { ConflictError, DirectoryError, DiskFullError } from "./errors";
import { encodeRecord, type LogRecord } from "./logRecord";
import type { RangeReadSet } from "./readSet";
import { RecentWrites } from "./recentWrites";
import { resolveRow } from "./rows";
import type { Snapshot, SnapshotHistory } from "./snapshot";
import { indexChanges, tableKey, type Table } from "./tables";

/** Commits that arrived meanwhile are written together, up to about this size. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

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
  private isDiskFull = false;
  private lastTimestamp: Timestamp;
  /** Numbers of the tables that the files define. */
  private readonly loggedTables: Set<number>;
  private readonly compactor: Compactor | null;

  constructor(
    private readonly history: SnapshotHistory,
    /** Null keeps everything in memory. */
    private readonly files: CompactionTarget | null,
  ) {
    this.lastTimestamp = history.latest.timestamp;
    const definitions = Array.from(history.latest.tables.values(), (table) => table.definition);
    this.loggedTables = new Set(definitions.map(({ number }) => number));
    this.compactor =
      files &&
      new Compactor(files, history, () => {
        this.flushing ??= this.flush();
      });
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
    const compaction = this.compactor?.close();
    await this.flushing;
    await compaction;
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
    this.recent.add(commit);
    return new Promise((resolve, reject) => {
      this.queue.push({ commit, change, resolve, reject });
      this.flushing ??= this.flush();
    });
  }

  private async flush(): Promise<void> {
    // Not between a schema change and its publication.
    if (this.queue.length === 0) await this.compactor?.startWhenDue();
    while (this.queue.length > 0) {
      const { batch, records, tables } = this.takeBatch();
      try {
        await this.files?.log.append(records);
        this.setDiskFull(null);
        for (const number of tables) this.loggedTables.add(number);
        for (const pending of batch) this.publish(pending);
      } catch (cause) {
        if (cause instanceof DiskFullError) this.refuse(cause, batch);
        else this.fail(cause, batch);
      }
      await this.compactor?.startWhenDue();
    }
    // In the same turn as the last check of the queue: a commit that arrives now starts the next
    // flush.
    this.flushing = null;
  }

  /** Takes the next commits to write, with their records and the tables that these define. */
  private takeBatch(): { batch: Pending[]; records: string[]; tables: Set<number> } {
    const tables = new Set<number>();
    if (!this.files) return { batch: this.queue.splice(0), records: [], tables };
    const records: string[] = [];
    let bytes = 0;
    for (const pending of this.queue) {
      if (bytes > MAX_BATCH_BYTES) break;
      const record = encodeRecord(this.logRecord(pending, tables));
      bytes += record.length;
      records.push(record);
    }
    return { batch: this.queue.splice(0, records.length), records, tables };
  }

  private publish({ commit, change, resolve }: Pending): void {
    // A compaction may have ended since the change was made.
    const schemaBase = change && (this.compactor?.update(change.base) ?? change.base);
    const base = schemaBase ?? this.history.latest;
    const changed = new Map<string, Table>();
    for (const { table: definition, after, changes } of commit.rowWrites) {
      const key = tableKey(definition.component, definition.name);
      let table = changed.get(key);
      if (!table)
        changed.set(key, (table = base.tables.get(key)?.clone() ?? base.createTable(definition)));
      table.put(changes, after);
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

  /** Rejects these commits; later ones are tried again. */
  private refuse(error: DiskFullError, batch: readonly Pending[]): void {
    this.setDiskFull(error);
    for (const { commit, reject } of batch) {
      // Otherwise a retry would conflict with a commit that never becomes visible.
      this.recent.remove(commit);
      reject(error);
    }
  }

  private setDiskFull(error: DiskFullError | null): void {
    if (this.isDiskFull === (error !== null)) return;
    this.isDiskFull = error !== null;
    this.files?.report(
      error
        ? `The disk is full: changes are refused until ${this.files.directory} can be written again.`
        : `There is space again: ${this.files.directory} is written again.`,
    );
  }

  /**
   * The content of the disk is unknown, so all commits are rejected until the directory is opened
   * again. Commits of the batch that were already published have resolved; rejecting them has no
   * effect.
   */
  private fail(cause: unknown, batch: readonly Pending[]): void {
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.stopped = new DirectoryError(`The log cannot be written: ${reason}`, { cause });
    this.files?.report(`${this.stopped.message} All changes are refused until the next start.`);
    for (const { reject } of [...batch, ...this.queue]) reject(this.stopped);
    this.queue = [];
  }

  /** Adds the tables that the record defines to `announced`, which the same frame defines. */
  private logRecord({ commit, change }: Pending, announced: Set<number>): LogRecord {
    const { timestamp, rowWrites } = commit;
    const definitions = [
      ...Array.from(change?.base.tables.values() ?? [], ({ definition }) => definition),
      ...rowWrites.map(({ table }) => table),
    ];
    const tables: LogRecord["tables"][number][] = [];
    for (const { component, name, number } of definitions) {
      if (this.loggedTables.has(number) || announced.has(number)) continue;
      announced.add(number);
      tables.push([component, name, number]);
    }
    return {
      timestamp,
      tables,
      schemas: change ? [...change.schemas] : [],
      written: rowWrites.flatMap(({ after }) => after ?? []),
      removed: rowWrites.flatMap(({ id, after }) => (after ? [] : id)),
    };
  }

  private nextTimestamp(): Timestamp {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.lastTimestamp = now > this.lastTimestamp ? now : this.lastTimestamp + 1n;
    return this.lastTimestamp;
  }
}
