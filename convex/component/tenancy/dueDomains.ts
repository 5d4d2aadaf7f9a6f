/** Claims on domains of all projects whose DNS record is due to be looked up (domains/recheck.ts). */
import type { GenericDatabaseWriter } from "convex/server";
import type { DataModel, Doc } from "../_generated/dataModel";

type Raw = GenericDatabaseWriter<DataModel>;

interface Share {
  readonly limit: number;
  /** What each project has before the claims that have been due for longest fill the rest. */
  readonly limitPerProject: number;
  readonly leaseMs: number;
}

/** Projects with claims that one run looks at, beginning with that of the claim due for longest. */
const MAXIMUM_PROJECTS = 1_000;

/**
 * Due claims, each now due again only after the lease. Claims that have ended have no such time, so
 * they are never read.
 */
export async function takeDueDomains(
  raw: Raw,
  now: number,
  { limit, limitPerProject, leaseMs }: Share,
): Promise<{ projectId: string; id: string; domain: string }[]> {
  const taken: Doc<"domains">[] = [];
  const take = async (rows: readonly Doc<"domains">[]) => {
    for (const { _id } of rows) await raw.patch("domains", _id, { nextCheckAt: now + leaseMs });
    taken.push(...rows);
  };
  const longestDue = async (maximum: number) =>
    await raw
      .query("domains")
      .withIndex("allByNextCheckAt", (q) => q.gt("nextCheckAt", 0).lte("nextCheckAt", now))
      .take(maximum);

  const first = await longestDue(limit);
  if (first.length < limit) await take(first);
  else {
    for await (const projectId of projectsFrom(raw, first[0]!.projectId)) {
      const maximum = Math.min(limitPerProject, limit - taken.length);
      if (maximum === 0) break;
      const due = raw
        .query("domains")
        .withIndex("byNextCheckAt", (q) =>
          q.eq("projectId", projectId).gt("nextCheckAt", 0).lte("nextCheckAt", now),
        );
      await take(await due.take(maximum));
    }
    await take(await longestDue(limit - taken.length));
  }
  return taken.map(({ projectId, id, domain }) => ({ projectId, id, domain }));
}

/** The projects that have claims, once around by their ids. */
async function* projectsFrom(raw: Raw, start: string): AsyncIterable<string> {
  let last: string = start;
  yield start;
  for (let visited = 1; visited < MAXIMUM_PROJECTS; visited++) {
    const next: Doc<"domains"> | null =
      (await raw
        .query("domains")
        .withIndex("byNextCheckAt", (q) => q.gt("projectId", last))
        .first()) ?? (await raw.query("domains").withIndex("byNextCheckAt").first());
    if (!next || next.projectId === start) return;
    last = next.projectId;
    yield last;
  }
}
