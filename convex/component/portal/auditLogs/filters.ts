/** What the pages of the audit log are asked for, in their address. */
import type { PortalPath } from "../paths";
import type { Texts } from "../texts/en";

export const outcomes = ["success", "denied", "failed"] as const;
export type Outcome = (typeof outcomes)[number];
export const outcomeTexts = {
  success: "succeeded",
  denied: "denied",
  failed: "unsuccessful",
} as const satisfies Readonly<Record<Outcome, keyof Texts>>;

const DAY_MS = 86_400_000;

/** What the address asks for; empty for no filter. */
export interface Filters {
  readonly action: string;
  readonly outcome: Outcome | "";
  /** `2026-11-28`, a day of UTC. */
  readonly from: string;
  /** The last day. */
  readonly to: string;
}

export function readFilters(search: URLSearchParams): Filters {
  const outcome = search.get("outcome");
  return {
    action: (search.get("action") ?? "").trim(),
    outcome: outcomes.find((each) => each === outcome) ?? "",
    from: search.get("from") ?? "",
    to: search.get("to") ?? "",
  };
}

/** Null for what is no day. */
function toTime(day: string): number | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : NaN;
  return Number.isNaN(time) || time < 0 ? null : time;
}

/** Epoch milliseconds; the end is exclusive. Absent for what is no day. */
export function toRange({ from, to }: Filters): {
  readonly start?: number;
  readonly end?: number;
} {
  const [start, end] = [toTime(from), toTime(to)];
  return {
    ...(start === null ? {} : { start }),
    ...(end === null ? {} : { end: end + DAY_MS }),
  };
}

/** The query of an address with the filters that are set, and more. */
export const toQuery = (filters: Filters, more: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams(
    Object.entries({ ...filters, ...more }).filter(([, value]) => value !== ""),
  ).toString();

const EXPORT: PortalPath = "/portal/audit-logs/export";

/** The path of the entries as a file. */
export const toExportPath = (filters: Filters, more: Readonly<Record<string, string>> = {}) =>
  `${EXPORT}?${toQuery(filters, more)}`;
