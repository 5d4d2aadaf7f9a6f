import type { Timestamp } from "../types";
import type { CommitRecord } from "./commitRecord";
import type { RangeReadSet } from "./readSet";
import type { IndexName } from "./tables";

/** Keys kept per index before the older half is dropped. */
const MAX_KEYS = 100_000;

/** Keys written to one index, oldest first. */
class IndexHistory {
  timestamps: Timestamp[] = [];
  keys: string[] = [];
  /** Writes up to this timestamp have been dropped. */
  horizon: Timestamp = 0n;

  add(timestamp: Timestamp, keys: readonly string[]): void {
    for (const key of keys) {
      this.timestamps.push(timestamp);
      this.keys.push(key);
    }
    if (this.keys.length <= MAX_KEYS) return;
    const cut = this.keys.length - MAX_KEYS / 2;
    this.horizon = this.timestamps[cut - 1]!;
    this.timestamps = this.timestamps.slice(cut);
    this.keys = this.keys.slice(cut);
  }

  remove(timestamp: Timestamp): void {
    const kept = Array.from(this.timestamps.keys()).filter(
      (at) => this.timestamps[at] !== timestamp,
    );
    this.timestamps = kept.map((at) => this.timestamps[at]!);
    this.keys = kept.map((at) => this.keys[at]!);
  }

  /** Returns the position of the first write after that time. */
  firstAfter(timestamp: Timestamp): number {
    let low = 0;
    let high = this.timestamps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timestamps[middle]! <= timestamp) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * The recent writes per index. A conflict check looks only at the writes since the snapshot in the
 * indexes that were read.
 */
export class RecentWrites {
  private readonly histories = new Map<string, IndexHistory>();

  add(commit: CommitRecord): void {
    for (const [indexKey, keys] of commit.keys) {
      let history = this.histories.get(indexKey);
      if (!history) this.histories.set(indexKey, (history = new IndexHistory()));
      history.add(commit.timestamp, keys);
    }
  }

  /** Forgets a commit that was not written after all. */
  remove(commit: CommitRecord): void {
    for (const indexKey of commit.keys.keys())
      this.histories.get(indexKey)?.remove(commit.timestamp);
  }

  /**
   * Returns an index in which something that was read has been written since the snapshot, or null.
   * A snapshot older than the recorded writes always conflicts.
   */
  conflict(reads: RangeReadSet, snapshot: Timestamp): IndexName | null {
    for (const [indexKey, read] of reads.indexes()) {
      const history = this.histories.get(indexKey);
      if (!history) continue;
      if (snapshot < history.horizon) return read.index;
      for (let i = history.firstAfter(snapshot); i < history.keys.length; i++) {
        if (read.covers(history.keys[i]!)) return read.index;
      }
    }
    return null;
  }
}
