/**
 * What is scheduled for a time far ahead. Convex schedules five years ahead at most, and timers of
 * test engines reach 24 days: what is further away is looked at again on the way there.
 */
const FURTHEST = 20 * 86_400_000;

/**
 * The time, or one on the way to it. The job has to look whether it is due, and to schedule itself
 * again when it is not. Epoch milliseconds.
 */
export const reachable = (time: number, now: number): number => Math.min(time, now + FURTHEST);
