/** The stretches of time that statistics are counted by. */
const HOUR_MS = 3_600_000;

/** Epoch time has no leap seconds, so UTC hours and days begin at multiples of these. */
export const bucketMs = { hour: HOUR_MS, day: 24 * HOUR_MS } as const;
export type Bucket = keyof typeof bucketMs;

/** When the bucket that contains the time begins, in epoch milliseconds. */
export const startOf = (bucket: Bucket, time: number): number =>
  Math.floor(time / bucketMs[bucket]) * bucketMs[bucket];
