/** Times in the reader's zone, which is shown. */
const format = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "short",
});
const withZone = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "longOffset",
});
const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" })
  .formatToParts()
  .find(({ type }) => type === "timeZoneName")!.value; // asked for above

interface TimeProps {
  readonly at: Date | number | string | null;
  /** Instead of a time that is null. */
  readonly none?: string;
}

export function Time({ at, none = "Never" }: TimeProps) {
  if (at === null) return <span className="muted">{none}</span>;
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={withZone.format(date)}>
      {format.format(date)} <span className="zone">{zone}</span>
    </time>
  );
}
