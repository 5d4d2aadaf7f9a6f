/**
 * Schedules jobs far ahead. Convex schedules at most five years ahead, and timers of test engines
 * at most 24 days, so a more distant job wakes up on the way and reschedules itself.
 */
const FURTHEST_MS = 20 * 86_400_000;

/**
 * The time, or an earlier one within reach. The job must check whether it is due, and reschedule
 * itself when it is not. Epoch milliseconds.
 */
export const toSchedulableTime = (time: number, now: number): number =>
  Math.min(time, now + FURTHEST_MS);
