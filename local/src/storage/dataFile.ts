/** Files of the data directory: names, reading, and making changes durable. */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { open } from "node:fs/promises";

const NAME = /^(log|run)-(\d{6,})$/;

export type FileKind = "log" | "run";

export function fileName(kind: FileKind, number: number): string {
  return `${kind}-${String(number).padStart(6, "0")}`;
}

function parseFileName(name: string): { kind: FileKind; number: number } | null {
  const match = NAME.exec(name);
  return match && { kind: match[1] as FileKind, number: Number(match[2]) }; // as the pattern says
}

/** Lists the log files and runs of a directory, in the order of their numbers. */
export function listFiles(directory: string): { kind: FileKind; number: number }[] {
  return readdirSync(directory)
    .flatMap((name) => parseFileName(name) ?? [])
    .sort((a, b) => a.number - b.number);
}

/** Reads parts of a file; never the whole of it. */
export class FileReader {
  private fd: number | null;
  readonly size: number;
  private window: Buffer = Buffer.alloc(0);
  private windowAt = 0;

  constructor(readonly path: string) {
    this.fd = openSync(path, "r");
    this.size = fstatSync(this.fd).size;
    closeWhenCollected.register(this, this.fd, this);
  }

  /** Reads these bytes from the disk. */
  read(at: number, length: number): Buffer {
    if (this.fd === null) throw new Error("The database is closed.");
    const bytes = Buffer.allocUnsafeSlow(length);
    let done = 0;
    while (done < length) {
      const count = readSync(this.fd, bytes, done, length - done, at + done);
      if (count === 0) throw new Error(`${this.path} ends at byte ${at + done}, before it should.`);
      done += count;
    }
    return bytes;
  }

  /**
   * Returns these bytes through a window of a few MiB, for reading a file from its start to its end;
   * null when the file is shorter.
   */
  slice(at: number, length: number): Buffer | null {
    if (at + length > this.size) return null;
    const offset = at - this.windowAt;
    if (offset < 0 || offset + length > this.window.length) {
      this.window = this.read(at, Math.min(Math.max(length, WINDOW_BYTES), this.size - at));
      this.windowAt = at;
      return this.window.subarray(0, length);
    }
    return this.window.subarray(offset, offset + length);
  }

  /** Frees the memory of `slice`. */
  releaseWindow(): void {
    this.window = Buffer.alloc(0);
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
    closeWhenCollected.unregister(this);
  }
}

const WINDOW_BYTES = 2 * 1024 * 1024;

/** A run that was replaced stays open as long as a snapshot reads it. */
const closeWhenCollected = new FinalizationRegistry<number>((fd) => closeSync(fd));

/**
 * Makes renames and new files in the directory durable. Windows cannot open directories and does
 * not need this.
 */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
