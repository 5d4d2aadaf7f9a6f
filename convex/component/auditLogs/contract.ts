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

const actorTypes = ["user", "admin", "system", "api_key", "scim"] as const;
const actorType = z.enum(actorTypes);
const outcome = z.enum(["success", "denied", "failed"]);

export const AuditEvent = z.object({
  id: idOutput("auditEvent"),
  action: z.string(),
  version: z.number(),
  /**
   * `denied`: an authenticated caller attempted an operation without permission. `failed`: an
   * unsuccessful sign-in attempt. Neither changed anything.
   */
  outcome,
  /**
   * The writer of the entry: the runtime, in the transaction of the recorded change, or the app,
   * through `auditLogs.createEvent`.
   */
  source: z.enum(["runtime", "app"]),
  actor: z.object({
    /** `portal`: a session of the admin portal; `name` says who made its link. */
    type: z.enum([...actorTypes, "portal"]),
    id: z.string(),
    name: z.optional(z.string()),
    email: z.optional(z.string()),
  }),
  targets: z.array(z.object({ type: z.string(), id: z.string(), name: z.optional(z.string()) })),
  context: z.object({
    organizationId: z.optional(z.string()),
    ipAddress: z.optional(z.string()),
    /**
     * Whether the deployment's proxy named the address (`BANATA_AUTH_CLIENT_ADDRESS`), or a server
     * of the app with an API key. False: it is only what the client claimed. Absent from entries of
     * the app.
     */
    ipAddressVerified: z.optional(z.boolean()),
    userAgent: z.optional(z.string()),
    requestId: z.optional(z.string()),
  }),
  changes: z.optional(z.object({ before: jsonOutput(), after: jsonOutput() })),
  /** Metadata given by the app, or the reason of a denial. */
  metadata: z.optional(jsonOutput()),
  idempotencyKey: z.optional(z.string()),
  /** Entries of the app only: the id of the caller of `createEvent`. */
  recordedBy: z.optional(z.string()),
  /** Denials only: at least this many similar entries before it were not recorded. */
  suppressed: z.optional(z.number()),
  occurredAt: isoDate(),
  createdAt: isoDate(),
});
export type AuditEvent = z.output<typeof AuditEvent>;

/** How long events and audit entries are kept, in days; null keeps them forever. */
export const Retention = z.object({
  auditDays: z.nullable(z.number()),
  eventDays: z.nullable(z.number()),
});
export type Retention = z.output<typeof Retention>;

const days = (least: number) =>
  z.optional(z.nullable(z.number().check(z.int(), z.minimum(least), z.maximum(3650))));

export const auditLogs = {
  /**
   * Lists the audit entries, newest first by `occurredAt`.
   *
   * Entries must match all filters. `targetId` finds the entries about a resource, `targetType`
   * narrows them. `rangeStart` (inclusive) and `rangeEnd` (exclusive) are epoch milliseconds of
   * `occurredAt`. One filter uses an index, the others are applied while reading. After 400 entries
   * that do not match, a page ends with fewer than `limit` entries, possibly none; continue with
   * `after`.
   */
  listEvents: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/list",
    permission: "audit.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
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
    output: () => pageOutput(AuditEvent),
    organizationKeys: true,
  }),

  /**
   * Writes an audit entry of the app's own, marked `source: "app"`, and returns it. 422 for a
   * built-in action, which only the runtime records.
   *
   * `targets` (at most 20 of `{ type, id, name? }`), `changes` (`{ before, after }`) and `metadata`
   * are JSON strings of at most 16 KiB each. `occurredAt` is epoch milliseconds, not in the future,
   * and defaults to now. `idempotencyKey` identifies the entry for as long as it is kept: the same
   * key with the same body returns the stored entry, with another body 422. 404 when the project
   * has no such organization.
   */
  createEvent: operation({
    kind: "mutation",
    path: "/api/auth/banata/audit-logs/create",
    permission: "audit.write",
    session: "none",
    input: () =>
      z.strictObject({
        action: action(),
        actorType,
        actorId: text(128),
        actorName: z.optional(lines(200)), // chosen by the app
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
    output: () => AuditEvent,
    events: ["audit.event_created"],
    idempotencyField: "idempotencyKey",
    organizationKeys: true,
  }),

  /**
   * Exports the log in pages, oldest first, for exports of any size. Continue with
   * `cursor: nextCursor` while it is present. Every entry that exists when the export starts is
   * exported exactly once.
   *
   * With `format: "csv"`, the page is also in `content` (RFC 4180). Only the first page has a
   * header line, so the contents of all pages form one file. Cells that a spreadsheet would
   * interpret as a formula are prefixed with `'`. `startDate` (inclusive) and `endDate` (exclusive)
   * are epoch milliseconds of `occurredAt`. A page may have a few entries more than `limit`,
   * because it does not split entries of the same millisecond if possible. It ends early, with
   * `nextCursor`, at 2 MiB or after reading 4,000 entries.
   */
  exportEvents: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/export",
    permission: "audit.export",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        format: z._default(z.enum(["csv", "json"]), "json"),
        startDate: z.optional(epochInput()),
        endDate: z.optional(epochInput()),
        action: z.optional(text(100)),
        organizationId: z.optional(idInput("organization")),
        limit: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(1000)), 100),
        cursor: z.optional(z.number().check(z.int(), z.minimum(0))),
      }),
    output: () =>
      z.object({
        data: z.array(AuditEvent),
        count: z.number(),
        nextCursor: z.optional(z.number()),
        content: z.optional(z.string()),
      }),
    organizationKeys: true,
  }),

  /**
   * Returns how long the project keeps its events and audit entries, in days; null keeps them
   * forever. By default, events are kept for 90 days and audit entries for 400.
   */
  getRetention: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/retention/get",
    permission: "audit.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => Retention,
  }),

  /**
   * Sets how long events and audit entries are kept, in days; null keeps them forever. Older ones
   * are deleted within a day, oldest first. The minimum is 1 day for audit entries (by
   * `occurredAt`), and 7 days for events, so that every delivery attempt precedes the deletion.
   * Projects that set nothing keep events for 90 days and audit entries for 400, counted from when
   * they were recorded; a field that is omitted keeps its value.
   * Reading `events.listEvents` from a cursor before deleted events fails with `cursor_expired`.
   */
  saveRetention: operation({
    kind: "mutation",
    path: "/api/auth/banata/audit-logs/retention/save",
    permission: "config.update",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ auditDays: days(1), eventDays: days(7) }),
    output: () => Retention,
    events: ["audit.retention_updated"],
  }),
};
