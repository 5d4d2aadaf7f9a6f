/**
 * Runs: immutable files with sorted entries of many indexes. A file is a line that names the format,
 * the pages of one section after the other, and the contents twice: for each section where its pages
 * are and their first keys. The manifest says where the contents are. A section is one index of one table.
 */
import { crc32 } from "node:zlib";
import { FileReader } from "./dataFile";
import { decodeInteger, encodeInteger } from "./entries";
import { DirectoryError } from "./errors";
import type { EncodedEntry, Entry, IndexRole, Layer } from "./layer";
import { isIntactPage, Page } from "./page";
import type { PageCache } from "./pageCache";

export const RUN_MAGIC = Buffer.from("convex-local run 1\n");

export interface PageLocation {
  readonly at: number;
  readonly length: number;
  readonly firstKey: string;
}

export interface SectionContents {
  /** Never used again for another index of this directory. */
  readonly id: number;
  readonly role: IndexRole;
  readonly entries: number;
  readonly pages: readonly PageLocation[];
}

const ROLES: readonly IndexRole[] = ["primary", "suffixed", "explicit"];

/** Where the contents of a run are in its file; a second copy follows after a gap. */
export interface ContentsLocation {
  readonly at: number;
  readonly length: number;
  readonly checksum: number;
}

/** Keeps one damaged block of the disk from hitting both copies of short contents. */
const GAP = Buffer.alloc(4096);

/** Returns the end of a run, which starts at this byte, and where its contents are. */
export function encodeContents(
  sections: readonly SectionContents[],
  at: number,
): { bytes: Buffer; location: ContentsLocation } {
  const parts: Buffer[] = [];
  const integers = (...values: number[]) =>
    parts.push(Buffer.from(values.flatMap((value) => encodeInteger(value))));
  integers(sections.length);
  for (const { id, role, entries, pages } of sections) {
    integers(id, ROLES.indexOf(role), entries, pages.length);
    for (const page of pages) {
      integers(page.at, page.length, page.firstKey.length);
      parts.push(Buffer.from(page.firstKey, "latin1"));
    }
  }
  const contents = Buffer.concat(parts);
  const location = { at, length: contents.length, checksum: crc32(contents) };
  return { bytes: Buffer.concat([contents, GAP, contents]), location };
}

/** Returns the contents of a run, from the first intact copy; null when there is none. */
function readContents(
  file: FileReader,
  { at, length, checksum }: ContentsLocation,
): SectionContents[] | null {
  for (const copyAt of [at, at + length + GAP.length]) {
    const contents = file.slice(copyAt, length);
    if (contents && crc32(contents) === checksum) return decodeContents(contents);
  }
  return null;
}

function decodeContents(bytes: Buffer): SectionContents[] {
  let offset = 0;
  const integer = () => {
    const [value, end] = decodeInteger(bytes, offset);
    offset = end;
    return value;
  };
  return Array.from({ length: integer() }, () => {
    const [id, role, entries, count] = [integer(), ROLES[integer()], integer(), integer()];
    if (!role) throw new Error("Unknown role of an index.");
    const pages = Array.from({ length: count }, () => {
      const [at, length, keyLength] = [integer(), integer(), integer()];
      const firstKey = bytes.toString("latin1", offset, offset + keyLength);
      offset += keyLength;
      return { at, length, firstKey };
    });
    return { id, role, entries, pages };
  });
}

export interface PageDamage {
  readonly section: SectionContents;
  readonly page: PageLocation;
}

/** How a manifest names a run. */
export interface RunLocation extends ContentsLocation {
  readonly number: number;
}

/** An open run. */
export class Run {
  readonly sections: ReadonlyMap<number, RunSection>;

  private constructor(
    readonly location: RunLocation,
    private readonly file: FileReader,
    contents: readonly SectionContents[],
    cache: PageCache,
  ) {
    this.sections = new Map(
      contents.map((section) => [section.id, new RunSection(file, section, cache)]),
    );
  }

  /** Returns null when the contents of the file are damaged. */
  static open(path: string, location: RunLocation, cache: PageCache): Run | null {
    const file = new FileReader(path);
    const contents = readContents(file, location);
    if (contents) return new Run(location, file, contents, cache);
    file.close();
    return null;
  }

  get number(): number {
    return this.location.number;
  }

  get path(): string {
    return this.file.path;
  }

  get bytes(): number {
    return this.file.size;
  }

  /** The documents and removals in it. */
  get documents(): number {
    let documents = 0;
    for (const { contents } of this.sections.values())
      if (contents.role === "primary") documents += contents.entries;
    return documents;
  }

  /** Reads the whole file and yields the damaged pages. */
  *damage(): Generator<PageDamage, undefined> {
    for (const { contents: section } of this.sections.values()) {
      for (const page of section.pages) {
        const bytes = this.file.slice(page.at, page.length);
        if (!bytes || !isIntactPage(bytes)) yield { section, page };
      }
    }
    this.file.releaseWindow();
  }

  close(): void {
    this.file.close();
  }
}

/** One index of one table, as far as it is in a run. */
export class RunSection implements Layer {
  private readonly pages: (Page | undefined)[] = [];

  constructor(
    private readonly file: FileReader,
    readonly contents: SectionContents,
    private readonly cache: PageCache,
  ) {}

  get(key: string): Entry | undefined {
    const at = this.pageWith(key);
    if (at < 0) return undefined;
    const page = this.page(at);
    const slot = page.find(key);
    return slot < page.count && page.key(slot) === key ? page.entry(slot) : undefined;
  }

  *ascending(low: string): Generator<[string, Entry], undefined> {
    let at = Math.max(this.pageWith(low), 0);
    if (at >= this.contents.pages.length) return undefined;
    let page = this.page(at);
    for (let slot = page.find(low); ; slot++) {
      if (slot >= page.count) {
        if (++at >= this.contents.pages.length) return undefined;
        page = this.page(at);
        slot = 0;
      }
      yield [page.key(slot), page.entry(slot)];
    }
  }

  *descending(high: string): Generator<[string, Entry], undefined> {
    let at = this.pageWith(high);
    if (at < 0) return undefined;
    let page = this.page(at);
    for (let slot = page.find(high) - 1; ; slot--) {
      if (slot < 0) {
        if (--at < 0) return undefined;
        page = this.page(at);
        slot = page.count - 1;
      }
      yield [page.key(slot), page.entry(slot)];
    }
  }

  *encoded(): Generator<[string, EncodedEntry], undefined> {
    for (const location of this.contents.pages) {
      const page = this.load(location);
      for (let slot = 0; slot < page.count; slot++) yield [page.key(slot), page.encoded(slot)];
    }
  }

  /** The entries of intact pages, for a recovery. */
  *intactEntries(): Generator<[string, Entry], undefined> {
    for (const { at, length } of this.contents.pages) {
      const bytes = this.file.slice(at, length);
      if (!bytes || !isIntactPage(bytes)) continue;
      const page = new Page(Buffer.from(bytes));
      for (let slot = 0; slot < page.count; slot++) yield [page.key(slot), page.entry(slot)];
    }
  }

  /** Returns the last page that starts at or before the key; -1 when all start after it. */
  private pageWith(key: string): number {
    const { pages } = this.contents;
    let low = 0;
    let high = pages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pages[middle]!.firstKey <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private page(at: number): Page {
    let page = this.pages[at];
    if (page) {
      page.isRecent = true;
      return page;
    }
    const location = this.contents.pages[at]!; // callers stay within the pages
    page = this.pages[at] = this.load(location);
    this.cache.add({ page, bytes: location.length, drop: () => (this.pages[at] = undefined) });
    return page;
  }

  private load({ at, length }: PageLocation): Page {
    const bytes = this.file.read(at, length);
    if (!isIntactPage(bytes))
      throw new DirectoryError(`${this.file.path} is damaged at byte ${at}.`);
    return new Page(bytes);
  }
}
