import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { fileName, syncDirectory } from "./dataFile";
import { DirectoryError, DiskFullError } from "./errors";
import { encodeFrame, LOG_MAGIC } from "./logFrames";
import { joinRecords } from "./logRecord";
import type { LogPosition } from "./manifest";

/** Of Windows and of POSIX; EDQUOT is the quota of a user. */
const DISK_FULL_CODES = ["ENOSPC", "EDQUOT", "EFBIG"];

export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && DISK_FULL_CODES.includes(String(error.code));
}

interface LogFile {
  readonly number: number;
  readonly handle: FileHandle;
  /** Length of what was acknowledged. */
  length: number;
}

/**
 * The end of the log, to which commits are appended. Commits are durable once `append` has resolved.
 * The log is a sequence of files: when what one of them holds was written to a run, it is deleted.
 */
export class Log {
  private constructor(
    private readonly directory: string,
    private file: LogFile,
    /** The checksum of the last frame. */
    private previous: number,
    /** Bytes that are not in runs yet, until the last rotation. */
    public bytes: number,
  ) {}

  /** Continues a file after its intact frames; creates it when it has no length. */
  static async continue(
    directory: string,
    { file: number, previous, length, bytes }: LogPosition & { length: number; bytes: number },
  ): Promise<Log> {
    if (length === 0)
      return new Log(directory, await createLogFile(directory, number), previous, bytes);
    const handle = await open(join(directory, fileName("log", number)), "r+");
    return new Log(directory, { number, handle, length }, previous, bytes);
  }

  /**
   * Writes all records and makes them durable together, with one fsync. Rejects with DiskFullError
   * when there is no space: then nothing was appended, and a later call may succeed.
   */
  async append(records: readonly string[]): Promise<void> {
    const { file } = this;
    const { frame, checksum } = encodeFrame(joinRecords(records), this.previous);
    const bytes = Buffer.concat(frame);
    try {
      await writeAt(file.handle, bytes, file.length);
      await file.handle.datasync();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      // The part that was written must not precede the next frame.
      await file.handle.truncate(file.length);
      throw new DiskFullError(this.directory, { cause: error });
    }
    // The file system keeps a deleted file while it is open, but nothing could read it again.
    if (process.platform !== "win32" && (await file.handle.stat()).nlink === 0)
      throw new DirectoryError(`The data directory ${this.directory} was deleted while in use.`);
    file.length += bytes.length;
    this.bytes += bytes.length;
    this.previous = checksum;
  }

  /** Starts the next file and returns where it starts. No `append` may be running. */
  async rotate(): Promise<LogPosition> {
    const next = await createLogFile(this.directory, this.file.number + 1);
    await this.file.handle.close();
    this.file = next;
    this.bytes = 0;
    return { file: next.number, previous: this.previous };
  }

  async close(): Promise<void> {
    await this.file.handle.close();
  }
}

async function createLogFile(directory: string, number: number): Promise<LogFile> {
  const path = join(directory, fileName("log", number));
  const handle = await open(path, "w+");
  try {
    await writeAt(handle, LOG_MAGIC, 0);
    await handle.sync();
    await syncDirectory(directory);
  } catch (error) {
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
  return { number, handle, length: LOG_MAGIC.length };
}

async function writeAt(handle: FileHandle, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done);
    done += bytesWritten;
  }
}
