import * as z from "zod/mini";
import { epochInput, epochMilliseconds } from "../wire/fields";
import { operation } from "../wire/operation";
import { bucketNames, metricNames } from "./fields";

export const statistics = {
  /**
   * Counts what happened in the project, per UTC hour or UTC day.
   *
   * `users` and `organizations` are those created. `signIns` are sessions begun, except by
   * impersonation; `signInFailures` are failed attempts, and refused sign-ins through SSO.
   * `activeUsers` signed in, or used a session so that it was extended; a user counts once a day.
   * `webhookDeliveries` and `webhookFailures` are attempts to deliver an event that succeeded and
   * that failed.
   *
   * `from` (inclusive) and `to` (exclusive) are epoch milliseconds. The answer has every bucket that
   * overlaps the range, oldest first, with 0 where nothing happened; `start` is epoch milliseconds.
   *
   * Hours cover at most 31 days and days at most 400, and are kept as long; `activeUsers` has days
   * only. The counts are about two minutes behind. Use extends a session at most once an hour, so a
   * user who leaves soon after midnight may count for the day before only.
   *
   * 422 `validation_error` names `from`, `to` or `bucket`.
   */
  get: operation({
    kind: "query",
    path: "/api/auth/banata/statistics/get",
    permission: "statistics.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        metric: z.enum(metricNames),
        from: epochInput(),
        to: epochInput(),
        bucket: z.enum(bucketNames),
      }),
    output: () =>
      z.object({
        data: z.array(z.object({ start: epochMilliseconds(), count: z.number() })),
      }),
    client: { returns: "data" },
  }),
};
