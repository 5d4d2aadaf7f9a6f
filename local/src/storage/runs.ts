import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileName } from "./dataFile";
import { prefixEnd } from "./keys";
import type { Layer } from "./layer";
import type { LogPosition, Manifest, ManifestTable } from "./manifest";
import { PageCache } from "./pageCache";
import { Run, RunSection, type RunLocation } from "./run";
import { writeRun, type SectionSource } from "./runWriter";
import { Snapshot } from "./snapshot";
import { defineTable, indexRole, Table, tableKey } from "./tables";
import { IndexTree } from "./tree";

/**
 * A run is merged with the newer ones when it is at most this many times as large as they are
 * together. So the number of runs grows with the logarithm of the data, and so does the number of
 * times that a document is copied.
 */
const MERGE_RATIO = 2;
/**
 * All runs are merged when they hold this many times as many documents as there are: the rest was
 * replaced or removed.
 */
const MAX_GARBAGE_RATIO = 2;
const MIN_DOCUMENTS_TO_CLEAN = 1_000;
/** About the size of a run with the commits of a full log, in relation to that: it has indexes too, and
 * a log that is read at a start may be twice as long. */
const RUN_BYTES_PER_LOG_BYTE = 4;

/** What each replaced layer was written to; null when nothing of it was left. */
export type Replacements = ReadonlyMap<Layer, RunSection | null>;

/** A map or a weak map of replacements. */
type ReplacementLookup = Pick<Replacements, "get">;

/** The runs of a directory. */
export class Runs {
  private readonly cache = new PageCache();
  /** Newest first. */
  private runs: Run[] = [];
  /** Runs that are missing, or whose contents are damaged. */
  readonly unreadable: RunLocation[] = [];
  private nextSection: number;

  private readonly directory: string;

  constructor(
    private readonly options: { readonly directory: string; readonly maxLogBytes: number },
    manifest: Manifest | null,
    private nextRun: number,
  ) {
    this.directory = options.directory;
    this.nextSection = manifest?.nextSection ?? 1;
    for (const location of manifest?.runs ?? []) {
      const run = this.open(location);
      if (run) this.runs.push(run);
      else this.unreadable.push(location);
    }
  }

  get all(): readonly Run[] {
    return this.runs;
  }

  /** Returns the snapshot that a manifest describes. */
  load({ timestamp, schemas, tables }: Manifest): Snapshot {
    const schemaOf = new Map(schemas);
    const loaded = tables.map(({ component, name, number, documents, sections }) => {
      const schema = schemaOf.get(component) ?? null;
      const definition = defineTable(component, name, number, schema);
      const trees = definition.indexes.map((_, at) =>
        IndexTree.of(
          [],
          this.runs.flatMap((run) => run.sections.get(sections[at] ?? -1) ?? []),
        ),
      );
      return [tableKey(component, name), new Table(definition, trees, documents)] as const;
    });
    return new Snapshot(BigInt(timestamp), new Map(loaded), schemaOf, BigInt(timestamp));
  }

  /**
   * Writes the frozen layers of a snapshot to a new run, together with what older runs are due to be
   * merged with it. Rejects when that fails, and leaves everything as it was.
   */
  async merge(snapshot: Snapshot, signal: AbortSignal): Promise<Replacements> {
    const merged = this.runsToMerge(snapshot);
    const rest = new Set<Layer>(
      this.runs.slice(merged).flatMap((run) => Array.from(run.sections.values())),
    );
    const replaced: { layers: readonly Layer[]; id: number }[] = [];
    const sources: SectionSource[] = [];
    for (const { trees } of snapshot.tables.values()) {
      trees.forEach((tree, at) => {
        const layers = tree.layers.filter((layer) => !rest.has(layer));
        if (layers.length === 0) return;
        // An index keeps its id as long as older runs have a section of it.
        const older = tree.layers[layers.length];
        const id = older instanceof RunSection ? older.contents.id : this.nextSection++;
        const isComplete = older === undefined;
        sources.push({ id, role: indexRole(at), layers, isComplete });
        replaced.push({ layers, id });
      });
    }
    const number = this.nextRun++;
    const path = join(this.directory, fileName("run", number));
    const location = { number, ...(await writeRun(path, sources, signal)) };
    const run = this.open(location);
    if (!run) throw new Error(`${path} does not hold what was written to it.`);
    this.runs = [run, ...this.runs.slice(merged)];
    return new Map(
      replaced.flatMap(({ layers, id }) =>
        layers.map((layer) => [layer, run.sections.get(id) ?? null] as const),
      ),
    );
  }

  /** Describes a snapshot without latest writes or frozen layers. */
  manifest(snapshot: Snapshot, log: LogPosition): Manifest {
    const tables = Array.from(snapshot.tables.values(), describeTable);
    return {
      runs: this.runs.map(({ location }) => location),
      log,
      timestamp: String(snapshot.timestamp),
      lastCreationTime: lastCreationTime(snapshot),
      nextSection: this.nextSection,
      schemas: [...snapshot.schemas],
      tables,
    };
  }

  private open(location: RunLocation): Run | null {
    const path = join(this.directory, fileName("run", location.number));
    return existsSync(path) ? Run.open(path, location, this.cache) : null;
  }

  /** Starts without runs: the next `merge` writes everything. */
  forget(): void {
    this.close();
    this.runs = [];
  }

  close(): void {
    for (const run of this.runs) run.close();
  }

  /** Returns how many of the newest runs are merged with the frozen layers. */
  private runsToMerge(snapshot: Snapshot): number {
    const stored = this.runs.reduce((sum, run) => sum + run.documents, 0);
    let live = 0;
    for (const table of snapshot.tables.values()) live += table.size;
    if (stored > MAX_GARBAGE_RATIO * Math.max(live, MIN_DOCUMENTS_TO_CLEAN))
      return this.runs.length;
    let bytes = RUN_BYTES_PER_LOG_BYTE * this.options.maxLogBytes;
    let count = 0;
    for (const run of this.runs) {
      if (run.bytes > MERGE_RATIO * bytes) break;
      bytes += run.bytes;
      count++;
    }
    return count;
  }
}

/** Deletes a run's file. Snapshots that read it still can. */
export function deleteFile(directory: string, name: string): void {
  rmSync(join(directory, name), { force: true });
}

/** Returns a table's layers with those that were written to a run replaced. */
export function replaceLayers(table: Table, replacements: ReplacementLookup): Table {
  return table.withLayers((layers) => {
    const next: Layer[] = [];
    for (const layer of layers) {
      const replacement = replacements.get(layer);
      const now = replacement === undefined ? layer : replacement;
      if (now !== null && next.at(-1) !== now) next.push(now);
    }
    return next;
  });
}

function describeTable({ definition, trees, size }: Table): ManifestTable {
  const { component, name, number } = definition;
  const sections = trees.map(({ layers }) => {
    const [layer] = layers;
    return layer instanceof RunSection ? layer.contents.id : null;
  });
  return { component, name, number, documents: size, sections };
}

function lastCreationTime(snapshot: Snapshot): number {
  let latest = 0;
  for (const table of snapshot.tables.values()) {
    const row = table.walk("by_creation_time", "desc", prefixEnd(""))?.next();
    if (row && row.done !== true) latest = Math.max(latest, row.value[1].document._creationTime);
  }
  return latest;
}
