/** The numbers of a project as plots. The range is in the page's address. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { BanataAuth } from "../../../src/client";
import { useRead } from "../data/operations";
import { Choice } from "../ui/fields";
import { Plot, type PlotSeries } from "../ui/Plot";
import { Failure, Loading } from "../ui/states";

type Metric = Parameters<BanataAuth["statistics"]["get"]>[0]["metric"];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const ranges = {
  day: { label: "Last 24 hours", bucket: "hour", spanMs: DAY_MS },
  week: { label: "Last 7 days", bucket: "day", spanMs: 7 * DAY_MS },
  month: { label: "Last 30 days", bucket: "day", spanMs: 30 * DAY_MS },
  year: { label: "Last 365 days", bucket: "day", spanMs: 365 * DAY_MS },
} as const;
type Range = keyof typeof ranges;
const labels = Object.fromEntries(
  Object.entries(ranges).map(([range, { label }]) => [range, label]),
) as Readonly<Record<Range, string>>; // the same keys
const isRange = (text: string | undefined): text is Range =>
  text !== undefined && Object.hasOwn(ranges, text);

const days = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: "UTC" });
const hours = new Intl.DateTimeFormat(undefined, {
  ...{ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
  timeZone: "UTC",
});

export function Numbers() {
  const navigate = useNavigate();
  const search = useSearch({ from: "/signedIn/projects/$projectId/" });
  const range: Range = isRange(search.range) ? search.range : "month";
  const { bucket, spanMs } = ranges[range];
  const format = (start: number) => (bucket === "hour" ? hours : days).format(start);
  const plot = { range, format };
  return (
    <section className="numbers" aria-labelledby="numbers">
      <div className="numbers-head">
        <div>
          <h2 id="numbers">Activity</h2>
          <p className="muted">In UTC, counted about two minutes after it happened.</p>
        </div>
        <Choice
          label="Range"
          name="range"
          options={labels}
          value={range}
          onChange={(chosen) => void navigate({ to: ".", search: { range: chosen } })}
        />
      </div>
      <div className="plots">
        <Counts {...plot} title="New users" metrics={{ users: "New users" }} />
        {spanMs > DAY_MS && (
          <Counts
            {...plot}
            title="Active users"
            metrics={{ activeUsers: "Active users, by day" }}
          />
        )}
        <Counts
          {...plot}
          title="Sign-ins"
          metrics={{ signIns: "Sign-ins", signInFailures: "Failures" }}
        />
        <Counts {...plot} title="New organizations" metrics={{ organizations: "Organizations" }} />
        <Counts
          {...plot}
          title="Webhook attempts"
          metrics={{ webhookDeliveries: "Delivered", webhookFailures: "Failed" }}
        />
      </div>
    </section>
  );
}

interface CountsProps {
  readonly title: string;
  readonly range: Range;
  readonly format: (start: number) => string;
  readonly metrics: Readonly<{ [M in Metric]?: string }>;
}

function Counts({ title, range, format, metrics }: CountsProps) {
  const names = Object.keys(metrics) as Metric[]; // the record's own keys
  const counts = useRead("statistics.get", { names, range }, async (client) => {
    const { bucket, spanMs } = ranges[range];
    const to = Date.now();
    return await Promise.all(
      names.map(async (metric): Promise<PlotSeries> => ({
        label: metrics[metric] ?? metric,
        points: await client.statistics.get({ metric, bucket, from: to - spanMs + 1, to }),
        tone: metric.endsWith("Failures") ? "danger" : "accent",
      })),
    );
  });
  if (counts.error) return <Failure error={counts.error} retry={() => void counts.refetch()} />;
  if (counts.isPending) return <Loading />;
  return <Plot title={title} series={counts.data} format={format} />;
}
