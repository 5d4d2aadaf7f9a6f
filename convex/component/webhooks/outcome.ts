/** What becomes of a delivery after an attempt. */
import { v, type Infer } from "convex/values";
import { attemptValidator } from "./tables";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The wait after each failed attempt but the last, give or take a tenth, so that what failed
 * together does not come back together.
 */
const DELAYS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 24 * HOUR];
export const MAXIMUM_ATTEMPTS = DELAYS.length + 1;
const JITTER = 0.1;
/** The longest that an endpoint may ask us to wait with a delivery, and with everything else. */
const LONGEST_WAIT = 24 * HOUR;
const LONGEST_PAUSE = HOUR;
const ATTEMPTS_KEPT = 10;

export const reportValidator = v.object({
  deliveryId: v.string(),
  /** Which of the delivery's attempts it was. */
  number: v.number(),
  attempt: attemptValidator,
  /** Of an answer 429 or 503. */
  retryAfter: v.union(v.number(), v.null()),
});
export type Report = Infer<typeof reportValidator>;
export type Attempt = Report["attempt"];

export const hasSucceeded = ({ attempt }: Report): boolean => attempt.error === null;
/** The endpoint says that it is gone for good. */
export const saysGone = ({ attempt }: Report): boolean => attempt.status === 410;

export const withAttempt = (attempts: readonly Attempt[], attempt: Attempt): Attempt[] =>
  [...attempts, attempt].slice(-ATTEMPTS_KEPT);

/** Milliseconds until the next attempt, or null when that was the last. */
export function waitAfter({ number, retryAfter }: Report): number | null {
  const delay = DELAYS[number - 1];
  if (delay === undefined) return null;
  // Whole milliseconds: a timer would come a fraction too early, and find nothing due.
  return Math.ceil(
    Math.max(
      delay * (1 + JITTER * (2 * Math.random() - 1)),
      Math.min(retryAfter ?? 0, LONGEST_WAIT),
    ),
  );
}

/** Milliseconds for which the endpoint is left alone altogether. */
export const pauseAfter = ({ retryAfter }: Report): number =>
  Math.min(retryAfter ?? 0, LONGEST_PAUSE);
