import { SamlFault, type SamlRule } from "./fault";

/** How far the identity provider's clock may be off, in both directions. */
export const SKEW_MS = 120_000;

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** The milliseconds since 1970 of an xs:dateTime with a time zone. */
export function parseTime(text: string | null, rule: SamlRule): number {
  const match = DATE_TIME.exec(text ?? "");
  const milliseconds = match ? Date.parse(toIsoText(match)) : Number.NaN;
  // `Date.parse` moves the 31st of a short month to the next one.
  const isReal =
    match &&
    new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`).getUTCDate() === Number(match[3]);
  if (!isReal || Number.isNaN(milliseconds))
    throw new SamlFault(rule, "A time is missing or not a date with a time zone.");
  return milliseconds;
}

function toIsoText([, year, month, day, hour, minute, second, fraction, zone]: RegExpExecArray) {
  const milliseconds = (fraction ?? "0").slice(0, 3).padEnd(3, "0");
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${zone}`;
}

export const formatTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
