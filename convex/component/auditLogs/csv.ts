/** Formats audit entries as CSV lines. */
import { csvCell } from "../core/csvCell";
import type { AuditEvent } from "./contract";

const columns: readonly (readonly [name: string, of: (entry: AuditEvent) => string | undefined])[] =
  [
    ["id", ({ id }) => id],
    ["occurredAt", ({ occurredAt }) => occurredAt],
    ["createdAt", ({ createdAt }) => createdAt],
    ["action", ({ action }) => action],
    ["outcome", ({ outcome }) => outcome],
    ["source", ({ source }) => source],
    ["actorType", ({ actor }) => actor.type],
    ["actorId", ({ actor }) => actor.id],
    ["actorName", ({ actor }) => actor.name],
    ["actorEmail", ({ actor }) => actor.email],
    ["organizationId", ({ context }) => context.organizationId],
    ["ipAddress", ({ context }) => context.ipAddress],
    ["userAgent", ({ context }) => context.userAgent],
    ["requestId", ({ context }) => context.requestId],
    ["targets", ({ targets }) => JSON.stringify(targets)],
    ["changes", ({ changes }) => changes && JSON.stringify(changes)],
    ["metadata", ({ metadata }) => metadata && JSON.stringify(metadata)],
    ["ipAddressVerified", ({ context }) => context.ipAddressVerified?.toString()],
  ];

export const csvHeader = `${columns.map(([name]) => name).join(",")}\r\n`;
export const csvLines = (entries: readonly AuditEvent[]): string =>
  entries
    .map((entry) => `${columns.map(([, of]) => csvCell(of(entry) ?? "")).join(",")}\r\n`)
    .join("");
