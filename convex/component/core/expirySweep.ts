/**
 * When the end of a row is scheduled. A job for every session would outlive the session, and a
 * deployment may have only a million outstanding jobs, so a row has none until its last minute: the
 * sweep (expiry/sweep.ts) finds it by time and schedules its end. Only a row that ends before the
 * next sweep schedules its end when it is written.
 */

export const SWEEP_INTERVAL_SECONDS = 60;
/** Longer than the interval, so that a sweep may be late. A row found twice ends once. */
const AHEAD_MS = 75_000;

/** The sweep at `now` schedules all ends up to this time. Epoch milliseconds. */
export const sweptUntil = (now: number): number => now + AHEAD_MS;

/** Whether the next sweep may come too late for a row that ends at `time`. */
export const endsBeforeNextSweep = (time: number, now: number): boolean => time <= sweptUntil(now);
