/** Unfinished work on many directory users (tables.ts). Each batch schedules the next one. */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import type { RecordingContext } from "../tenancy/functions";
import { toActor, type DirectoryContext } from "./context";

export type JobRow = Doc<"directoryJobs">;

export const findJob = async (
  db: TenantReader,
  subjectId: string,
  kind: JobRow["kind"],
): Promise<JobRow | null> =>
  await db
    .range("directoryJobs", "bySubject", (q) => q.eq("subjectId", subjectId).eq("kind", kind))
    .first();

export const hasJob = async (
  db: TenantReader,
  subjectId: string,
  kind: JobRow["kind"],
): Promise<boolean> => (await findJob(db, subjectId, kind)) !== null;

/** Whether groups, or what they give, change for many users. */
export const hasGroupWork = async (db: TenantReader, directoryId: string): Promise<boolean> =>
  (await db.range("directoryJobs", "bySubject", (q) => q.eq("subjectId", directoryId)).first()) !==
  null;

/** The unfinished change of a group's members. */
export const findGroupJob = async (
  db: TenantReader,
  directoryId: string,
  groupId: string,
): Promise<JobRow | null> =>
  await db
    .range("directoryJobs", "bySubject", (q) =>
      q.eq("subjectId", directoryId).eq("kind", "group").eq("groupId", groupId),
    )
    .unique();

/** Changes of a job, recorded as the directory's. `directory` is null when it is deleted. */
export async function loadJobContext(
  ctx: RecordingContext,
  directoryId: string,
): Promise<{ directory: Doc<"directories"> | null; changing: DirectoryContext }> {
  const { db, now, scheduler } = ctx;
  const directory = await db.get("directories", directoryId);
  const recorder = ctx.recorder(toActor(directory ?? { id: directoryId, name: "" }), {
    ...{ id: `directory ${directoryId}`, ip: null, userAgent: null },
  });
  const isAdminProject = (await ctx.project())?.isAdmin === true;
  const record = recorder.record.bind(recorder);
  return { directory, changing: { db, now, scheduler, record, isAdminProject } };
}
