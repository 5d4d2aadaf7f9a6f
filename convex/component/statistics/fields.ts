/** What is counted, in which buckets, and for how long the counts are kept. */
import { bucketMs, type Bucket } from "../core/buckets";

const DAY_MS = bucketMs.day;

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
export const bucketsByMetric: Readonly<Record<Metric, readonly Bucket[]>> = {
  users: ["hour", "day"],
  signIns: ["hour", "day"],
  signInFailures: ["hour", "day"],
  /** A user counts once a day, so the hours of a day would not add up to it. */
  activeUsers: ["day"],
  organizations: ["hour", "day"],
  webhookDeliveries: ["hour", "day"],
  webhookFailures: ["hour", "day"],
};
