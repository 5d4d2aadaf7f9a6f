/** Audit entries that the app writes. */
import type { Doc } from "../_generated/dataModel";
import { invalidField } from "../core/errors";
import { eventNames } from "../events/names.generated";
import { newId } from "../core/ids";
import type { OperationInput } from "../wire/operation";
import { getOrganization } from "../organizations/model";
import { acceptedMacs } from "../core/secrets";
import { callersOrganization, type WriteContext } from "../tenancy/functions";
import { insertAuditEvent } from "../tenancy/records";
import type { AuditEvent, auditLogs } from "./contract";
import { present } from "./model";

type Input = OperationInput<typeof auditLogs.createEvent>;

const builtIn: ReadonlySet<string> = new Set(eventNames);
/** Tolerance for clock differences. */
const CLOCK_TOLERANCE_MS = 60_000;

export async function createEvent(ctx: WriteContext, input: Input): Promise<AuditEvent> {
  const { idempotencyKey, occurredAt = ctx.now } = input;
  const organizationId = callersOrganization(ctx, input.organizationId);
  if (builtIn.has(input.action))
    throw invalidField(
      "action",
      "Reserved for entries of the runtime; choose another action",
      "reserved",
    );
  if (occurredAt > ctx.now + CLOCK_TOLERANCE_MS)
    throw invalidField(
      "occurredAt",
      "Expected a time that is not in the future, in epoch milliseconds",
      "in_the_future",
    );
  if (organizationId !== null) await getOrganization(ctx, organizationId);
  const hashes = await acceptedMacs(ctx.caller.project.id, "audit-event", JSON.stringify(input));
  const stored = idempotencyKey === undefined ? null : await findStoredEntry(ctx, idempotencyKey);
  if (stored && !hashes.includes(stored.inputHash ?? ""))
    throw invalidField(
      "idempotencyKey",
      "Already used for a different entry; choose a new key",
      "idempotency_key_reused",
    );
  return stored
    ? present(stored)
    : await insertEntry(ctx, { ...input, occurredAt, organizationId, inputHash: hashes[0]! });
}

/** A key bound to an organization finds only entries of that organization. */
async function findStoredEntry(
  { db, caller: { organizationId } }: WriteContext,
  idempotencyKey: string,
): Promise<Doc<"auditEvents"> | null> {
  return await db
    .range("auditEvents", "byIdempotencyKey", (q) =>
      organizationId === null
        ? q.eq("idempotencyKey", idempotencyKey)
        : q.eq("idempotencyKey", idempotencyKey).eq("organizationId", organizationId),
    )
    .first();
}

async function insertEntry(
  ctx: WriteContext,
  entry: Omit<Input, "organizationId" | "occurredAt"> & {
    organizationId: string | null;
    occurredAt: number;
    inputHash: string;
  },
): Promise<AuditEvent> {
  const {
    changes,
    metadata,
    targets = [],
    actorName = null,
    ipAddress = null,
    userAgent = null,
    ...fields
  } = entry;
  const row = await insertAuditEvent(ctx.db, {
    ...fields,
    id: newId("auditEvent", entry.occurredAt),
    actorName,
    ipAddress,
    userAgent,
    targets,
    requestId: ctx.requestId,
    recordedBy: ctx.caller.actor.id,
    createdAt: ctx.now,
    changes: changes ? JSON.stringify(changes) : null,
    ...(metadata ? { metadata: JSON.stringify(metadata) } : {}),
  });
  const data = present(row);
  await ctx.event({
    type: "audit.event_created",
    targets,
    data,
    organizationId: entry.organizationId,
  });
  return data;
}
