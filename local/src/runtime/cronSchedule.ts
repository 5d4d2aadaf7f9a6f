import { ModuleError } from "./refusals";

/** When a cron job runs. All times are UTC, in milliseconds since the epoch. */
export interface CronSchedule {
  /** Returns the first run of a job that is deployed at `now`. */
  first(now: number): number;
  /** Returns the first run after `now`; `previous` is the last due run. */
  next(previous: number, now: number): number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/**
 * Every existing date occurs within eight years: the 29th of February is skipped in years like
 * 2100.
 */
const HORIZON_DAYS = 8 * 366;

/**
 * Parses a schedule that `crons.ts` exports (`Schedule` in convex/server). Throws ModuleError for
 * an unknown one.
 */
export function parseSchedule(
  name: string,
  schedule: Readonly<Record<string, unknown>>,
): CronSchedule {
  const number = (field: string, otherwise: number) =>
    typeof schedule[field] === "number" ? schedule[field] : otherwise;
  // Without a minute, Convex picks one per job, so that jobs do not all run on the hour.
  const minute = () => number("minuteUTC", spread(name));
  switch (schedule.type) {
    case "interval":
      return interval(
        (number("seconds", 0) + number("minutes", 0) * 60 + number("hours", 0) * 3600) * 1000,
      );
    case "hourly":
      return calendar(`${minute()} * * * *`);
    case "daily":
      return calendar(`${minute()} ${number("hourUTC", 0)} * * *`);
    case "weekly":
      return calendar(
        `${minute()} ${number("hourUTC", 0)} * * ${DAYS.indexOf(String(schedule.dayOfWeek))}`,
      );
    case "monthly":
      return calendar(`${minute()} ${number("hourUTC", 0)} ${number("day", 1)} * *`);
    case "cron":
      return calendar(String(schedule.cron));
    default:
      throw new ModuleError(
        `Cron job "${name}" has an unknown schedule: ${JSON.stringify(schedule)}`,
      );
  }
}

/** Runs immediately and then at fixed times; missed runs are skipped. */
function interval(periodMs: number): CronSchedule {
  return {
    first: (now) => now,
    next: (previous, now) =>
      previous + periodMs * Math.max(1, Math.floor((now - previous) / periodMs) + 1),
  };
}

function calendar(text: string): CronSchedule {
  const parts = text.trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays] = parts;
  if (parts.length !== 5 || !minutes || !hours || !days || !months || !weekdays) {
    throw new ModuleError(
      `Invalid cron schedule "${text}": five fields are needed (minute, hour, day of month, month, day of week).`,
    );
  }
  const fields = {
    minutes: parseField(text, minutes, 0, 59, []),
    hours: parseField(text, hours, 0, 23, []),
    days: parseField(text, days, 1, 31, []),
    months: parseField(text, months, 1, 12, MONTHS),
    weekdays: parseField(
      text,
      weekdays,
      0,
      7,
      DAYS.map((day) => day.slice(0, 3)),
    ),
  };
  // As in Unix cron: when both are restricted, either one matches.
  const either = !days.startsWith("*") && !weekdays.startsWith("*");
  const isDay = (date: Date) => {
    const inMonth = fields.days.includes(date.getUTCDate());
    const inWeek = fields.weekdays.some((day) => day % 7 === date.getUTCDay());
    return (
      fields.months.includes(date.getUTCMonth() + 1) &&
      (either ? inMonth || inWeek : inMonth && inWeek)
    );
  };
  const after = (now: number): number => {
    const earliest = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
    const firstDay = Math.floor(earliest / DAY_MS) * DAY_MS;
    for (let day = firstDay; day < firstDay + HORIZON_DAYS * DAY_MS; day += DAY_MS) {
      if (!isDay(new Date(day))) continue;
      for (const hour of fields.hours) {
        for (const minute of fields.minutes) {
          const time = day + (hour * 60 + minute) * MINUTE_MS;
          if (time >= earliest) return time;
        }
      }
    }
    throw new ModuleError(`Cron schedule "${text}" never comes.`);
  };
  after(0);
  return { first: after, next: (_, now) => after(now) };
}

/**
 * Parses one field to the numbers it allows, ascending: stars, numbers, names, ranges, steps and
 * lists of these.
 */
function parseField(
  text: string,
  field: string,
  lowest: number,
  highest: number,
  names: readonly string[],
): number[] {
  const invalid = () => new ModuleError(`Invalid cron schedule "${text}": cannot read "${field}".`);
  const parseNumber = (word: string): number => {
    const named = names.indexOf(word.toLowerCase().slice(0, 3));
    if (named !== -1) return named + lowest;
    const number = Number(word);
    if (!/^\d+$/.test(word) || number < lowest || number > highest) throw invalid();
    return number;
  };
  const allowed = new Set<number>();
  for (const item of field.split(",")) {
    const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(item);
    if (match === null) throw invalid();
    const [, star, from, to, step] = match;
    const low = star !== undefined || from === undefined ? lowest : parseNumber(from);
    // "5/15" starts at 5; "5" is 5 only.
    const high =
      to !== undefined ? parseNumber(to) : star !== undefined || step !== undefined ? highest : low;
    const by = step === undefined ? 1 : Number(step);
    if (by === 0 || high < low) throw invalid();
    for (let number = low; number <= high; number += by) allowed.add(number);
  }
  return [...allowed].sort((a, b) => a - b);
}

function spread(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 60;
  return sum;
}
