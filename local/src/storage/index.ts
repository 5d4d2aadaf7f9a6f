import { mkdirSync } from "node:fs";
import type { Database } from "../types";
import { MAX_LOG_BYTES } from "./compaction";
import { StorageDatabase } from "./database";
import { lockDirectory } from "./directoryLock";
import { DirectoryError } from "./errors";
import { openFiles } from "./open";
import { emptySnapshot } from "./snapshot";
import { TableNumbers } from "./tableNumbers";

export {
  ConflictError,
  DirectoryError,
  DiskFullError,
  LimitError,
  SchemaValidationError,
} from "./errors";
export { checkValue, type ValidationContext } from "./validation";

export interface DatabaseOptions {
  /** The folder of the data; null keeps everything in memory until the process ends. */
  readonly directory: string | null;
  /**
   * Opens a damaged directory with what is intact before the damage, and keeps the rest in files
   * beside it. Without it, a damaged directory is refused. Default false.
   */
  readonly recover?: boolean;
  /** Receives what happens to the files: an incomplete write removed, a full disk, a recovery. */
  readonly log?: (message: string) => void;
  /** Bytes of the log after which its commits are moved to sorted files; for tests. */
  readonly maxLogBytes?: number;
}

/**
 * Opens the database of a deployment, creating it if it does not exist.
 *
 * @throws DirectoryError when a running process has the directory open, when its files are damaged
 *   and `recover` is not set, or when this process may not write there
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { directory } = options;
  const numbers = new TableNumbers();
  const report = options.log ?? ((message: string) => process.emitWarning(message));
  if (directory === null) {
    const snapshot = emptySnapshot();
    return new StorageDatabase({ directory, files: null, numbers, snapshot, lastCreationTime: 0 });
  }
  const { recover = false, maxLogBytes = MAX_LOG_BYTES } = options;
  try {
    // Only the owner may read it: the data contains environment variables, which are secrets.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const release = lockDirectory(directory);
    try {
      const opened = await openFiles({ directory, recover, report, maxLogBytes }, numbers);
      const { snapshot, lastCreationTime, log, runs } = opened;
      const files = { directory, log, runs, report, maxLogBytes, release };
      return new StorageDatabase({ directory, files, numbers, snapshot, lastCreationTime });
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    throw explain(directory, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this process may not read and write there",
  EPERM: "this process may not read and write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  ENOTDIR: "a file has that name",
  EEXIST: "a file has that name",
};

/** Returns an error that says what is wrong with the directory, in place of the system's. */
function explain(directory: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const reason = REASONS[String(error.code)];
  if (reason === undefined) return error;
  return new DirectoryError(
    `The data directory ${directory} cannot be used: ${reason} (${error.message}).`,
    { cause: error },
  );
}
