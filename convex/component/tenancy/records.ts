/**
 * What every write leaves in its own transaction: an event for those who follow the project, and an audit entry that says who did it.
 */
import type { Doc } from "../_generated/dataModel";
import { newId } from "../ids";
import type { TenantWriter } from "./database";
import type { Outbox } from "./outbox";

/** Who did it. `system` is the installing app or the deployment's command line. */
export interface Actor {
  readonly type: Doc<"auditEvents">["actorType"];
  readonly id: string;
  readonly name: string | null;
}

export interface RequestMetadata {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export interface Change {
  /** The event's type and the audit entry's action, such as `user.created`. */
  readonly type: string;
  readonly targets: readonly { readonly type: string; readonly id: string; readonly name?: string }[];
  /** The resource as the wire shows it, never a secret. */
  readonly data: object;
  readonly organizationId?: string | null;
  /** The fields that changed, as the wire shows them. */
  readonly changes?: { readonly before: object; readonly after: object };
}

export class Recorder {
  private sequence = 0;

  constructor(
    private readonly db: TenantWriter,
    /** A function where it depends on what is changed. */
    private readonly actor: Actor | ((change: Pick<Change, "targets">) => Actor),
    private readonly request: RequestMetadata,
    private readonly now: number,
    private readonly outbox: Outbox,
  ) {}

  get count(): number {
    return this.sequence;
  }

  async record(change: Change): Promise<void> {
    const organizationId = change.organizationId ?? null;
    const id = newId("event", this.now);
    await this.db.insert("events", {
      id,
      type: change.type,
      organizationId,
      data: JSON.stringify(change.data),
      createdAt: this.now,
      commitTs: this.db.commitTs,
      sequence: this.sequence++,
    });
    await this.outbox.put(id);
    await this.audit(change);
  }

  /** The audit entry alone: for what was tried and changed nothing. */
  async audit(change: Omit<Change, "data">): Promise<void> {
    const actor = typeof this.actor === "function" ? this.actor(change) : this.actor;
    await this.db.insert("auditEvents", {
      id: newId("auditEvent", this.now),
      action: change.type,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      organizationId: change.organizationId ?? null,
      ipAddress: this.request.ip,
      userAgent: this.request.userAgent?.slice(0, 500) ?? null,
      requestId: this.request.id,
      targets: change.targets.map((target) => ({ ...target })),
      changes: change.changes ? JSON.stringify(change.changes) : null,
      occurredAt: this.now,
      createdAt: this.now,
    });
  }
}
