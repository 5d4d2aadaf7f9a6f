/** Looks at the unlinked users of an organization again, after it has verified a domain. */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { tenantJob, type JobContext, type RecordingContext } from "../tenancy/functions";
import { toActor } from "./context";
import { findJob, type JobRow } from "./jobs";
import { relink } from "./changes";

/** Users per transaction. Each may become a user and a member. */
const BATCH = 20;

type LinkContext = Pick<JobContext, "db" | "scheduler">;

/** Must be called in the transaction that verifies a domain. */
export async function linkUsersOf(ctx: LinkContext, organizationId: string): Promise<void> {
  const { db } = ctx;
  const waiting = await db
    .range("directoryUsers", "byReason", (q) =>
      q.eq("organizationId", organizationId).eq("reason", "email_outside_domains"),
    )
    .first();
  if (!waiting) return;
  const running = await findJob(db, organizationId, "link");
  if (running) await db.patch("directoryJobs", running, { after: "" });
  else
    await db.insert("directoryJobs", {
      ...{ kind: "link", subjectId: organizationId, organizationId },
      ...{ deprovisions: false, after: "" },
    });
  await schedule(ctx, organizationId);
}

export const linkBatch = tenantJob(
  { organizationId: v.string() },
  async (ctx, { organizationId }) => {
    const job = await findJob(ctx.db, organizationId, "link");
    if (!job) return;
    const last = await linkUsers(ctx, job);
    if (last === null) {
      await ctx.db.delete("directoryJobs", job);
      return;
    }
    await ctx.db.patch("directoryJobs", job, { after: last });
    await schedule(ctx, organizationId);
  },
);

/** Returns the last user of the batch; null when none was left. */
async function linkUsers(
  ctx: RecordingContext,
  { organizationId, after }: JobRow,
): Promise<string | null> {
  const { db, now, scheduler } = ctx;
  const rows = await db
    .range("directoryUsers", "byReason", (q) =>
      q.eq("organizationId", organizationId).eq("reason", "email_outside_domains").gt("id", after),
    )
    .take(BATCH);
  for (const row of rows) {
    const directory = await db.get("directories", row.directoryId);
    if (!directory || row.state !== "active") continue;
    const recorder = ctx.recorder(toActor(directory), {
      ...{ id: `directory ${directory.id}`, ip: null, userAgent: null },
    });
    const isAdminProject = (await ctx.project())?.isAdmin === true;
    const record = recorder.record.bind(recorder);
    await relink({ db, now, scheduler, record, isAdminProject }, directory, row);
  }
  return rows.at(-1)?.id ?? null;
}

const schedule = async ({ db, scheduler }: LinkContext, organizationId: string) =>
  await scheduler.runAfter(0, internal.directories.linking.linkBatch, {
    projectId: db.projectId,
    organizationId,
  });
