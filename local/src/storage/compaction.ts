import { fileName, listFiles } from "./dataFile";
import { isDiskFull, type Log } from "./log";
import type { Layer } from "./layer";
import { writeManifest, type LogPosition } from "./manifest";
import { deleteFile, replaceLayers, type Runs } from "./runs";
import type { RunSection } from "./run";
import type { Snapshot, SnapshotHistory } from "./snapshot";

/**
 * Bytes of the log after which its commits are moved to a run. They are what has to be read when the
 * directory is opened, and their documents are in memory.
 */
export const MAX_LOG_BYTES = 8 * 1024 * 1024;
/** The log may grow to this multiple of the limit while a compaction is under way. */
const MAX_BACKLOG = 4;
const RETRY_AFTER_MS = 10_000;

export interface CompactionTarget {
  readonly directory: string;
  readonly log: Log;
  readonly runs: Runs;
  readonly report: (message: string) => void;
  readonly maxLogBytes: number;
}

interface Job {
  /** Its latest writes are frozen. */
  readonly snapshot: Snapshot;
  /** Where the log continues after it. */
  readonly position: LogPosition;
  /** The same snapshot over runs, once they are written. */
  compacted: Snapshot | null;
}

/**
 * Moves commits from the log to runs, in the background: commits that arrive meanwhile go to the
 * next file of the log. Until the manifest names the new run, the old files count.
 */
export class Compactor {
  private job: Job | null = null;
  private running: Promise<void> | null = null;
  private retryAt = 0;
  private readonly abort = new AbortController();
  /** What replaced a layer, as long as a snapshot reads the layer. */
  private readonly replaced = new WeakMap<Layer, RunSection | null>();

  constructor(
    private readonly target: CompactionTarget,
    private readonly history: SnapshotHistory,
    /** Calls `startWhenDue` between two writes, also when there are none. */
    private readonly checkAgain: () => void,
  ) {}

  /** Called between two writes to the log; the next one waits for it. */
  async startWhenDue(): Promise<void> {
    const { log, maxLogBytes } = this.target;
    // Commits that arrive faster than they can be moved have to wait.
    if (this.running && log.bytes > MAX_BACKLOG * maxLogBytes) await this.running;
    if (this.running || this.abort.signal.aborted || Date.now() < this.retryAt) return;
    if (!this.job && log.bytes < maxLogBytes) return;
    try {
      this.job ??= await this.freeze();
      this.running = this.run(this.job);
    } catch (error) {
      this.postpone(error);
    }
  }

  /** Returns a snapshot that was derived from an earlier one over the current layers. */
  update(snapshot: Snapshot): Snapshot {
    return snapshot.withTables((table) => replaceLayers(table, this.replaced));
  }

  /** Ends a compaction that is under way; it is done after the next start. */
  async close(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  private async freeze(): Promise<Job> {
    const position = await this.target.log.rotate();
    this.history.replaceLatest((table) => table.freeze());
    return { snapshot: this.history.latest, position, compacted: null };
  }

  private async run(job: Job): Promise<void> {
    try {
      await this.compact(job);
      this.job = null;
    } catch (error) {
      this.postpone(error);
    } finally {
      this.running = null;
    }
    // The log may have grown beyond its limit meanwhile.
    if (!this.job && !this.abort.signal.aborted) this.checkAgain();
  }

  private async compact(job: Job): Promise<void> {
    const { directory, runs } = this.target;
    if (!job.compacted) {
      const replacements = await runs.merge(job.snapshot, this.abort.signal);
      for (const [layer, section] of replacements) this.replaced.set(layer, section);
      job.compacted = this.update(job.snapshot);
      this.history.replaceLatest((table) => replaceLayers(table, this.replaced));
    }
    await writeManifest(directory, runs.manifest(job.compacted, job.position));
    deleteUnused(directory, runs, job.position);
  }

  private postpone(error: unknown): void {
    if (this.abort.signal.aborted) return;
    this.retryAt = Date.now() + RETRY_AFTER_MS;
    const reason = isDiskFull(error) ? "the disk is full" : String(error);
    this.target.report(
      `The log in ${this.target.directory} could not be compacted and grows meanwhile: ${reason}.`,
    );
  }
}

/** Deletes runs and log files that the manifest does not name. */
export function deleteUnused(directory: string, runs: Runs, { file }: LogPosition): void {
  const used = new Set(runs.all.map(({ number }) => number));
  for (const { kind, number } of listFiles(directory)) {
    if (kind === "run" ? !used.has(number) : number < file)
      deleteFile(directory, fileName(kind, number));
  }
}
