/**
 * What every write records in its own transaction: an event for subscribers, and an audit entry
 * that says who made the change.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { AuditAction, EventData, EventType } from "../events/types";
import { parseAddress } from "../core/clientAddress";
import { fieldRules } from "../core/fieldRules";
import { newId } from "../core/ids";
import { cleanLine } from "../core/text";
import { boundedJson } from "./boundedCopy";
import type { RowFields, TenantWriter } from "./database";
import type { Outbox } from "./outbox";

/** Who made the change. `system` is the installing app or the deployment's command line. */
export interface Actor {
  readonly type: Doc<"auditEvents">["actorType"];
  readonly id: string;
  readonly name: string | null;
}

/** A `RequestMetadata` as an argument of a transaction. */
export const requestMetadata = v.object({
  id: v.string(),
  ip: v.union(v.string(), v.null()),
  hasTrustedIp: v.boolean(),
  userAgent: v.union(v.string(), v.null()),
});

export interface RequestMetadata {
  readonly id: string;
  readonly ip: string | null;
  /** False by default: the address is the client's claim. */
  readonly hasTrustedIp?: boolean;
  readonly userAgent: string | null;
}

interface About {
  readonly targets: readonly {
    readonly type: string;
    readonly id: string;
    readonly name?: string;
  }[];
  readonly organizationId?: string | null;
}
/**
 * A change. `type` is both the event type and the audit action; `data` is the resource in its wire
 * form, never a secret, with the shape declared in events/types.ts.
 */
export type Change = {
  [T in EventType]: About & {
    readonly type: T;
    readonly data: EventData<T>;
    /** For an update: what `data` was before. The audit entry shows both. */
    readonly before?: object;
  };
}[EventType];

/** An audit-only record: an attempt that changed nothing. */
export interface Attempt extends About {
  readonly type: AuditAction;
  readonly outcome?: "denied" | "failed";
  readonly metadata?: object;
  readonly suppressed?: number;
}

interface Changes {
  readonly before: object;
  readonly after: object;
}

type AuditRow = RowFields<"auditEvents">;

interface RecorderContext {
  readonly db: TenantWriter;
  /** A function where the actor depends on the change. */
  readonly actor: Actor | ((change: Pick<Change, "targets">) => Actor);
  readonly request: RequestMetadata;
  readonly now: number;
  readonly outbox: Outbox;
}

export class Recorder {
  private sequence = 0;

  private readonly db: RecorderContext["db"];
  private readonly actor: RecorderContext["actor"];
  private readonly request: RecorderContext["request"];
  private readonly now: RecorderContext["now"];
  private readonly outbox: RecorderContext["outbox"];

  constructor({ db, actor, request, now, outbox }: RecorderContext) {
    this.db = db;
    this.actor = actor;
    this.request = request;
    this.now = now;
    this.outbox = outbox;
  }

  get count(): number {
    return this.sequence;
  }

  async record(change: Change): Promise<void> {
    await this.event(change);
    const { before, data } = change;
    await this.insertAudit(change, before ? { before, after: data } : null);
  }

  /** Records the event alone, where another audit entry is written. */
  async event(change: Change): Promise<void> {
    const organizationId = change.organizationId ?? null;
    const id = newId("event", this.now);
    await this.db.insert("events", {
      id,
      type: change.type,
      organizationId,
      data: boundedJson(change.data),
      createdAt: this.now,
      commitTs: this.db.commitTs,
      sequence: this.sequence++,
    });
    await this.outbox.put(id);
  }

  /** Records the audit entry alone, for an attempt that changed nothing. */
  async audit(attempt: Attempt): Promise<void> {
    await this.insertAudit(attempt, null);
  }

  private async insertAudit(change: Attempt, changes: Changes | null): Promise<void> {
    const actor = typeof this.actor === "function" ? this.actor(change) : this.actor;
    const ipAddress = parseAddress(this.request.ip); // an app that calls in process may pass any text
    await insertAuditEvent(this.db, {
      id: newId("auditEvent", this.now),
      action: change.type,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      organizationId: change.organizationId ?? null,
      ipAddress,
      ...(ipAddress === null ? {} : { ipAddressVerified: this.request.hasTrustedIp ?? false }),
      userAgent: getUserAgent(this.request),
      requestId: this.request.id,
      targets: change.targets.map((target) => ({ ...target })),
      changes: changes && boundedChanges(changes),
      ...(change.outcome ? { outcome: change.outcome } : {}),
      ...(change.metadata ? { metadata: boundedJson(change.metadata) } : {}),
      ...(change.suppressed ? { suppressed: change.suppressed } : {}),
      occurredAt: this.now,
      createdAt: this.now,
    });
  }
}

const boundedChanges = ({ before, after }: Changes): string =>
  `{"before":${boundedJson(before)},"after":${boundedJson(after)}}`;

/** Cleaned, because the header is under the client's control. */
const getUserAgent = ({ userAgent }: RequestMetadata): string | null =>
  userAgent === null ? null : cleanLine(userAgent, fieldRules.sessions.userAgent.maximum);

/**
 * Each entry can be found by any of its targets: the first one is indexed in the row itself, the
 * others through `auditTargets`.
 */
export async function insertAuditEvent(db: TenantWriter, entry: AuditRow): Promise<AuditRow> {
  const [first, ...others] = new Set(entry.targets.map(({ id }) => id));
  const row = await db.insert("auditEvents", { ...entry, targetId: first });
  for (const targetId of others)
    await db.insert("auditTargets", { targetId, auditEventId: row.id });
  return row;
}
