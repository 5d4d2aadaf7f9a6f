/** What is counted, and in which buckets. */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Epoch time has no leap seconds, so UTC hours and days begin at multiples of these. */
export const bucketMs = { hour: HOUR_MS, day: DAY_MS } as const;
export type Bucket = keyof typeof bucketMs;
export const bucketNames = ["hour", "day"] as const satisfies readonly Bucket[];

/** The longest range that a caller may ask for. One more day is kept than that. */
export const maximumSpanMs: Readonly<Record<Bucket, number>> = {
  hour: 31 * DAY_MS,
  day: 400 * DAY_MS,
};
export const keptForMs: Readonly<Record<Bucket, number>> = {
  hour: maximumSpanMs.hour + DAY_MS,
  day: maximumSpanMs.day + DAY_MS,
};

export const metricNames = [
  "users",
  "signIns",
  "signInFailures",
  "activeUsers",
  "organizations",
  "webhookDeliveries",
  "webhookFailures",
] as const;
export type Metric = (typeof metricNames)[number];

/** A metric without a row does not compile. */
export const bucketsOf: Readonly<Record<Metric, readonly Bucket[]>> = {
  users: ["hour", "day"],
  signIns: ["hour", "day"],
  signInFailures: ["hour", "day"],
  /** A user counts once a day, so the hours of a day would not add up to it. */
  activeUsers: ["day"],
  organizations: ["hour", "day"],
  webhookDeliveries: ["hour", "day"],
  webhookFailures: ["hour", "day"],
};

/** When the bucket that contains the time begins, in epoch milliseconds. */
export const startOf = (bucket: Bucket, time: number): number =>
  Math.floor(time / bucketMs[bucket]) * bucketMs[bucket];
