import type {
  Commit,
  ComponentPath,
  ComponentSchema,
  Database,
  Timestamp,
  Transaction,
} from "../types";
import type { CompactionTarget } from "./compaction";
import { Committer } from "./committer";
import { applySchemas } from "./schemaChange";
import { SnapshotHistory, type Snapshot } from "./snapshot";
import type { TableNumbers } from "./tableNumbers";
import { StorageTransaction, type TransactionHost } from "./transaction";

/** The distance between adjacent floating-point numbers near the current time in milliseconds. */
const CREATION_TIME_STEP = 2 ** -12;

/** The files of an open directory. */
export interface OpenFiles extends CompactionTarget {
  /** Releases the directory's lock. */
  readonly release: () => void;
}

export interface OpenedStore {
  readonly directory: string | null;
  /** Null keeps everything in memory. */
  readonly files: OpenFiles | null;
  readonly numbers: TableNumbers;
  readonly snapshot: Snapshot;
  readonly lastCreationTime: number;
}

/** See `Database`. */
export class StorageDatabase implements Database {
  private readonly history: SnapshotHistory;
  private readonly committer: Committer;
  private lastCreationTime: number;

  constructor(private readonly store: OpenedStore) {
    this.history = new SnapshotHistory(store.snapshot);
    this.committer = new Committer(this.history, store.files);
    this.lastCreationTime = store.lastCreationTime;
  }

  get directory(): string | null {
    return this.store.directory;
  }

  latest(): Timestamp {
    return this.history.latest.timestamp;
  }

  begin(): Transaction {
    const host = this.host((transaction) =>
      this.committer.commit(transaction.snapshot, transaction.readSet, transaction.netWrites()),
    );
    return new StorageTransaction(host, this.history.latest);
  }

  beginAt(timestamp: Timestamp): Transaction {
    return new StorageTransaction(this.host(null), this.history.at(timestamp));
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    return this.committer.onCommit(listener);
  }

  applySchemas(
    schemas: ReadonlyMap<ComponentPath, ComponentSchema | null>,
    write?: (tx: Transaction) => void,
  ): Promise<Timestamp> {
    return this.committer.changeSchemas((timestamp) => {
      const change = applySchemas(this.history.latest, schemas, this.store.numbers, timestamp);
      const transaction = new StorageTransaction(this.host(null), change.base);
      write?.(transaction);
      return { change, writes: transaction.netWrites() };
    });
  }

  tables(component: ComponentPath): string[] {
    const definitions = Array.from(
      this.history.latest.tables.values(),
      ({ definition }) => definition,
    );
    return definitions.flatMap((table) => (table.component === component ? table.name : [])).sort();
  }

  async close(): Promise<void> {
    await this.committer.close();
    const { files } = this.store;
    if (!files) return;
    await files.log.close();
    files.runs.close();
    files.release();
  }

  private host(commit: TransactionHost["commit"]): TransactionHost {
    return { numbers: this.store.numbers, nextCreationTime: () => this.nextCreationTime(), commit };
  }

  private nextCreationTime(): number {
    this.lastCreationTime = Math.max(Date.now(), this.lastCreationTime + CREATION_TIME_STEP);
    return this.lastCreationTime;
  }
}
