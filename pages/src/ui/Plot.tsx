/** Counts over time as bars, and as a table for those who do not see the bars. */
import { useId } from "react";

export interface PlotSeries {
  readonly label: string;
  /** Of the same buckets in every series, oldest first. */
  readonly points: readonly { readonly start: number; readonly count: number }[];
  readonly tone?: "accent" | "danger";
}

interface PlotProps {
  readonly title: string;
  readonly series: readonly PlotSeries[];
  /** How the start of a bucket is written. */
  readonly format: (start: number) => string;
}

const WIDTH = 300;
const HEIGHT = 80;
const GAP = 0.25;

const sum = ({ points }: PlotSeries): number => points.reduce((all, { count }) => all + count, 0);

export function Plot({ title, series, format }: PlotProps) {
  const id = useId();
  const starts = series[0]?.points.map(({ start }) => start) ?? [];
  const highest = Math.max(1, ...series.flatMap(({ points }) => points.map(({ count }) => count)));
  const step = WIDTH / Math.max(1, starts.length);
  const bar = (step * (1 - GAP)) / series.length;
  return (
    <section className="card plot" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul className="plot-totals">
        {series.map((each) => (
          <li key={each.label}>
            <span className={`plot-key ${each.tone ?? "accent"}`} aria-hidden="true" />
            {each.label} <strong>{sum(each).toLocaleString()}</strong>
          </li>
        ))}
      </ul>
      <svg
        className="plot-bars"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {series.flatMap(({ label, points, tone = "accent" }, row) =>
          points.map(({ start, count }, n) => {
            const height = (count / highest) * HEIGHT;
            return (
              <rect
                key={`${label} ${start}`}
                className={tone}
                x={n * step + row * bar}
                y={HEIGHT - height}
                width={bar}
                height={height}
              >
                <title>{`${format(start)}: ${count} ${label}`}</title>
              </rect>
            );
          }),
        )}
      </svg>
      {starts.length > 0 && (
        <p className="plot-range muted">
          <span>{format(starts[0]!)}</span>
          <span>{format(starts.at(-1)!)}</span>
        </p>
      )}
      <details>
        <summary>Show as a table</summary>
        <div className="plot-table" role="region" aria-label={`${title}, as a table`} tabIndex={0}>
          <table>
            <caption className="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">From (UTC)</th>
                {series.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {starts.map((start, n) => (
                <tr key={start}>
                  <th scope="row">{format(start)}</th>
                  {series.map(({ label, points }) => (
                    <td key={label}>{points[n]?.count ?? 0}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
