/**
 * How far a project's events have been deleted. A reader whose cursor is older has missed events,
 * and gets 410 instead of a list with a gap.
 */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import type { TenantReader, TenantWriter } from "../tenancy/database";

/** The place of an event in the list of its project. */
export interface EventPlace {
  readonly commitTs: bigint;
  readonly sequence: number;
}

export const toPlace = ({ commitTs, sequence }: Doc<"events">): EventPlace => ({
  commitTs: commitTs as bigint, // committed, so not a placeholder
  sequence,
});

const isBefore = (a: EventPlace, b: EventPlace): boolean =>
  a.commitTs < b.commitTs || (a.commitTs === b.commitTs && a.sequence < b.sequence);

/** The deletions of one transaction, possibly in several projects. */
export class EventDeletions {
  private readonly latest = new Map<string, { db: TenantWriter; place: EventPlace }>();

  async delete(db: TenantWriter, row: Doc<"events">): Promise<void> {
    await db.delete("events", row);
    const place = toPlace(row);
    const known = this.latest.get(db.projectId);
    if (!known || isBefore(known.place, place)) this.latest.set(db.projectId, { db, place });
  }

  /** Stores how far each project's events are deleted. */
  async record(): Promise<void> {
    for (const { db, place } of this.latest.values()) {
      const row = await db.range("eventDeletions", "byProject").unique();
      if (!row) await db.insert("eventDeletions", place);
      else if (isBefore(row, place)) await db.patch("eventDeletions", row, place);
    }
  }
}

/** Throws 410 if an event after the place of a cursor has been deleted. */
export async function requireNoneDeletedAfter(db: TenantReader, place: EventPlace): Promise<void> {
  const deleted = await db.range("eventDeletions", "byProject").unique();
  if (deleted && isBefore(place, deleted))
    throw problem(
      "cursor_expired",
      "Events after this cursor have been deleted, because the project keeps them for a limited time; read without `after` to continue with the oldest that is left",
    );
}
