/** Decides what happens to a delivery after an attempt. */
import { v, type Infer } from "convex/values";
import { attemptValidator } from "./tables";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * The delay after each failed attempt except the last, with 10 % jitter so that deliveries that
 * failed together are not retried together.
 */
const DELAYS_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  24 * HOUR_MS,
];
export const MAXIMUM_ATTEMPTS = DELAYS_MS.length + 1;
const JITTER = 0.1;
/** Upper bounds of `Retry-After`, for the delivery and for the endpoint as a whole. */
const MAXIMUM_WAIT_MS = 24 * HOUR_MS;
const MAXIMUM_PAUSE_MS = HOUR_MS;
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
export const isGone = ({ attempt }: Report): boolean => attempt.status === 410;

export const appendAttempt = (attempts: readonly Attempt[], attempt: Attempt): Attempt[] =>
  [...attempts, attempt].slice(-ATTEMPTS_KEPT);

/** Milliseconds until the next attempt, or null after the last one. */
export function getRetryDelayMs({ number, retryAfter }: Report): number | null {
  const delay = DELAYS_MS[number - 1];
  if (delay === undefined) return null;
  // Whole milliseconds: otherwise the timer could fire a fraction too early and find nothing due.
  return Math.ceil(
    Math.max(
      delay * (1 + JITTER * (2 * Math.random() - 1)),
      Math.min(retryAfter ?? 0, MAXIMUM_WAIT_MS),
    ),
  );
}

/** Milliseconds during which no delivery of the endpoint is attempted. */
export const getPauseMs = ({ retryAfter }: Report): number =>
  Math.min(retryAfter ?? 0, MAXIMUM_PAUSE_MS);
