import * as z from "zod/mini";
import { operation } from "../operation";
import { idInput, idOutput, isoDate, pageInput, pageOf, text } from "../wire";

export const AuditEvent = z.object({
  id: idOutput("auditEvent"),
  action: z.string(),
  version: z.number(),
  actor: z.object({
    type: z.enum(["user", "admin", "system", "api_key", "scim"]),
    id: z.string(),
    name: z.optional(z.string()),
  }),
  targets: z.array(z.object({ type: z.string(), id: z.string(), name: z.optional(z.string()) })),
  context: z.object({
    organizationId: z.optional(z.string()),
    ipAddress: z.optional(z.string()),
    userAgent: z.optional(z.string()),
    requestId: z.optional(z.string()),
  }),
  changes: z.optional(z.object({ before: z.record(z.string(), z.unknown()), after: z.record(z.string(), z.unknown()) })),
  occurredAt: isoDate(),
  createdAt: isoDate(),
});
export type AuditEvent = z.output<typeof AuditEvent>;

export const auditLogs = {
  /** Who did what, newest first. One of `action`, `actorId` and `organizationId` may narrow it. */
  listEvents: operation({
    kind: "query",
    path: "/api/auth/banata/audit-logs/list",
    permission: "audit.read",
    input: z.strictObject({
      action: z.optional(text(100)),
      actorId: z.optional(text(128)),
      organizationId: z.optional(idInput("organization")),
      ...pageInput(),
    }),
    output: pageOf(AuditEvent),
    organizationKeys: true,
  }),
};
