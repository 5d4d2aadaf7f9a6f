import { open, rename, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { DirectoryError } from "./errors";

const MAGIC = Buffer.from("convex-local log 1\n");
/** Length and CRC-32 of the payload, 32 bits each, little-endian. */
const FRAME_HEADER_BYTES = 8;
const FILE_NAME = "commits.log";

/**
 * The append-only file that holds the database. A record is durable once `append` has resolved. A
 * record that a crash cut short was never acknowledged; it is removed when the log is opened.
 */
export class Log {
  private constructor(
    private readonly directory: string,
    private file: FileHandle,
    /** Length of the file. */
    private length: number,
  ) {}

  get bytes(): number {
    return this.length;
  }

  /** Opens or creates the log and passes its records to `onRecord`, oldest first. */
  static async open(directory: string, onRecord: (payload: Buffer) => void): Promise<Log> {
    const path = join(directory, FILE_NAME);
    const file = await open(path, "a+");
    try {
      const content = await file.readFile();
      if (content.length < MAGIC.length && MAGIC.subarray(0, content.length).equals(content)) {
        await file.truncate(0);
        await file.appendFile(MAGIC);
        await file.sync();
        await syncDirectory(directory);
        return new Log(directory, file, MAGIC.length);
      }
      if (!content.subarray(0, MAGIC.length).equals(MAGIC))
        throw new DirectoryError(`${path} is not a log of this version.`);
      const end = readFrames(content, MAGIC.length, path, onRecord);
      if (end < content.length) {
        await file.truncate(end);
        await file.sync();
      }
      return new Log(directory, file, end);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Writes all payloads and makes them durable together, with one fsync. */
  async append(payloads: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(payloads.flatMap(frame));
    await this.file.appendFile(bytes);
    await this.file.datasync();
    this.length += bytes.length;
  }

  /**
   * Replaces the log with these records. After an interruption, either the old or the new log is
   * complete.
   */
  async rewrite(payloads: Iterable<Buffer>): Promise<void> {
    const path = join(this.directory, FILE_NAME);
    const next = await open(`${path}.new`, "w");
    let length = MAGIC.length;
    try {
      await next.appendFile(MAGIC);
      for (const payload of payloads) {
        const bytes = Buffer.concat(frame(payload));
        await next.appendFile(bytes);
        length += bytes.length;
      }
      await next.sync();
    } finally {
      await next.close();
    }
    await rename(`${path}.new`, path);
    await syncDirectory(this.directory);
    const old = this.file;
    this.file = await open(path, "a+");
    this.length = length;
    await old.close();
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

function frame(payload: Buffer): [header: Buffer, payload: Buffer] {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32LE(payload.length, 0);
  header.writeUInt32LE(crc32(payload), 4);
  return [header, payload];
}

/** Returns the end of the last intact frame. */
function readFrames(
  content: Buffer,
  start: number,
  path: string,
  onRecord: (payload: Buffer) => void,
): number {
  let at = start;
  for (;;) {
    const end = frameEnd(content, at);
    if (end === null) return at;
    if (!isIntact(content, at, end)) {
      // No intact frame can follow an incomplete write. If one does, acknowledged data is damaged.
      const next = frameEnd(content, end);
      if (next !== null && isIntact(content, end, next)) {
        throw new DirectoryError(
          `${path} is damaged at byte ${at}; what follows is intact, so it is not cut off there.`,
        );
      }
      return at;
    }
    onRecord(content.subarray(at + FRAME_HEADER_BYTES, end));
    at = end;
  }
}

/** Returns where the frame that starts here ends; null when the file is shorter. */
function frameEnd(content: Buffer, at: number): number | null {
  if (at + FRAME_HEADER_BYTES > content.length) return null;
  const end = at + FRAME_HEADER_BYTES + content.readUInt32LE(at);
  // Payloads are never empty; zeros are space that the file system reserved.
  return end > content.length || end === at + FRAME_HEADER_BYTES ? null : end;
}

function isIntact(content: Buffer, at: number, end: number): boolean {
  return crc32(content.subarray(at + FRAME_HEADER_BYTES, end)) === content.readUInt32LE(at + 4);
}

/**
 * Makes renames and new files in the directory durable. Windows cannot open directories and does
 * not need this.
 */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
