/**
 * How long a project keeps its events and audit entries. Only projects that set a retention have a
 * row, and purge.ts reads no others.
 */
import type { Doc } from "../_generated/dataModel";
import type { OperationInput } from "../wire/operation";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { auditLogs, Retention } from "./contract";

const present = (row: Doc<"retentions"> | null): Retention => ({
  auditDays: row?.auditDays ?? null,
  eventDays: row?.eventDays ?? null,
});

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
  const isSet = after.auditDays !== null || after.eventDays !== null;
  if (row && isSet) await ctx.db.patch("retentions", row, after);
  else if (row) await ctx.db.delete("retentions", row);
  else if (isSet) await ctx.db.insert("retentions", after);
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
