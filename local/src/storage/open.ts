/** Opens the files of a data directory: the runs, and the log that continues them. */
import { existsSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deleteUnused } from "./compaction";
import { fileName, FileReader, listFiles, syncDirectory } from "./dataFile";
import { DirectoryError } from "./errors";
import { isDiskFull, Log } from "./log";
import {
  isUnfinishedStart,
  LOG_MAGIC,
  logVersion,
  readFrames,
  type LogEnd,
  type LogVersion,
} from "./logFrames";
import { readManifest, writeManifest, type LogPosition, type Manifest } from "./manifest";
import {
  cutLog,
  keepAside,
  logDamage,
  missingFile,
  repairStart,
  runDamage,
  salvage,
  unknownStart,
} from "./recovery";
import { Replay } from "./replay";
import { replaceLayers, Runs } from "./runs";
import { emptySnapshot, type Snapshot } from "./snapshot";
import type { TableNumbers } from "./tableNumbers";

export interface OpenOptions {
  readonly directory: string;
  readonly recover: boolean;
  readonly report: (message: string) => void;
  /** Larger logs are moved to runs while they are read, so that memory is bounded. */
  readonly maxLogBytes: number;
}

export interface OpenedFiles {
  readonly log: Log;
  readonly runs: Runs;
  readonly snapshot: Snapshot;
  readonly lastCreationTime: number;
}

/** The log of the first version, which was a single file. */
const OLD_LOG = "commits.log";
/** Takes the old log's place, so that an older version does not begin an empty database here. */
const OLD_LOG_NOTE = "convex-local data 2: see manifest, run-* and log-*\n";

/** Throws DirectoryError when files are damaged and `recover` is not set. */
export async function openFiles(options: OpenOptions, numbers: TableNumbers): Promise<OpenedFiles> {
  const { directory, report } = options;
  const manifest = readManifest(directory, report);
  await adoptOldLog(directory, manifest);
  const files = listFiles(directory);
  const runNumbers = files.flatMap(({ kind, number }) => (kind === "run" ? number : []));
  const runs = new Runs(options, manifest, Math.max(0, ...runNumbers) + 1);
  try {
    return await new Opening(options, runs, manifest).run(numbers);
  } catch (error) {
    runs.close();
    throw error;
  }
}

/** Makes a log of the first version the first file of the log. */
async function adoptOldLog(directory: string, manifest: Manifest | null): Promise<void> {
  const path = join(directory, OLD_LOG);
  if (existsSync(path)) {
    const file = new FileReader(path);
    const isNote = file.slice(0, OLD_LOG_NOTE.length)?.toString() === OLD_LOG_NOTE;
    const isLog = logVersion(file) === 1 || isUnfinishedStart(file);
    file.close();
    if (isNote) return;
    if (!isLog || manifest || existsSync(join(directory, fileName("log", 0))))
      throw new DirectoryError(`${path} is not a log of this version.`);
    renameSync(path, join(directory, fileName("log", 0)));
    await syncDirectory(directory);
  }
  writeFileSync(path, OLD_LOG_NOTE);
}

/** Where the log continues, and how long that file is. */
type LogTail = LogPosition & { readonly length: number; readonly bytes: number };

class Opening {
  private readonly directory: string;
  /** Runs were written or given up since the manifest. */
  private isManifestOutdated = false;
  private readonly damagedRuns: number[] = [];
  private isDiskFull = false;

  constructor(
    private readonly options: OpenOptions,
    private readonly runs: Runs,
    private readonly manifest: Manifest | null,
  ) {
    this.directory = options.directory;
  }

  async run(numbers: TableNumbers): Promise<OpenedFiles> {
    for (const { component, name, number } of this.manifest?.tables ?? [])
      numbers.restore(component, name, number);
    const replay = new Replay(this.base(), numbers, this.manifest?.lastCreationTime ?? 0);
    const log = await Log.continue(this.directory, await this.readLog(replay));
    try {
      replay.apply();
      if (this.isManifestOutdated) await this.moveToRun(replay);
      if (this.isManifestOutdated && !this.isDiskFull) {
        const position = await log.rotate();
        await writeManifest(this.directory, this.runs.manifest(replay.snapshot, position));
        for (const number of this.damagedRuns) keepAside(this.directory, "run", number);
        deleteUnused(this.directory, this.runs, position);
      } else if (this.manifest && !this.isManifestOutdated)
        deleteUnused(this.directory, this.runs, this.manifest.log);
      const { snapshot, lastCreationTime } = replay;
      return { log, runs: this.runs, snapshot, lastCreationTime };
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  /** Returns the snapshot in the runs, whose pages are checked. */
  private base(): Snapshot {
    const { manifest, runs, options } = this;
    if (!manifest) return emptySnapshot();
    for (const { number, at } of runs.unreadable) this.giveUpRun(number, at);
    let damagedPages = 0;
    for (const run of runs.all) {
      const before = damagedPages;
      for (const damage of run.damage()) {
        if (!options.recover) throw runDamage(run.path, damage.page.at);
        if (damage.section.role === "primary") damagedPages++;
        if (this.damagedRuns.at(-1) !== run.number) this.damagedRuns.push(run.number);
      }
      if (this.damagedRuns.includes(run.number))
        options.report(
          `${run.path} is damaged. Recovered what its intact parts hold; ${damagedPages - before} parts with documents (about 16 KiB each) are lost. The file is kept.`,
        );
    }
    if (!this.isRecovered) return runs.load(manifest);
    const snapshot = salvage(runs, manifest);
    runs.forget();
    this.isManifestOutdated = true;
    return snapshot;
  }

  /** Continues without a run whose contents cannot be read, if that is what was asked for. */
  private giveUpRun(number: number, at: number): void {
    const path = join(this.directory, fileName("run", number));
    const isThere = existsSync(path);
    if (!this.options.recover) throw isThere ? runDamage(path, at) : missingFile(path);
    if (isThere) this.damagedRuns.push(number);
    this.isManifestOutdated = true;
    this.options.report(
      `${path} is ${isThere ? "damaged" : "missing"}. Recovered what other files hold; the documents in it are lost.`,
    );
  }

  /** Reads the files of the log in order, and removes or keeps aside what is not intact. */
  private async readLog(replay: Replay): Promise<LogTail> {
    const numbers = this.logNumbers();
    const position = { previous: this.manifest?.log.previous ?? 0, bytes: 0 };
    for (const [at, number] of numbers.entries()) {
      const later = numbers.slice(at + 1);
      const file = new FileReader(join(this.directory, fileName("log", number)));
      try {
        const { version, end } = await this.readFile(file, replay, position.previous);
        position.previous = end.previous;
        position.bytes += end.at;
        const isCut = end.rest === "damage" || (end.rest !== "nothing" && later.length > 0);
        if (isCut) await this.cut(file, { number, end, later }, replay.timestamp);
        else if (end.rest === "incomplete write") this.removeIncomplete(file, end);
        // A file of the first version is not continued.
        if ((isCut || later.length === 0) && version === 2)
          return { ...position, file: number, length: end.at };
        if (isCut) return { ...position, file: number + 1, length: 0 };
      } finally {
        file.close();
      }
    }
    const last = numbers.at(-1) ?? (this.manifest ? this.manifest.log.file - 1 : 0);
    return { ...position, file: last + 1, length: 0 };
  }

  /** Returns the numbers of the log files behind the runs; they must be complete. */
  private logNumbers(): number[] {
    const files = listFiles(this.directory);
    const numbers = files.flatMap(({ kind, number }) => (kind === "log" ? number : []));
    const isNew = !this.manifest && files.length === 0;
    const first = this.manifest?.log.file ?? (numbers.includes(0) ? 0 : 1);
    const behind = numbers.filter((number) => number >= first);
    const complete = behind.filter((number, at) => number === first + at);
    if (isNew || (complete.length > 0 && complete.length === behind.length)) return complete;
    const missing = join(this.directory, fileName("log", first + complete.length));
    if (!this.options.recover) throw missingFile(missing);
    const kept = behind
      .slice(complete.length)
      .toReversed()
      .map((number) => keepAside(this.directory, "log", number));
    this.options.report(`${missing} is missing. Kept what follows it: ${kept.join(", ")}.`);
    return complete;
  }

  /** Collects the commits of a log file. */
  private async readFile(
    file: FileReader,
    replay: Replay,
    previous: number,
  ): Promise<{ version: LogVersion; end: LogEnd }> {
    const version = logVersion(file);
    if (version === null && isUnfinishedStart(file)) {
      const rest = file.size === 0 ? "nothing" : "incomplete write";
      return { version: 2, end: { at: 0, previous, rest, nextIntact: null } };
    }
    if (version === null && !this.options.recover) throw unknownStart(file.path);
    const frames = readFrames(file, version ?? 2, previous);
    let next = frames.next();
    for (; next.done !== true; next = frames.next()) {
      replay.add(next.value);
      if (replay.pendingBytes > 2 * this.options.maxLogBytes) await this.moveToRun(replay);
    }
    const end = next.value;
    if (version !== null) return { version, end };
    if (end.at === LOG_MAGIC.length)
      return { version: 2, end: { ...end, at: 0, rest: "damage", nextIntact: null } };
    repairStart(file.path);
    this.options.report(`The first bytes of ${file.path} were damaged, and are repaired.`);
    return { version: 2, end };
  }

  private async cut(
    file: FileReader,
    part: { number: number; end: LogEnd; later: readonly number[] },
    timestamp: bigint,
  ): Promise<void> {
    const { number, end, later } = part;
    if (!this.options.recover) throw logDamage(file.path, end, later.length);
    const kept = await cutLog(this.directory, file, { number, at: end.at, later });
    const time = new Date(Number(timestamp / 1_000_000n)).toISOString();
    this.options.report(
      `${file.path} is damaged at byte ${end.at}. Recovered up to the commit of ${time}; what follows is kept in ${this.directory}: ${kept.join(", ")}.`,
    );
  }

  private removeIncomplete(file: FileReader, { at }: LogEnd): void {
    truncateSync(file.path, at);
    this.options.report(
      `Removed the last write to ${file.path}, which was cut short and not acknowledged: ${file.size - at} bytes from byte ${at}.`,
    );
  }

  /** Writes what was read so far to a run, unless the disk is full: then it stays in memory. */
  private async moveToRun(replay: Replay): Promise<void> {
    const snapshot = (replay.snapshot = replay.apply().withTables((table) => table.freeze()));
    if (this.isDiskFull) return;
    this.isManifestOutdated = true;
    try {
      const { signal } = new AbortController(); // never aborted
      const replacements = await this.runs.merge(snapshot, signal);
      replay.snapshot = snapshot.withTables((table) => replaceLayers(table, replacements));
    } catch (error) {
      // Damaged runs must be replaced, or the next start would refuse them again.
      if (!isDiskFull(error) || this.isRecovered) throw error;
      this.isDiskFull = true;
      this.options.report(
        `The disk is full: the log in ${this.directory} could not be compacted and stays in memory.`,
      );
    }
  }

  private get isRecovered(): boolean {
    return this.damagedRuns.length + this.runs.unreadable.length > 0;
  }
}
