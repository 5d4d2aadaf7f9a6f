import type { IndexRange } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import { openCursor, sealCursor } from "../tenancy/cursor";
import { earliestId } from "../core/ids";
import { findLiveFeed } from "../core/liveFeed";
import type { OperationInput } from "../wire/operation";
import { PAGE_BYTES, ReadBudget } from "../core/readBudget";
import type { TenantRange } from "../tenancy/database";
import { callersOrganization, type ReadContext } from "../tenancy/functions";
import type { events } from "./contract";
import { requireNoneDeletedAfter, toPlace, type EventPlace } from "./deletions";
import { FEED_TOKEN_MS, sealFeedToken, toFeedReader } from "./feedToken";
import { matchesType } from "./patterns";
import type { Event } from "./types";

type EventRow = Doc<"events">;
type Filter = OperationInput<typeof events.listEvents>;

/** A page reads at most this many events, or PAGE_BYTES, even when few match. */
const MAXIMUM_READ = 1_000;
/** How long after its creation (`createdAt`) an event may be committed. */
const COMMIT_DELAY_MS = 60_000;

/** The only place that converts a row to the `Event` of the API. */
function present(row: EventRow): Event {
  return {
    id: row.id,
    type: row.type,
    data: JSON.parse(row.data) as unknown,
    createdAt: row.createdAt,
  } as Event; // as recorded
}

export async function listEvents(ctx: ReadContext, filter: Filter) {
  const organizationId = callersOrganization(ctx, filter.organizationId);
  const scope = JSON.stringify([
    organizationId,
    filter.eventTypes,
    filter.rangeStart,
    filter.rangeEnd,
  ]);
  const matches = createMatcher(filter);
  const data: Event[] = [];
  let last: EventRow | null = null;
  let read = 0;
  let hasMore = false;
  const budget = new ReadBudget(PAGE_BYTES);
  const start = await findStart(ctx, filter, scope);
  for await (const row of readRowsAfter(ctx, organizationId, start)) {
    if (filter.rangeEnd !== undefined && row.createdAt > filter.rangeEnd + COMMIT_DELAY_MS) break;
    if (data.length === filter.limit || read === MAXIMUM_READ || budget.isSpent) {
      hasMore = true;
      break;
    }
    if (matches(row)) data.push(present(row));
    last = row;
    read++;
    budget.spend(row);
  }
  const reached = last ? toPlace(last) : start;
  const cursor =
    reached && (await sealCursor(ctx, scope, `${String(reached.commitTs)}:${reached.sequence}`));
  return cursor === null ? { data, hasMore } : { data, cursor, hasMore };
}

export async function getFeed({ caller, now }: ReadContext) {
  const found = findLiveFeed();
  if (!found) return { feed: null };
  const expiresAt = now + FEED_TOKEN_MS;
  const { id: projectId } = caller.project;
  const token = await sealFeedToken({ projectId, reader: toFeedReader(caller), expiresAt });
  return { feed: { ...found, token, expiresInSeconds: FEED_TOKEN_MS / 1_000 } };
}

async function findStart(
  ctx: ReadContext,
  filter: Filter,
  scope: string,
): Promise<EventPlace | null> {
  if (filter.after !== undefined) {
    const [commitTs, sequence] = (await openCursor(ctx, scope, "after", filter.after)).split(":");
    const place = { commitTs: BigInt(commitTs!), sequence: Number(sequence) }; // both were given to sealCursor
    await requireNoneDeletedAfter(ctx.db, place);
    return place;
  }
  if (filter.rangeStart === undefined) return null;
  // Ids are ordered by clock, the listing by commit: start a little before the first event of the
  // range.
  const earliest = earliestId("event", Math.max(0, filter.rangeStart - COMMIT_DELAY_MS));
  const first = await ctx.db.range("events", "byProjectId", (q) => q.gte("id", earliest)).first();
  if (first) return { ...toPlace(first), sequence: first.sequence - 1 };
  // Nothing is as late as that: start behind the last event, not at the beginning.
  const last = await ctx.db.range("events", "byCommit", (q) => q, "desc").first();
  return last && toPlace(last);
}

/** The remaining events of the mutation at `place`, then those of later mutations. */
async function* readRowsAfter(
  ctx: ReadContext,
  organizationId: string | null,
  place: EventPlace | null,
): AsyncIterable<EventRow> {
  if (!place) return yield* readRange(ctx, organizationId, (q) => q);
  yield* readRange(ctx, organizationId, (q) =>
    q.eq("commitTs", place.commitTs).gt("sequence", place.sequence),
  );
  yield* readRange(ctx, organizationId, (q) => q.gt("commitTs", place.commitTs));
}

type CommitRange = TenantRange<"events", "byCommit">;

function readRange(
  ctx: ReadContext,
  organizationId: string | null,
  range: (q: CommitRange) => IndexRange,
): AsyncIterable<EventRow> {
  if (organizationId === null) return ctx.db.range("events", "byCommit", range);
  // After the organization, both indexes have the same fields.
  return ctx.db.range("events", "byOrganization", (q) =>
    range(q.eq("organizationId", organizationId) as unknown as CommitRange),
  );
}

function createMatcher({ eventTypes, rangeStart, rangeEnd }: Filter): (row: EventRow) => boolean {
  return (row) =>
    (!eventTypes?.length || matchesType(eventTypes, row.type)) &&
    (rangeStart === undefined || row.createdAt >= rangeStart) &&
    (rangeEnd === undefined || row.createdAt < rangeEnd);
}
