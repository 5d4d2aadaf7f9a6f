/** Rows of all projects that end at a time, for the sweep that schedules their ends. */
import type { GenericDatabaseReader } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";

type Reader = GenericDatabaseReader<DataModel>;
interface Ending {
  readonly invitations: Doc<"invitations">;
  readonly sessions: Doc<"sessions">;
  readonly verifications: Doc<"verifications">;
  readonly signUps: Doc<"signUps">;
  readonly addressChanges: Doc<"addressChanges">;
  /** The end of a ban. */
  readonly users: Doc<"users">;
  /** The reminder of an expiry. */
  readonly apiKeys: Doc<"apiKeys">;
  /** The reminder of a certificate's expiry. */
  readonly ssoConnections: Doc<"ssoConnections">;
}
export type EndingTable = keyof Ending;
export type EndingRow<T extends EndingTable> = Ending[T];

/**
 * The rows that end after `from` (exclusive) and until `until`, in that order. `null` and absent
 * times sort before all numbers, so they are never found.
 */
const rowsEnding: {
  readonly [T in EndingTable]: (
    raw: Reader,
    from: number,
    until: number,
  ) => AsyncIterable<Ending[T]>;
} = {
  sessions: (raw, from, until) =>
    raw
      .query("sessions")
      .withIndex("allByExpiresAt", (q) => q.gt("expiresAt", from).lte("expiresAt", until)),
  verifications: (raw, from, until) =>
    raw
      .query("verifications")
      .withIndex("allByExpiresAt", (q) => q.gt("expiresAt", from).lte("expiresAt", until)),
  signUps: (raw, from, until) =>
    raw
      .query("signUps")
      .withIndex("allByExpiresAt", (q) => q.gt("expiresAt", from).lte("expiresAt", until)),
  addressChanges: (raw, from, until) =>
    raw
      .query("addressChanges")
      .withIndex("allByExpiresAt", (q) => q.gt("expiresAt", from).lte("expiresAt", until)),
  invitations: (raw, from, until) =>
    raw
      .query("invitations")
      .withIndex("allByExpiresAt", (q) =>
        q.eq("status", "pending").gt("expiresAt", from).lte("expiresAt", until),
      ),
  users: (raw, from, until) =>
    raw
      .query("users")
      .withIndex("allByBanExpires", (q) => q.gt("banExpires", from).lte("banExpires", until)),
  apiKeys: (raw, from, until) =>
    raw
      .query("apiKeys")
      .withIndex("allByRemindAt", (q) => q.gt("remindAt", from).lte("remindAt", until)),
  ssoConnections: (raw, from, until) =>
    raw
      .query("ssoConnections")
      .withIndex("allByCertificateRemindAt", (q) =>
        q.gt("certificateRemindAt", from).lte("certificateRemindAt", until),
      ),
};

const MAXIMUM_TIES = 25;

/**
 * At least `limit` rows if there are as many, and then all that end in the same millisecond as the
 * last of them, so that the next page can start after that time.
 */
export async function takeEnding<T extends EndingTable>(
  raw: Reader,
  table: T,
  { from, until, limit }: { from: number; until: number; limit: number },
  endOf: (row: Ending[T]) => number,
): Promise<{ readonly rows: readonly Ending[T][]; readonly isMore: boolean }> {
  const rows: Ending[T][] = [];
  for await (const row of rowsEnding[table](raw, from, until)) {
    const last = rows.at(-1);
    if (last && rows.length >= limit && endOf(row) !== endOf(last)) return { rows, isMore: true };
    rows.push(row);
    if (rows.length >= limit + MAXIMUM_TIES) return { rows, isMore: true }; // the next sweep finds the rest of that millisecond
  }
  return { rows, isMore: false };
}
