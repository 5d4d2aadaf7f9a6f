/** When a claim is looked up again, and when it ends. */
import type { RowFields } from "../tenancy/database";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A pending claim fails after this time without its record. */
const PENDING_FOR_MS = 30 * DAY_MS;
/** A verified claim expires when its record has been missing for this time … */
const MISSING_FOR_MS = 14 * DAY_MS;
/** … and is announced to expire after this time and number of lookups. */
const WARN_AFTER_MS = 72 * HOUR_MS;
const WARN_AFTER_MISSES = 3;
/** The shortest time between the announcement and the end. */
const NOTICE_MS = 72 * HOUR_MS;
/** A pending claim whose lookups have no answer fails after this time. */
const UNANSWERED_FOR_MS = 60 * DAY_MS;

const VERIFIED_INTERVAL_MS = DAY_MS;
const MISSING_INTERVAL_MS = 12 * HOUR_MS;
/** A pending claim is looked up after another quarter of its age, within these bounds. */
export const FIRST_INTERVAL_MS = 10 * MINUTE_MS;
const LONGEST_INTERVAL_MS = 12 * HOUR_MS;
/** After a lookup without an answer; doubles with each further one, up to the longest. */
const FIRST_RETRY_MS = HOUR_MS;
const LONGEST_RETRY_MS = DAY_MS;

type Claim = Pick<
  RowFields<"domains">,
  "state" | "createdAt" | "missingSince" | "misses" | "warnedAt"
>;

/** When the claim fails or expires if its record stays missing; null if it will do neither. */
export function endOfClaim({
  state,
  createdAt,
  missingSince,
  warnedAt,
}: Omit<Claim, "misses">): number | null {
  if (state === "pending") return createdAt + PENDING_FOR_MS;
  if (state !== "verified" || missingSince === null) return null;
  return Math.max(missingSince + MISSING_FOR_MS, (warnedAt ?? 0) + NOTICE_MS);
}

export const hasEnded = (claim: Claim, now: number): boolean => {
  const end = endOfClaim(claim);
  return end !== null && end <= now;
};

/** Whether the owner should hear now that the verified claim is about to expire. */
export const isWarningDue = (claim: Claim, now: number): boolean =>
  claim.state === "verified" &&
  claim.warnedAt === null &&
  claim.missingSince !== null &&
  claim.misses >= WARN_AFTER_MISSES &&
  now - claim.missingSince >= WARN_AFTER_MS;

/** When the claim is due to be looked up again; undefined if it has ended. */
export function nextCheck(claim: Claim, now: number): number | undefined {
  const { state, createdAt, missingSince } = claim;
  if (state === "verified")
    return now + (missingSince === null ? VERIFIED_INTERVAL_MS : MISSING_INTERVAL_MS);
  if (state !== "pending") return undefined;
  const interval = Math.min(
    Math.max((now - createdAt) / 4, FIRST_INTERVAL_MS),
    LONGEST_INTERVAL_MS,
  );
  // A claim that is overdue already is looked up again soon: only a lookup can end it.
  return Math.max(now + FIRST_INTERVAL_MS, Math.min(now + interval, createdAt + PENDING_FOR_MS));
}

/** When the claim is looked up again after so many lookups without an answer. */
export const nextRetry = (unanswered: number, now: number): number =>
  now + Math.min(FIRST_RETRY_MS * 2 ** (unanswered - 1), LONGEST_RETRY_MS);

/** Whether a claim without an answer ends: never a verified one. */
export const isGivenUp = ({ state, createdAt }: Claim, now: number): boolean =>
  state === "pending" && now >= createdAt + UNANSWERED_FOR_MS;
