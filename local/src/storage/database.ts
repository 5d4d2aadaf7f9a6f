import type {
  Commit,
  ComponentPath,
  ComponentSchema,
  Database,
  Timestamp,
  Transaction,
} from "../types";
import { Committer } from "./committer";
import { applySchemas } from "./schemaChange";
import { SnapshotHistory, type Snapshot } from "./snapshot";
import type { Log } from "./log";
import type { TableNumbers } from "./tableNumbers";
import { StorageTransaction, type TransactionHost } from "./transaction";

/** The distance between adjacent floating-point numbers near the current time in milliseconds. */
const CREATION_TIME_STEP = 2 ** -12;

export interface OpenedStore {
  readonly directory: string | null;
  readonly log: Log | null;
  readonly numbers: TableNumbers;
  readonly snapshot: Snapshot;
  readonly tableNumbers: Set<number>;
  readonly liveBytes: number;
  readonly lastCreationTime: number;
  /** Releases the directory's lock. */
  readonly release: () => void;
}

/** See `Database`. */
export class StorageDatabase implements Database {
  private readonly history: SnapshotHistory;
  private readonly committer: Committer;
  private lastCreationTime: number;

  constructor(private readonly store: OpenedStore) {
    this.history = new SnapshotHistory(store.snapshot);
    this.committer = new Committer(this.history, store.log, store.tableNumbers, store.liveBytes);
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
    await this.store.log?.close();
    this.store.release();
  }

  private host(commit: TransactionHost["commit"]): TransactionHost {
    return { numbers: this.store.numbers, nextCreationTime: () => this.nextCreationTime(), commit };
  }

  private nextCreationTime(): number {
    this.lastCreationTime = Math.max(Date.now(), this.lastCreationTime + CREATION_TIME_STEP);
    return this.lastCreationTime;
  }
}
