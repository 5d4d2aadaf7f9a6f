/** How long a project keeps its events and audit entries. purge.ts deletes what is older. */
import type { Doc } from "../_generated/dataModel";
import type { OperationInput } from "../wire/operation";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { auditLogs, Retention } from "./contract";

/** For projects that chose none. */
export const DEFAULT_RETENTION = { auditDays: 400, eventDays: 90 } as const;

const present = (row: Doc<"retentions"> | null): Retention => {
  const { auditDays, eventDays } = row ?? DEFAULT_RETENTION;
  return { auditDays, eventDays };
};

export const getRetention = async (ctx: ReadContext): Promise<Retention> =>
  present(await findRetention(ctx));

export async function saveRetention(
  ctx: WriteContext,
  input: OperationInput<typeof auditLogs.saveRetention>,
): Promise<Retention> {
  const row = await findRetention(ctx);
  const before = present(row);
  const after = {
    auditDays: input.auditDays === undefined ? before.auditDays : input.auditDays,
    eventDays: input.eventDays === undefined ? before.eventDays : input.eventDays,
  };
  const stored = { ...after, dueAt: ctx.now };
  if (row) await ctx.db.patch("retentions", row, stored);
  else await ctx.db.insert("retentions", stored);
  const { id, name } = ctx.caller.project;
  await ctx.record({
    type: "audit.retention_updated",
    targets: [{ type: "project", id, name }],
    data: after,
    before,
  });
  return after;
}

const findRetention = async ({ db }: Pick<ReadContext, "db">) =>
  await db.range("retentions", "byProject").unique();
