import type { Page } from "./page";

/** Stored bytes of pages in memory. Decoded documents take several times that. */
const MAX_BYTES = 32 * 1024 * 1024;

interface Cached {
  readonly page: Page;
  readonly bytes: number;
  /** Makes the owner forget the page. */
  readonly drop: () => void;
}

/**
 * Limits the pages in memory, of all runs together. Owners keep their pages themselves and mark
 * them as recent; a hand goes round the pages and drops those that were not read since its last
 * round ("clock").
 */
export class PageCache {
  private readonly ring: Cached[] = [];
  private hand = 0;
  private bytes = 0;

  add(cached: Cached): void {
    this.ring.push(cached);
    this.bytes += cached.bytes;
    while (this.bytes > MAX_BYTES && this.ring.length > 1) this.advance();
  }

  private advance(): void {
    this.hand %= this.ring.length;
    const { page, bytes, drop } = this.ring[this.hand]!; // within the ring
    if (page.isRecent) {
      page.isRecent = false;
      this.hand++;
      return;
    }
    drop();
    this.bytes -= bytes;
    const last = this.ring.pop()!; // the ring has this page at least
    if (this.hand < this.ring.length) this.ring[this.hand] = last;
  }
}
