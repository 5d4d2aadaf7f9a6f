import { bucketMs, startOf } from "../core/buckets";
import { invalidField, problem } from "../core/errors";
import type { ReadContext } from "../tenancy/functions";
import type { OperationInput } from "../wire/operation";
import type { statistics } from "./contract";
import { bucketsByMetric, maximumSpanMs } from "./fields";

const DAY_MS = bucketMs.day;
const tables = { hour: "statisticHours", day: "statisticDays" } as const;

export async function getStatistics(
  { db }: ReadContext,
  { metric, from, to, bucket }: OperationInput<typeof statistics.get>,
) {
  if (!bucketsByMetric[metric].includes(bucket))
    throw invalidField(
      "bucket",
      `${metric} is counted per ${bucketsByMetric[metric].join(" or ")}`,
    );
  if (from >= to)
    throw problem("validation_error", "from: Must be before `to`", {
      errors: [
        { field: "from", message: "Must be before `to`", code: "invalid" },
        { field: "to", message: "Must be after `from`", code: "invalid" },
      ],
    });
  const span = maximumSpanMs[bucket];
  if (to - from > span)
    throw invalidField(
      "from",
      `At most ${span / DAY_MS} days before \`to\` with buckets of one ${bucket}`,
    );
  const first = startOf(bucket, from);
  const counts = new Map<number, number>();
  for await (const { start, count } of db.range(tables[bucket], "byStart", (q) =>
    q.eq("metric", metric).gte("start", first).lt("start", to),
  ))
    counts.set(start, count);
  const data = [];
  for (let start = first; start < to; start += bucketMs[bucket])
    data.push({ start, count: counts.get(start) ?? 0 });
  return { data };
}
