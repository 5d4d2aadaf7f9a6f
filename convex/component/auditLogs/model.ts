import type { Doc } from "../_generated/dataModel";
import { problem } from "../errors";
import type { OperationInput } from "../operation";
import { page, type Segment } from "../page";
import { callersOrganization, type ReadContext } from "../tenancy/functions";
import { toIsoDate, type JsonObject } from "../wire";
import type { AuditEvent, auditLogs } from "./contract";

type Filter = OperationInput<typeof auditLogs.listEvents>;

/** The only place where a row becomes the audit event of the wire. */
export function present(row: Doc<"auditEvents">): AuditEvent {
  const { organizationId, ipAddress, userAgent, requestId } = row;
  return {
    id: row.id,
    action: row.action,
    version: 1,
    actor: { type: row.actorType, id: row.actorId, ...given({ name: row.actorName }) },
    targets: row.targets,
    context: given({ organizationId, ipAddress, userAgent, requestId }),
    ...(row.changes === null ? {} : { changes: JSON.parse(row.changes) as { before: JsonObject; after: JsonObject } }),
    occurredAt: toIsoDate(row.occurredAt),
    createdAt: toIsoDate(row.createdAt),
  };
}

export async function listEvents(ctx: ReadContext, filter: Filter) {
  const { rows, listMetadata } = await page(ctx, "auditEvents", [segmentOf(ctx, filter)], filter);
  return { data: rows.map(present), listMetadata };
}

function segmentOf(ctx: ReadContext, filter: Filter): Segment<"auditEvents"> {
  const { action, actorId } = filter;
  const organizationId = callersOrganization(ctx, filter.organizationId) ?? undefined;
  const [, other] = Object.entries({ organizationId, action, actorId }).filter(([, value]) => value !== undefined);
  if (other) {
    throw problem("validation_error", `${other[0]}: action, actorId and organizationId exclude each other`, {
      errors: [{ field: other[0], message: "action, actorId and organizationId exclude each other", code: "exclusive" }],
    });
  }
  if (organizationId !== undefined) return { index: "byOrganization", equal: [["organizationId", organizationId]], key: "id" };
  if (action !== undefined) return { index: "byAction", equal: [["action", action]], key: "id" };
  if (actorId !== undefined) return { index: "byActor", equal: [["actorId", actorId]], key: "id" };
  return { index: "byProjectId", key: "id" };
}

/** Without the fields that are null. */
function given<T extends Record<string, string | null>>(fields: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as { [K in keyof T]?: string }; // filtered just now
}
