/** Reads what is not counted yet, across all projects, for the fold of the statistics. */
import type { GenericDatabaseReader, GenericDatabaseWriter } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";
import { takeSome } from "../core/readBudget";

/** The creation time up to which events are counted. */
export const statisticProgress = async (
  raw: GenericDatabaseReader<DataModel>,
): Promise<Doc<"statisticProgress"> | null> =>
  await raw.query("statisticProgress").withIndex("by_creation_time").unique();

export async function saveStatisticProgress(
  raw: GenericDatabaseWriter<DataModel>,
  row: Doc<"statisticProgress"> | null,
  after: number,
): Promise<void> {
  if (row) await raw.patch("statisticProgress", row._id, { after });
  else await raw.insert("statisticProgress", { after });
}

export interface NewEvents {
  readonly rows: readonly Doc<"events">[];
  /** The creation time up to which these are all. */
  readonly reached: number;
  readonly isMore: boolean;
}

/**
 * The events of all projects that were created after one time and before another, oldest first: as
 * many as one transaction should read, and with a creation time all that have it, because the next
 * read starts after it.
 */
export async function newEvents(
  raw: GenericDatabaseReader<DataModel>,
  { after, until, limit }: { after: number; until: number; limit: number },
): Promise<NewEvents> {
  const inRange = raw
    .query("events")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", after).lt("_creationTime", until));
  const { rows, isMore } = await takeSome(inRange, limit);
  const last = rows.at(-1)?._creationTime;
  if (!isMore || last === undefined) return { rows, reached: last ?? after, isMore: false };
  const atLast = await raw
    .query("events")
    .withIndex("by_creation_time", (q) => q.eq("_creationTime", last))
    .take(limit);
  const earlier = rows.filter(({ _creationTime }) => _creationTime !== last);
  return { rows: [...earlier, ...atLast], reached: last, isMore };
}

/** The oldest marks of all projects that were created before a time. */
export const oldestMarks = async (
  raw: GenericDatabaseReader<DataModel>,
  until: number,
  limit: number,
): Promise<Doc<"statisticMarks">[]> =>
  await raw
    .query("statisticMarks")
    .withIndex("by_creation_time", (q) => q.lt("_creationTime", until))
    .take(limit);
