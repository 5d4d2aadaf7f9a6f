/** How the requests of a directory went, for administrators. */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import type { StoredFailure } from "./fields";

type SyncRow = Doc<"directorySyncs">;

/** Otherwise parallel requests would contend on the row. */
const SUCCESS_INTERVAL_MS = 60_000;
const FAILURE_INTERVAL_MS = 1_000;
/** Failures that are kept besides the last one. */
const EARLIER_FAILURES = 9;

export const findSync = async (db: TenantReader, directoryId: string): Promise<SyncRow | null> =>
  await db.range("directorySyncs", "byDirectory", (q) => q.eq("directoryId", directoryId)).unique();

/** Whether a success changes what is recorded: it is the first in a minute, or follows a failure. */
export const isSuccessDue = (sync: SyncRow | null, now: number): boolean =>
  (sync?.lastSuccessAt ?? 0) <= now - SUCCESS_INTERVAL_MS ||
  (sync?.lastFailure != null && sync.lastFailure.at > (sync.lastSuccessAt ?? 0));

export async function recordSuccess(
  db: TenantWriter,
  directoryId: string,
  now: number,
): Promise<void> {
  const sync = await findSync(db, directoryId);
  if (!isSuccessDue(sync, now)) return;
  await saveSync(db, directoryId, sync, { lastSuccessAt: now });
}

export async function recordFailure(
  db: TenantWriter,
  directoryId: string,
  failure: StoredFailure,
): Promise<void> {
  const sync = await findSync(db, directoryId);
  if ((sync?.lastFailure?.at ?? 0) > failure.at - FAILURE_INTERVAL_MS) return;
  await saveSync(db, directoryId, sync, {
    lastFailure: failure,
    earlierFailures: listFailures(sync).slice(0, EARLIER_FAILURES),
  });
}

/** The newest first. */
export const listFailures = (sync: SyncRow | null): StoredFailure[] =>
  sync?.lastFailure ? [sync.lastFailure, ...(sync.earlierFailures ?? [])] : [];

async function saveSync(
  db: TenantWriter,
  directoryId: string,
  sync: SyncRow | null,
  fields: Partial<Pick<SyncRow, "lastSuccessAt" | "lastFailure" | "earlierFailures">>,
): Promise<void> {
  if (sync) await db.patch("directorySyncs", sync, fields);
  else
    await db.insert("directorySyncs", {
      ...{ directoryId, lastSuccessAt: null, lastFailure: null },
      ...fields,
    });
}
