import { mkdirSync } from "node:fs";
import type { Database } from "../types";
import { StorageDatabase } from "./database";
import { lockDirectory } from "./directoryLock";
import { Log } from "./log";
import { Replay } from "./replay";
import { TableNumbers } from "./tableNumbers";

export { ConflictError, DirectoryError, LimitError, SchemaValidationError } from "./errors";
export { checkValue, type ValidationContext } from "./validation";

/**
 * Opens the database of a deployment, creating it if it does not exist.
 *
 * @param directory the folder of the log; null keeps everything in memory until the process ends
 * @throws DirectoryError when a running process has the directory open, or its log is damaged
 */
export async function openDatabase({ directory }: { directory: string | null }): Promise<Database> {
  const numbers = new TableNumbers();
  const replay = new Replay(numbers);
  if (directory === null)
    return new StorageDatabase({
      directory,
      log: null,
      numbers,
      ...replay.finish(),
      release: () => undefined,
    });
  mkdirSync(directory, { recursive: true });
  const release = lockDirectory(directory);
  try {
    const log = await Log.open(directory, (payload) => replay.add(payload));
    return new StorageDatabase({ directory, log, numbers, ...replay.finish(), release });
  } catch (error) {
    release();
    throw error;
  }
}
