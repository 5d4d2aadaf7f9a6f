/** Unfinished work on many directory users (tables.ts). Each batch schedules the next one. */
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";

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
