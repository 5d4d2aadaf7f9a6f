/** The rows of background work that belong to all projects: runs, and the pumps they work on. */
import type {
  GenericDatabaseReader,
  GenericDatabaseWriter,
  WithoutSystemFields,
} from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";

type Reader = GenericDatabaseReader<DataModel>;
type Writer = GenericDatabaseWriter<DataModel>;
export type Lane = Doc<"pumps">["lane"];
export type LaneRun = WithoutSystemFields<Doc<"laneRuns">>;

/** The first pumps due by `now` and after `after`, the longest waiting first. */
export const duePumps = async (
  raw: Reader,
  { lane, slow, after, now }: { lane: Lane; slow: boolean; after: number; now: number },
  limit: number,
): Promise<Doc<"pumps">[]> =>
  await raw
    .query("pumps")
    .withIndex("allByUntil", (q) =>
      q.eq("lane", lane).eq("slow", slow).gt("until", after).lte("until", now),
    )
    .take(limit);

export const findLaneRun = async (raw: Reader, lane: Lane): Promise<Doc<"laneRuns"> | null> =>
  await raw
    .query("laneRuns")
    .withIndex("byLane", (q) => q.eq("lane", lane))
    .unique();

export async function saveLaneRun(
  raw: Writer,
  before: Doc<"laneRuns"> | null,
  row: LaneRun,
): Promise<void> {
  if (before) await raw.patch("laneRuns", before._id, row);
  else await raw.insert("laneRuns", row);
}

/** Whether the job may still be working: Convex marks actions as failed when their process died. */
export async function isJobAlive(raw: Reader, job: LaneRun["job"]): Promise<boolean> {
  const state = job === null ? null : (await raw.system.get("_scheduled_functions", job))?.state;
  return state?.kind === "pending" || state?.kind === "inProgress";
}

/** Makes the pumps of a dead run due, and the attempts that it had begun. Whether any are left. */
export async function freePumps(
  raw: Writer,
  { run, now }: { run: string; now: number },
  limit: number,
): Promise<boolean> {
  const pumps = await raw
    .query("pumps")
    .withIndex("allByRun", (q) => q.eq("run", run))
    .take(limit);
  for (const { _id } of pumps)
    await raw.patch("pumps", _id, { run: null, until: now, lostRun: run });
  return pumps.length === limit;
}

/** Pumps of an earlier version of the runtime, for the sweep that converts them. */
export const takeFormerPumps = async (
  raw: Writer,
  limit: number,
): Promise<Doc<"webhookPumps">[]> => {
  const rows = await raw.query("webhookPumps").withIndex("by_creation_time").take(limit);
  for (const { _id } of rows) await raw.delete("webhookPumps", _id);
  return rows;
};
