import type { Doc } from "../_generated/dataModel";
import { earliestId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { bounded, page, type KeyBounds, type Segment } from "../tenancy/page";
import type { RowFields } from "../tenancy/database";
import { callersOrganization, type ReadContext } from "../tenancy/functions";
import { toIsoDate, type JsonObject } from "../wire/fields";
import type { AuditEvent, auditLogs } from "./contract";

type AuditRow = Doc<"auditEvents">;
type Filter = OperationInput<typeof auditLogs.listEvents>;
type AuditSegment = Segment<"auditEvents">;

/** The only place that converts a row to the `AuditEvent` of the API. */
export function present(row: RowFields<"auditEvents">): AuditEvent {
  const {
    organizationId,
    ipAddress,
    ipAddressVerified,
    userAgent,
    requestId,
    idempotencyKey,
    recordedBy,
    suppressed,
  } = row;
  return {
    id: row.id,
    action: row.action,
    version: 1,
    // Early entries of failed attempts have no stored outcome.
    outcome: row.outcome ?? (row.action === "user.sign_in_failed" ? "failed" : "success"),
    source: recordedBy === undefined ? "runtime" : "app",
    actor: {
      type: row.actorType,
      id: row.actorId,
      ...omitNullish({ name: row.actorName, email: row.actorEmail }),
    },
    targets: row.targets,
    context: omitNullish({ organizationId, ipAddress, ipAddressVerified, userAgent, requestId }),
    ...(row.changes === null
      ? {}
      : { changes: JSON.parse(row.changes) as { before: JsonObject; after: JsonObject } }),
    ...(row.metadata === undefined ? {} : { metadata: JSON.parse(row.metadata) as JsonObject }),
    ...omitNullish({ idempotencyKey, recordedBy }),
    ...(suppressed === undefined ? {} : { suppressed }),
    occurredAt: toIsoDate(row.occurredAt),
    createdAt: toIsoDate(row.createdAt),
  };
}

export async function listEvents(ctx: ReadContext, filter: Filter) {
  const { rows, listMetadata } = await page(ctx, "auditEvents", [toSegment(ctx, filter)], filter);
  return { data: rows.map(present), listMetadata };
}

/**
 * Reads by the index of the filter that is likely to match the fewest entries; the other filters
 * are applied row by row.
 */
function toSegment(ctx: ReadContext, filter: Filter): AuditSegment {
  const { action, actorId, targetId, targetType, outcome, rangeStart, rangeEnd } = filter;
  const organizationId = callersOrganization(ctx, filter.organizationId) ?? undefined;
  const asked = { targetId, actorId, organizationId, action, targetType, outcome };
  return {
    ...chooseIndex(ctx, asked),
    key: "id",
    ...timeRange(rangeStart, rangeEnd),
    skip: (row) => !matches(row, asked),
    skipBy: JSON.stringify(asked),
  };
}

type Asked = {
  readonly [
    K in "targetId" | "actorId" | "organizationId" | "action" | "targetType" | "outcome"
  ]?: string;
};

function chooseIndex(
  ctx: ReadContext,
  { targetId, actorId, organizationId, action }: Asked,
): Pick<AuditSegment, "index" | "equal" | "others"> {
  if (targetId !== undefined)
    return {
      index: "byTarget",
      equal: [["targetId", targetId]],
      others: (bounds, order) => readByOtherTarget(ctx, targetId, bounds, order),
    };
  if (actorId !== undefined) return { index: "byActor", equal: [["actorId", actorId]] };
  if (organizationId !== undefined)
    return { index: "byOrganization", equal: [["organizationId", organizationId]] };
  if (action !== undefined) return { index: "byAction", equal: [["action", action]] };
  return { index: "byProjectId" };
}

async function* readByOtherTarget(
  ctx: ReadContext,
  targetId: string,
  bounds: KeyBounds,
  order: "asc" | "desc",
): AsyncIterable<AuditRow> {
  for await (const { auditEventId } of ctx.db.range(
    "auditTargets",
    "byTarget",
    (q) => bounded(q.eq("targetId", targetId), "auditEventId", bounds),
    order,
  )) {
    const row = await ctx.db.get("auditEvents", auditEventId);
    if (row) yield row;
  }
}

function matches(
  row: AuditRow,
  { targetId, actorId, organizationId, action, targetType, outcome }: Asked,
): boolean {
  const isTarget = ({ type, id }: AuditRow["targets"][number]) =>
    (targetId === undefined || id === targetId) &&
    (targetType === undefined || type === targetType);
  return (
    (actorId === undefined || row.actorId === actorId) &&
    (organizationId === undefined || row.organizationId === organizationId) &&
    (action === undefined || row.action === action) &&
    (outcome === undefined || present(row).outcome === outcome) &&
    ((targetId === undefined && targetType === undefined) || row.targets.some(isTarget))
  );
}

/** The id range of a time range: ids contain the time of the occurrence. */
export const timeRange = (
  start: number | undefined,
  end: number | undefined,
): Pick<AuditSegment, "from" | "until"> => ({
  ...(start === undefined ? {} : { from: earliestId("auditEvent", start) }),
  ...(end === undefined ? {} : { until: earliestId("auditEvent", end) }),
});

/** Omits null and undefined fields. */
function omitNullish<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  }; // filtered above
}
