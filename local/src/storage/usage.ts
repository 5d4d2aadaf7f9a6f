import type { TransactionUsage } from "../types";
import { LimitError } from "./errors";

export const LIMITS = {
  documentsRead: 32_000,
  bytesRead: 16 * 1024 * 1024,
  rangesRead: 4_096,
  documentsWritten: 16_000,
  bytesWritten: 16 * 1024 * 1024,
} as const;

const ADVICE =
  "Consider using smaller limits in your queries, paginating your queries, " +
  "or using indexed queries with a selective index range expressions.";

/** Counts the reads and writes of one transaction in user tables, and enforces Convex's limits. */
export class UsageMeter {
  readonly usage: TransactionUsage = {
    documentsRead: 0,
    bytesRead: 0,
    rangesRead: 0,
    documentsWritten: 0,
    bytesWritten: 0,
    functionsScheduled: 0,
  };

  countRange(): void {
    if (++this.usage.rangesRead > LIMITS.rangesRead) {
      throw new LimitError(
        "TooManyReads",
        `Too many reads in a single function execution (limit: ${LIMITS.rangesRead}). ${ADVICE}`,
      );
    }
  }

  countRead(bytes: number): void {
    this.usage.bytesRead += bytes;
    if (++this.usage.documentsRead > LIMITS.documentsRead) {
      throw new LimitError(
        "TooManyDocumentsRead",
        `Too many documents read in a single function execution (limit: ${LIMITS.documentsRead}). ${ADVICE}`,
      );
    }
    if (this.usage.bytesRead > LIMITS.bytesRead) {
      throw new LimitError(
        "TooManyBytesRead",
        `Too many bytes read in a single function execution (limit: ${LIMITS.bytesRead} bytes). ${ADVICE}`,
      );
    }
  }

  countWrite(bytes: number): void {
    const { usage } = this;
    if (usage.documentsWritten + 1 > LIMITS.documentsWritten) {
      throw new LimitError(
        "TooManyWrites",
        `Too many writes in a single function execution (limit: ${LIMITS.documentsWritten})`,
      );
    }
    if (usage.bytesWritten + bytes > LIMITS.bytesWritten) {
      throw new LimitError(
        "TooManyBytesWritten",
        "Too many bytes written in a single function execution (limit: 16 MiB)",
      );
    }
    usage.documentsWritten++;
    usage.bytesWritten += bytes;
  }

  /** Removes a rolled back write from the count. */
  uncountWrite(bytes: number): void {
    this.usage.documentsWritten--;
    this.usage.bytesWritten -= bytes;
  }
}
