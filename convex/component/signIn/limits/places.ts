/**
 * Numbered places: a limit of 30 a minute is 30 slots, and an attempt takes one by inserting its
 * row. An attempt reads a few slots at random rather than all rows, so that attempts at the same
 * time conflict only over the same slot, and the count stays exact.
 */
import type { Doc } from "../../_generated/dataModel";
import { problem } from "../../core/errors";
import type { TenantReader, TenantWriter } from "../../tenancy/database";

export const MINUTE_MS = 60_000;
/** Slots that are tried before all are read. Half full, one of 64 attempts reads all. */
const PROBES = 6;
/** Of one request: its origin, and the accounts that it can carry. */
const MAXIMUM_PLACES = 16;

export interface PlaceRequest {
  readonly subject: string;
  /** The id of the request. */
  readonly claim: string;
  readonly now: number;
}

/** Takes one of the subject's `slots` places of this minute; false when all are taken. */
export async function takePlace(
  db: TenantWriter,
  place: PlaceRequest,
  slots: number,
): Promise<boolean> {
  const slot =
    (await probeSlots(db, place, slots, PROBES)) ?? (await findFreeSlot(db, place, slots));
  return await insertPlace(db, place, slot);
}

/**
 * Takes one of `probes` random places, so it becomes less likely to succeed as the places fill up,
 * and reads no more than that. For limits that need not be exact.
 */
export async function takeSampledPlace(
  db: TenantWriter,
  place: PlaceRequest,
  { slots, probes }: { readonly slots: number; readonly probes: number },
): Promise<boolean> {
  return await insertPlace(db, place, await probeSlots(db, place, slots, probes));
}

async function probeSlots(
  db: TenantReader,
  place: PlaceRequest,
  slots: number,
  probes: number,
): Promise<number | null> {
  const tried = new Set<number>();
  while (tried.size < Math.min(probes, slots)) {
    const slot = Math.floor(Math.random() * slots);
    if (tried.has(slot)) continue;
    tried.add(slot);
    if (!(await readSlot(db, place, slot))) return slot;
  }
  return null;
}

async function findFreeSlot(
  db: TenantReader,
  place: PlaceRequest,
  slots: number,
): Promise<number | null> {
  const rows = await readMinute(db, place).take(slots);
  if (rows.length === slots) return null;
  const taken = new Set(rows.map(({ slot }) => slot));
  const free = Array.from({ length: slots }, (_, slot) => slot).filter((slot) => !taken.has(slot));
  return free[Math.floor(Math.random() * free.length)] ?? null;
}

async function insertPlace(
  db: TenantWriter,
  { subject, claim, now }: PlaceRequest,
  slot: number | null,
): Promise<boolean> {
  if (slot === null) return false;
  await db.insert("attemptReservations", {
    subject,
    minute: toMinute(now),
    slot,
    claim,
    settled: false,
  });
  return true;
}

type SubjectAndTime = Pick<PlaceRequest, "subject" | "now">;

const readSlot = async (db: TenantReader, { subject, now }: SubjectAndTime, slot: number) =>
  await db
    .range("attemptReservations", "bySlot", (q) =>
      q.eq("subject", subject).eq("minute", toMinute(now)).eq("slot", slot),
    )
    .first();

const readMinute = (db: TenantReader, { subject, now }: SubjectAndTime) =>
  db.range("attemptReservations", "bySlot", (q) =>
    q.eq("subject", subject).eq("minute", toMinute(now)),
  );

/** Other attempts of this minute, of at most `slots`, whose outcome is not known yet. */
export async function countPending(
  db: TenantReader,
  place: PlaceRequest,
  slots: number,
): Promise<number> {
  const rows = await readMinute(db, place).take(slots);
  return rows.filter(({ claim, settled }) => !settled && claim !== place.claim).length;
}

export const loadPlaces = async (
  db: TenantReader,
  claim: string,
): Promise<Doc<"attemptReservations">[]> =>
  await db
    .range("attemptReservations", "byClaim", (q) => q.eq("claim", claim))
    .take(MAXIMUM_PLACES);

export const toMinute = (now: number): number => Math.floor(now / MINUTE_MS);
export const msUntilNextMinute = (now: number): number => MINUTE_MS - (now % MINUTE_MS);

export const tooManyAttempts = (waitMs: number) =>
  problem("rate_limit_exceeded", "Too many attempts; wait before you try again", {
    retryAfterSeconds: Math.ceil(waitMs / 1_000),
  });
