import { open, rm, type FileHandle } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { isRemoved } from "./entries";
import { mergeLayers, type IndexRole, type Layer } from "./layer";
import { PageBuilder } from "./page";
import {
  encodeContents,
  RUN_MAGIC,
  type ContentsLocation,
  type PageLocation,
  type SectionContents,
} from "./run";

/** Bytes that are collected for one write. */
const WRITE_BYTES = 1024 * 1024;
/** The event loop runs after this long, so that requests do not wait for a merge. */
const SLICE_MS = 4;
/** In a busy event loop a slice takes longer: this part of what the loop took for other work. */
const BUSY_SHARE = 0.5;

/** An index to write: the layers that become one section. */
export interface SectionSource {
  readonly id: number;
  readonly role: IndexRole;
  /** Newest first. */
  readonly layers: readonly Layer[];
  /** Nothing is below these layers, so removals need not be remembered. */
  readonly isComplete: boolean;
}

/**
 * Writes a run, makes it durable, and returns where its contents are. Removes the file when that fails or `signal` is aborted.
 * Sections without entries are left out. Rejects with the error of the file system.
 */
export async function writeRun(
  path: string,
  sources: Iterable<SectionSource>,
  signal: AbortSignal,
): Promise<ContentsLocation> {
  const file = await open(path, "w");
  try {
    const writer = new RunWriter(file, signal);
    await writer.write(RUN_MAGIC);
    const sections: SectionContents[] = [];
    for (const source of sources) {
      const section = await writer.section(source);
      if (section.pages.length > 0) sections.push(section);
    }
    const { bytes, location } = encodeContents(sections, writer.at);
    await writer.write(bytes);
    await writer.flush();
    await file.sync();
    await file.close();
    return location;
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

class RunWriter {
  private buffered: Buffer[] = [];
  private bufferedBytes = 0;
  /** Length of the file with what is buffered. */
  at = 0;
  private sliceStart = performance.now();
  private sliceMs = SLICE_MS;

  constructor(
    private readonly file: FileHandle,
    private readonly signal: AbortSignal,
  ) {}

  async section({ id, role, layers, isComplete }: SectionSource): Promise<SectionContents> {
    const page = new PageBuilder();
    const pages: PageLocation[] = [];
    let entries = 0;
    const finishPage = () => {
      const { firstKey } = page;
      const bytes = page.take();
      pages.push({ at: this.at, length: bytes.length, firstKey });
      return this.write(bytes);
    };
    const merged = mergeLayers(
      layers.map((layer) => layer.encoded(role)),
      "asc",
    );
    for (const [key, entry] of merged) {
      if (isComplete && isRemoved(entry)) continue;
      page.add(key, entry);
      entries++;
      if (page.isFull) await finishPage();
    }
    if (!page.isEmpty) await finishPage();
    return { id, role, entries, pages };
  }

  async write(bytes: Buffer): Promise<void> {
    this.signal.throwIfAborted();
    this.buffered.push(bytes);
    this.bufferedBytes += bytes.length;
    this.at += bytes.length;
    if (this.bufferedBytes >= WRITE_BYTES) await this.flush();
    const sliceEnd = performance.now();
    if (sliceEnd - this.sliceStart < this.sliceMs) return;
    await setImmediate();
    this.sliceStart = performance.now();
    this.sliceMs = Math.max(SLICE_MS, BUSY_SHARE * (this.sliceStart - sliceEnd));
  }

  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.buffered);
    this.buffered = [];
    this.bufferedBytes = 0;
    await this.file.appendFile(bytes);
  }
}
