/** Decides what happens to a delivery after an attempt. */
import { v, type Infer } from "convex/values";
import { attemptValidator } from "./tables";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * The delay after each failed attempt except the last, with 10 % jitter so that deliveries that
 * failed together are not retried together.
 */
const DELAYS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 24 * HOUR];
export const MAXIMUM_ATTEMPTS = DELAYS.length + 1;
const JITTER = 0.1;
/** Upper bounds of `Retry-After`, for the delivery and for the endpoint as a whole. */
const LONGEST_WAIT = 24 * HOUR;
const LONGEST_PAUSE = HOUR;
const ATTEMPTS_KEPT = 10;

export const reportValidator = v.object({
  deliveryId: v.string(),
  /** The attempt's number, from 1. */
  number: v.number(),
  attempt: attemptValidator,
  /** Milliseconds from `Retry-After` of a 429 or 503 response. */
  retryAfter: v.union(v.number(), v.null()),
});
export type Report = Infer<typeof reportValidator>;
export type Attempt = Report["attempt"];

export const hasSucceeded = ({ attempt }: Report): boolean => attempt.error === null;
/** 410 Gone: the endpoint asks not to be called again. */
export const saysGone = ({ attempt }: Report): boolean => attempt.status === 410;

export const withAttempt = (attempts: readonly Attempt[], attempt: Attempt): Attempt[] =>
  [...attempts, attempt].slice(-ATTEMPTS_KEPT);

/** Milliseconds until the next attempt, or null after the last one. */
export function waitAfter({ number, retryAfter }: Report): number | null {
  const delay = DELAYS[number - 1];
  if (delay === undefined) return null;
  // Whole milliseconds: otherwise the timer could fire a fraction too early and find nothing due.
  return Math.ceil(
    Math.max(
      delay * (1 + JITTER * (2 * Math.random() - 1)),
      Math.min(retryAfter ?? 0, LONGEST_WAIT),
    ),
  );
}

/** Milliseconds during which no delivery of the endpoint is attempted. */
export const pauseAfter = ({ retryAfter }: Report): number =>
  Math.min(retryAfter ?? 0, LONGEST_PAUSE);
