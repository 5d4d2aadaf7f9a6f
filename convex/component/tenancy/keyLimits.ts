/**
 * Rate limits and quotas of API keys, counted in the transaction of the request. Windows and
 * periods are aligned to the UTC clock, so clients know when the next one starts; a full limit can
 * pass on either side of that moment.
 *
 * A limit is never exceeded. It is split into shards, one row each, that share it: concurrent
 * requests contend on the same row, and more shards make that rarer. A request draws from a random
 * shard and moves on to the next while there is nothing left, so the whole limit can be used; near
 * its end, a request reads up to all rows. The reported remainder is exact with one shard and an
 * estimate with more.
 */
import type { Doc } from "../_generated/dataModel";
import type { Problem } from "../core/errors";
import type { StoredLimits } from "../apiKeys/fields";
import type { TenantReader, TenantWriter } from "./database";

/** Smaller limits have the shards that were asked for, one by default: their remainder is exact. */
const LARGE = 1_000;
const REQUESTS_PER_SHARD = 100;
const MAXIMUM_SHARDS = 64;

type Kind = "rateLimit" | "quota";

/** A limit that applies now. */
export interface Limit {
  /** `key`, `organization` or `project`, followed by `-quota` for a quota. */
  readonly name: string;
  readonly kind: Kind;
  /** The owner of the counters: `key:ak_…`, `organization:org_…` or `project`. */
  readonly subject: string;
  readonly requests: number;
  readonly shards: number;
  /** Epoch milliseconds. */
  readonly windowStart: number;
  readonly windowEnd: number;
}

/** The state of a limit, as reported in headers and responses. */
export interface LimitState {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  readonly windowSeconds: number;
  /** Until the whole limit is available again. */
  readonly resetSeconds: number;
}

type LimitedKey = Pick<
  Doc<"apiKeys">,
  "id" | "organizationId" | "rateLimit" | "quota" | "organizationLimits" | "countedAs"
>;
type LimitingProject = Pick<Doc<"projects">, "apiKeyLimits">;

export const isLimited = (key: LimitedKey, project: LimitingProject): boolean =>
  [key, key.organizationLimits, project.apiKeyLimits].some(
    (limits) => limits?.rateLimit !== undefined || limits?.quota !== undefined,
  );

/** All limits that apply to the key. Reads nothing. */
export function getApplicableLimits(
  key: LimitedKey,
  project: LimitingProject,
  now: number,
): Limit[] {
  return [
    ...limitsIn("key", `key:${key.countedAs ?? key.id}`, key, now),
    ...limitsIn("organization", `organization:${key.organizationId}`, key.organizationLimits, now),
    ...limitsIn("project", "project", project.apiKeyLimits, now),
  ];
}

function limitsIn(
  name: string,
  subject: string,
  limits: StoredLimits | undefined,
  now: number,
): Limit[] {
  const { rateLimit, quota } = limits ?? {};
  return [
    ...(rateLimit
      ? [
          {
            name,
            kind: "rateLimit" as const,
            subject,
            requests: rateLimit.requests,
            shards: countShards(rateLimit),
            ...getWindow(now, rateLimit.windowSeconds * 1_000),
          },
        ]
      : []),
    ...(quota
      ? [
          {
            name: `${name}-quota`,
            kind: "quota" as const,
            subject,
            requests: quota.requests,
            shards: countShards(quota),
            ...getPeriod(now, quota.period),
          },
        ]
      : []),
  ];
}

/** At least what was asked for. Requests of a large limit rarely meet on a shard. */
function countShards({ requests, shards }: { requests: number; shards: number }): number {
  if (requests < LARGE) return shards;
  return Math.max(shards, Math.min(MAXIMUM_SHARDS, Math.floor(requests / REQUESTS_PER_SHARD)));
}

function getWindow(now: number, milliseconds: number): Pick<Limit, "windowStart" | "windowEnd"> {
  const windowStart = Math.floor(now / milliseconds) * milliseconds;
  return { windowStart, windowEnd: windowStart + milliseconds };
}

function getPeriod(now: number, period: "day" | "month"): Pick<Limit, "windowStart" | "windowEnd"> {
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  if (period === "day")
    return { windowStart: Date.UTC(year, month, day), windowEnd: Date.UTC(year, month, day + 1) };
  return { windowStart: Date.UTC(year, month), windowEnd: Date.UTC(year, month + 1) };
}

interface Place {
  readonly limit: Limit;
  readonly shard: number;
  readonly row: Doc<"apiKeyCounters"> | null;
  readonly count: number;
  /** What is left in the shard; 0 if nothing is left in any. */
  readonly room: number;
  readonly remaining: number;
}

/**
 * Counts a request against all limits, and returns the state of the one closest to exhaustion (null
 * without limits). If one is exhausted, `refused` names its kind and nothing is counted.
 */
export async function countRequest(
  db: TenantWriter,
  limits: readonly Limit[],
  now: number,
): Promise<{ refused: Kind | null; state: LimitState | null }> {
  const places: Place[] = [];
  for (const limit of limits) places.push(await findPlace(db, limit));
  // Of several exhausted limits, report the one that takes longest: the caller has to wait for it.
  const full = places
    .filter(({ room }) => room === 0)
    .toSorted((a, b) => b.limit.windowEnd - a.limit.windowEnd)[0];
  if (full) return { refused: full.limit.kind, state: toLimitState(full.limit, 0, now) };
  for (const { limit, shard, row, count } of places) {
    const fields = { windowStart: limit.windowStart, count: count + 1 };
    if (row) await db.patch("apiKeyCounters", row, fields);
    else
      await db.insert("apiKeyCounters", {
        subject: limit.subject,
        limit: limit.kind,
        shard,
        ...fields,
      });
  }
  const states = places.map(({ limit, remaining }) => toLimitState(limit, remaining - 1, now));
  return {
    refused: null,
    state: states.toSorted((a, b) => a.remaining / a.limit - b.remaining / b.limit)[0] ?? null,
  };
}

/** Finds a shard with room, starting at a random one. */
async function findPlace(db: TenantReader, limit: Limit): Promise<Place> {
  const first = Math.floor(Math.random() * limit.shards);
  for (let i = 0; ; i++) {
    const shard = (first + i) % limit.shards;
    const row = await findCounter(db, limit, shard);
    const count = getCount(row, limit);
    const room = Math.max(0, getShardShare(limit, shard) - count);
    if (room === 0 && i + 1 < limit.shards) continue;
    return {
      limit,
      shard,
      row,
      count,
      room,
      remaining: Math.min(room * (limit.shards - i), limit.requests),
    };
  }
}

/** The shard's part of the limit; the parts add up to it. */
const getShardShare = ({ requests, shards }: Limit, shard: number): number =>
  Math.floor(requests / shards) + (shard < requests % shards ? 1 : 0);

const findCounter = async (db: TenantReader, { subject, kind }: Limit, shard: number) =>
  await db
    .range("apiKeyCounters", "bySubject", (q) =>
      q.eq("subject", subject).eq("limit", kind).eq("shard", shard),
    )
    .unique();

const getCount = (row: Doc<"apiKeyCounters"> | null, { windowStart }: Limit): number =>
  row?.windowStart === windowStart ? row.count : 0;

/** The exact use, summed over all shards. */
export async function loadUsed(db: TenantReader, limit: Limit): Promise<number> {
  let used = 0;
  for (let shard = 0; shard < limit.shards; shard++)
    used += getCount(await findCounter(db, limit, shard), limit);
  return used;
}

/** Deletes a subject's counters once they are no longer needed: a rate limit's and a quota's. */
export async function deleteCounters(db: TenantWriter, subject: string): Promise<void> {
  for (const row of await db
    .range("apiKeyCounters", "bySubject", (q) => q.eq("subject", subject))
    .take(2 * MAXIMUM_SHARDS))
    await db.delete("apiKeyCounters", row);
}

const toLimitState = (
  { name, requests, windowStart, windowEnd }: Limit,
  remaining: number,
  now: number,
): LimitState => ({
  name,
  limit: requests,
  remaining,
  windowSeconds: (windowEnd - windowStart) / 1_000,
  resetSeconds: Math.ceil((windowEnd - now) / 1_000),
});

/** Converts a state for the response headers. */
export const toReportedLimit = ({
  name,
  limit: quota,
  remaining,
  windowSeconds,
  resetSeconds,
}: LimitState): NonNullable<Problem["limit"]> => ({
  name,
  quota,
  windowSeconds,
  remaining,
  resetSeconds,
});
