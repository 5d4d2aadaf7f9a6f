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
 * Opens the store of a deployment, creating it when there is none.
 *
 * @param directory where the log lies; null keeps everything in memory, to be forgotten with the process
 * @throws DirectoryError when a living process has the directory open, or when its log is damaged
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
