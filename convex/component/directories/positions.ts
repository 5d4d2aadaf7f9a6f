/**
 * Finds where a page of users begins. SCIM pages start at a number (`startIndex`), and Convex has no
 * offset, so the users before it have to be read. With a mark after every thousand users, at most
 * that many are read to reach a page.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { earliestId } from "../core/ids";
import { BATCH_BYTES, ReadBudget } from "../core/readBudget";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { tenantJob } from "../tenancy/functions";

/** Users between two marks. */
export const STRIDE = 1_000;
/** Rows that one transaction passes, deleted users included. */
export const MAXIMUM_PASSED = 4_000;
/** More than a directory can have: marks are a thousand users, 4,000 rows or 6 MiB apart. */
const MAXIMUM_MARKS = 2_000;
/** Ids are ordered by time, but a user may be committed after one with a later id. */
const SETTLED_AFTER_MS = 60_000;

/** A place in the list. */
export interface Place {
  /** The number of users before it. */
  readonly position: number;
  /** The id of the last row before it; empty at the beginning. */
  readonly after: string;
}

/** The last marked place with at most `position` users before it. */
export async function findMark(
  db: TenantReader,
  directoryId: string,
  position: number,
): Promise<Place> {
  const mark = await db
    .range(
      "directoryMarks",
      "byPosition",
      (q) => q.eq("directoryId", directoryId).lte("position", position),
      "desc",
    )
    .first();
  return mark ?? { position: 0, after: "" };
}

/** Adds the next mark, if enough users follow the last one. */
export const addMark = tenantJob(
  { directoryId: v.string() },
  async ({ db, now }, { directoryId }) => {
    if (!(await db.get("directories", directoryId))) return;
    const last = await findMark(db, directoryId, Number.MAX_SAFE_INTEGER);
    const settled = earliestId("directoryUser", now - SETTLED_AFTER_MS);
    if (last.after >= settled) return;
    const rows = db.range("directoryUsers", "byDirectory", (q) =>
      q.eq("directoryId", directoryId).gt("id", last.after).lt("id", settled),
    );
    const budget = new ReadBudget(BATCH_BYTES);
    let passed = 0;
    let users = 0;
    for await (const row of rows) {
      budget.spend(row);
      passed++;
      if (row.state !== "deprovisioned") users++;
      if (users < STRIDE && passed < MAXIMUM_PASSED && !budget.isSpent) continue;
      const position = last.position + users;
      await db.insert("directoryMarks", { directoryId, position, after: row.id });
      return;
    }
  },
);

/** Must be called when the user disappears from the list, because later ones move up. */
export async function deleteMarksBehind(
  db: TenantWriter,
  { directoryId, id }: Pick<Doc<"directoryUsers">, "directoryId" | "id">,
): Promise<void> {
  const marks = db.range("directoryMarks", "byAfter", (q) =>
    q.eq("directoryId", directoryId).gte("after", id),
  );
  for (const mark of await marks.take(MAXIMUM_MARKS)) await db.delete("directoryMarks", mark);
}

export async function deleteMarks(db: TenantWriter, directoryId: string): Promise<void> {
  await deleteMarksBehind(db, { directoryId, id: "" });
}
