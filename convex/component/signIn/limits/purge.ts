import { internal } from "../../_generated/api";
import { purgeJob } from "../../tenancy/purgeJob";

const HOUR_MS = 3_600_000;
const DELETED_PER_RUN = 1_000;

/** Retention since creation. Per-minute counts are not read after their minute. */
const KEPT_MS = {
  attemptReservations: HOUR_MS,
  attemptTotals: HOUR_MS,
  // Purging a streak early gives an attacker another hundred guesses.
  failureStreaks: 30 * 24 * HOUR_MS,
};

/** Purges old counts in batches, oldest first. Run by crons.ts. */
export const purge = purgeJob(KEPT_MS, DELETED_PER_RUN, () => internal.signIn.limits.purge.purge);
