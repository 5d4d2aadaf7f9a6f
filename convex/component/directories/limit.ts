/** The limit of a directory's requests, which failing does not avoid. */
import { problem } from "../core/errors";
import type { TenantWriter } from "../tenancy/database";
import { countRequest, toReportedLimit } from "../tenancy/keyLimits";
import { bounds } from "./fields";

/** Parallel requests rarely meet on one. */
const SHARDS = 32;

export const toLimitSubject = (directoryId: string): string => `directory:${directoryId}`;

/** Throws 429 with `retryAfterSeconds` when the directory has used up its requests of this window. */
export async function countDirectoryRequest(
  db: TenantWriter,
  directoryId: string,
  now: number,
): Promise<void> {
  const { requests, requestsWindowMs } = bounds;
  const windowStart = Math.floor(now / requestsWindowMs) * requestsWindowMs;
  const limit = {
    name: "directory",
    kind: "rateLimit" as const,
    subject: toLimitSubject(directoryId),
    ...{ requests, shards: SHARDS, windowStart, windowEnd: windowStart + requestsWindowMs },
  };
  const { refused, state } = await countRequest(db, [limit], now);
  if (refused === null || state === null) return;
  throw problem(
    "rate_limit_exceeded",
    `A directory can send ${requests} requests in ${requestsWindowMs / 1_000} s; retry in ${state.resetSeconds} s`,
    { retryAfterSeconds: state.resetSeconds, limit: toReportedLimit(state) },
  );
}
