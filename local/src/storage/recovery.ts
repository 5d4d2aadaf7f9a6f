/** Damaged files: how they are refused, and what is kept of them with `recover`. */
import { closeSync, fsyncSync, openSync, renameSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileName, FileReader, syncDirectory, type FileKind } from "./dataFile";
import { DirectoryError } from "./errors";
import { mergeLayers } from "./layer";
import { LOG_MAGIC, type LogEnd } from "./logFrames";
import type { Manifest } from "./manifest";
import type { Row } from "./rows";
import { RunSection } from "./run";
import type { Runs } from "./runs";
import { Snapshot } from "./snapshot";
import { defineTable, PRIMARY, Table, tableKey } from "./tables";

const COPY_BYTES = 1024 * 1024;

const WAY_OUT =
  "Nothing was changed. Restore the directory from a backup, or start with --recover (recover: true)";

export function logDamage(path: string, { at, nextIntact }: LogEnd, later: number): DirectoryError {
  const behind =
    nextIntact !== null
      ? `, and intact commits follow from byte ${nextIntact}`
      : later > 0
        ? ", and later files of the log follow"
        : "";
  return new DirectoryError(
    `${path} is damaged at byte ${at}${behind}. ${WAY_OUT} to continue with the commits before it; the rest is kept in a file beside it.`,
  );
}

export function runDamage(path: string, at: number): DirectoryError {
  return new DirectoryError(
    `${path} is damaged at byte ${at}. ${WAY_OUT} to continue without the documents in the damaged part; the file is kept.`,
  );
}

/** The first line of a log file is wrong. */
export function unknownStart(path: string): DirectoryError {
  return new DirectoryError(
    `${path} is not a log of this version, or is damaged at byte 0. ${WAY_OUT} to continue with the intact commits in it, if any.`,
  );
}

export function missingFile(path: string): DirectoryError {
  return new DirectoryError(
    `${path} is missing. ${WAY_OUT} to continue with the commits before it; later files are kept.`,
  );
}

/** Writes the first line of a log file again. */
export function repairStart(path: string): void {
  const file = openSync(path, "r+");
  try {
    writeSync(file, LOG_MAGIC, 0, LOG_MAGIC.length, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A name that the storage does not use, and that no earlier recovery has used. */
function asideName(kind: FileKind, number: number): string {
  const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
  return `damaged-${time}-${fileName(kind, number)}`;
}

/** Renames a file that is no longer used, and returns its new name. */
export function keepAside(directory: string, kind: FileKind, number: number): string {
  const name = asideName(kind, number);
  renameSync(join(directory, fileName(kind, number)), join(directory, name));
  return name;
}

/**
 * Moves everything from this byte of a log file, and all later log files, into files beside them.
 * Returns their names.
 */
export async function cutLog(
  directory: string,
  file: FileReader,
  { number, at, later }: { number: number; at: number; later: readonly number[] },
): Promise<string[]> {
  const name = `${asideName("log", number)}-from-byte-${at}`;
  const target = openSync(join(directory, name), "wx");
  try {
    for (let from = at; from < file.size; from += COPY_BYTES)
      writeSync(target, file.read(from, Math.min(COPY_BYTES, file.size - from)));
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
  await syncDirectory(directory);
  // The last file first: after an interruption no file in the middle is missing.
  const renamed = later.toReversed().map((each) => keepAside(directory, "log", each));
  await syncDirectory(directory);
  truncateSync(file.path, at);
  return [name, ...renamed];
}

/**
 * Builds the snapshot of a manifest from the intact pages of its runs, in memory. A document whose
 * page is damaged is missing, or has the state that an older run holds.
 */
export function salvage(runs: Runs, manifest: Manifest): Snapshot {
  const loaded = runs.load(manifest);
  const tables = new Map<string, Table>();
  for (const { definition, trees } of loaded.tables.values()) {
    const { component, name, number } = definition;
    const rows: Row[] = [];
    const sections = trees[PRIMARY]!.layers.filter((layer) => layer instanceof RunSection);
    const intact = sections.map((section) => section.intactEntries());
    for (const [, entry] of mergeLayers(intact, "asc"))
      if (entry !== null && typeof entry !== "string") rows.push(entry);
    const schema = loaded.schema(component);
    const rebuilt = Table.build(defineTable(component, name, number, schema), rows);
    tables.set(tableKey(component, name), rebuilt);
  }
  return new Snapshot(loaded.timestamp, tables, loaded.schemas, loaded.schemaTimestamp);
}
