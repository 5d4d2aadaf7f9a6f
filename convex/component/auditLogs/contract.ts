import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  epochInput,
  idInput,
  idOutput,
  isoDate,
  jsonOutput,
  pageInput,
  pageOutput,
  lines,
  text,
} from "../wire/fields";
import { action, auditChanges, auditMetadata, auditTargets } from "./fields";

const actorType = z.enum(["user", "admin", "system", "api_key", "scim"]);
const outcome = z.enum(["success", "denied", "failed"]);

export const AuditEvent = z.object({
  id: idOutput("auditEvent"),
  action: z.string(),
  version: z.number(),
  /**
   * `denied`: an authenticated caller tried what it may not do; `failed`: an attempt to sign in.
   * Neither changed anything.
   */
  outcome,
  /**
   * Who wrote the entry: the runtime itself, in the transaction of what it says, or the app through
   * `auditLogs.createEvent`.
   */
  source: z.enum(["runtime", "app"]),
  actor: z.object({
    type: actorType,
    id: z.string(),
    name: z.optional(z.string()),
    email: z.optional(z.string()),
  }),
  targets: z.array(z.object({ type: z.string(), id: z.string(), name: z.optional(z.string()) })),
  context: z.object({
    organizationId: z.optional(z.string()),
    ipAddress: z.optional(z.string()),
    userAgent: z.optional(z.string()),
    requestId: z.optional(z.string()),
  }),
  changes: z.optional(z.object({ before: jsonOutput(), after: jsonOutput() })),
  /** What the app added, or the reason of a denial. */
  metadata: z.optional(jsonOutput()),
  idempotencyKey: z.optional(z.string()),
  /** Of an entry of the app: the id of who called `createEvent`. */
  recordedBy: z.optional(z.string()),
  /** Of a denial: at least so many like it were left out before it. */
  suppressed: z.optional(z.number()),
  occurredAt: isoDate(),
  createdAt: isoDate(),
});
export type AuditEvent = z.output<typeof AuditEvent>;

/** How long events and audit entries are kept, in days; null for ever. */
export const Retention = z.object({
  auditDays: z.nullable(z.number()),
  eventDays: z.nullable(z.number()),
});
export type Retention = z.output<typeof Retention>;

const days = (least: number) =>
  z.optional(z.nullable(z.number().check(z.int(), z.minimum(least), z.maximum(3650))));

export const auditLogs = {
  /**
   * Who did what, newest first by when it occurred.
   *
   * The filters go together: an entry must meet all. `targetId` finds what something was done to,
   * `targetType` narrows it; `rangeStart` and `rangeEnd` are epoch milliseconds of `occurredAt`,
   * the end exclusive. One filter leads by an index, the others are checked while reading; after
   * 400 entries that do not fit a page ends with fewer than `limit`, or none, and `after` says
   * where to go on.
   */
  listEvents: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/list",
    permission: "audit.read",
    input: z.strictObject({
      action: z.optional(text(100)),
      actorId: z.optional(text(128)),
      targetId: z.optional(text(256)),
      targetType: z.optional(text(64)),
      organizationId: z.optional(idInput("organization")),
      outcome: z.optional(outcome),
      rangeStart: z.optional(epochInput()),
      rangeEnd: z.optional(epochInput()),
      ...pageInput(),
    }),
    output: pageOutput(AuditEvent),
    organizationKeys: true,
  }),

  /**
   * Writes an entry of the app's own, marked `source: "app"`, and answers it. Built-in actions
   * (those of the runtime's own entries) are refused with 422.
   *
   * `targets` (at most 20 of `{ type, id, name? }`), `changes` (`{ before, after }`) and `metadata` are JSON texts, 16 KiB each. `occurredAt` is epoch milliseconds, now unless given, and not in the
   * future. `idempotencyKey` names the entry for as long as it is kept: the same key and body again
   * answer the stored entry, another body is refused with 422. 404 when the project has no such
   * organization.
   */
  createEvent: operation({
    kind: "mutation",
    path: "/api/auth/banata/audit-logs/create",
    permission: "audit.write",
    input: z.strictObject({
      action: action(),
      actorType,
      actorId: text(128),
      actorName: z.optional(lines(200)), // of the app's own choosing
      actorEmail: z.optional(text(254)),
      targets: z.optional(auditTargets()),
      changes: z.optional(auditChanges()),
      metadata: z.optional(auditMetadata()),
      organizationId: z.optional(idInput("organization")),
      ipAddress: z.optional(text(64)),
      userAgent: z.optional(text(500)),
      idempotencyKey: z.optional(text(255)),
      occurredAt: z.optional(epochInput()),
    }),
    output: AuditEvent,
    events: ["audit.event_created"],
    idempotencyField: "idempotencyKey",
    organizationKeys: true,
  }),

  /**
   * A part of the log, oldest first, for files of any size: go on with `cursor: nextCursor` while
   * there is one. Every entry that is there at the beginning comes exactly once.
   *
   * With `format: "csv"` the page is in `content` too (RFC 4180; lines with a header on the first
   * page alone, so that the pages' contents together are one file; cells that a spreadsheet would
   * take for a formula begin with `'`). `startDate` and `endDate` are epoch milliseconds of
   * `occurredAt`, the end exclusive. A page is cut between entries of different milliseconds where
   * it can be, so it may hold a few more than `limit`; it ends early, with `nextCursor`, when it
   * has 2 MiB or has looked at 4,000 entries.
   */
  exportEvents: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/export",
    permission: "audit.export",
    input: z.strictObject({
      format: z._default(z.enum(["csv", "json"]), "json"),
      startDate: z.optional(epochInput()),
      endDate: z.optional(epochInput()),
      action: z.optional(text(100)),
      organizationId: z.optional(idInput("organization")),
      limit: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(1000)), 100),
      cursor: z.optional(z.number().check(z.int(), z.minimum(0))),
    }),
    output: z.object({
      data: z.array(AuditEvent),
      count: z.number(),
      nextCursor: z.optional(z.number()),
      content: z.optional(z.string()),
    }),
    organizationKeys: true,
  }),

  /**
   * How long the project keeps its events and audit entries, in days; null for ever, which is so
   * until something is chosen.
   */
  getRetention: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/retention/get",
    permission: "audit.read",
    input: z.strictObject({}),
    output: Retention,
  }),

  /**
   * Changes how long events and audit entries are kept, in days; null for ever. What is older is
   * deleted within some hours, oldest first. Audit entries are kept at least 1 day, by
   * `occurredAt`; events at least 7, so that every attempt to deliver one comes first. A cursor of
   * `events.listEvents` that is older than that misses what was deleted.
   */
  saveRetention: operation({
    kind: "mutation",
    path: "/api/auth/banata/audit-logs/retention/save",
    permission: "config.update",
    input: z.strictObject({ auditDays: days(1), eventDays: days(7) }),
    output: Retention,
    events: ["audit.retention_updated"],
  }),
};
