/**
 * The manifest says which runs hold the data and where the log continues. It is replaced as a whole,
 * and written twice, so that a damaged one does not make the runs unreadable.
 */
import { readFileSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { ComponentPath, ComponentSchema } from "../types";
import { syncDirectory } from "./dataFile";
import { DirectoryError } from "./errors";
import type { RunLocation } from "./run";

export interface Manifest {
  /** Newest first. */
  readonly runs: readonly RunLocation[];
  readonly log: LogPosition;
  /** The commit up to which the runs hold everything. */
  readonly timestamp: string;
  readonly lastCreationTime: number;
  /** The next free id of a section. */
  readonly nextSection: number;
  readonly schemas: readonly (readonly [ComponentPath, ComponentSchema | null])[];
  readonly tables: readonly ManifestTable[];
}

/** The start of a log file, and the checksum of the frame before it. */
export interface LogPosition {
  readonly file: number;
  readonly previous: number;
}

export interface ManifestTable {
  readonly component: ComponentPath;
  readonly name: string;
  readonly number: number;
  readonly documents: number;
  /** The id of each index's section, in the order of the definition; null when it has no entries. */
  readonly sections: readonly (number | null)[];
}

const FILE_NAMES = ["manifest", "manifest.copy"];
const MAGIC = "convex-local manifest 1";

export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const body = JSON.stringify(manifest);
  const text = `${MAGIC} ${crc32(body)}\n${body}`;
  for (const name of FILE_NAMES) {
    const path = join(directory, name);
    const file = await open(`${path}.new`, "w");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    await syncDirectory(directory);
  }
}

/**
 * Returns the manifest; null when there is none. Falls back to the copy. Throws DirectoryError when
 * neither is intact.
 */
export function readManifest(
  directory: string,
  report: (message: string) => void,
): Manifest | null {
  const found = FILE_NAMES.flatMap((name) => {
    const path = join(directory, name);
    const text = readText(path);
    return text === null ? [] : { path, manifest: parseManifest(text) };
  });
  const [intact] = found.flatMap(({ manifest }) => manifest ?? []);
  const [damaged] = found.filter(({ manifest }) => manifest === null);
  if (!intact && damaged)
    throw new DirectoryError(
      `${damaged.path} is damaged or has another version, and so is its copy. It says which files hold the data, so they cannot be read without it. Restore the directory from a backup, or delete it.`,
    );
  if (damaged) report(`${damaged.path} is damaged; its copy is used.`);
  return intact ?? null;
}

function parseManifest(text: string): Manifest | null {
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  // Its checksum is right, so it is what was written above.
  return text.slice(0, end) === `${MAGIC} ${crc32(body)}` ? (JSON.parse(body) as Manifest) : null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
