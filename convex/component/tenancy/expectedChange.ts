/**
 * Changes of a list are sent as the whole new list, so of two that were made from the same one the
 * second would undo the first. A caller that sends the `updatedAt` it has read is refused instead.
 */
import { fieldProblem } from "../core/errors";

interface Changed {
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

/** Throws 409 `conflict` when the row is no longer the one that the caller has read. */
export function assertExpected({ updatedAt }: Changed, expected: number | undefined): void {
  if (expected === undefined || expected === updatedAt) return;
  throw fieldProblem("conflict", {
    field: "expectedUpdatedAt",
    message: "It was changed since it was read; read it again, and repeat the change",
    code: "changed",
  });
}

/** Later than the row's, also within a millisecond. */
export const nextUpdatedAt = ({ updatedAt }: Changed, now: number): number =>
  Math.max(now, updatedAt + 1);
