import type * as z from "zod/mini";
import { findIdKind } from "../contract/idFields";
import { inputSchema } from "../contract/inputSchema";
import type { JsonSchema } from "../contract/jsonSchema";
import type { DocumentedOperation } from "../contract/operations";
import { sampleId, sampleValues } from "./sampleValues";

/** Optional fields that an example needs to make sense, by operation. */
const exampleFields: Readonly<Record<string, readonly string[]>> = {
  "users.updateUser": ["name"],
  "users.banUser": ["banReason"],
  "users.hasPermission": ["userId", "permission"],
  "users.impersonateUser": ["reason"],
  "users.stopImpersonating": ["sessionId"],
  "organizations.getOrganization": ["organizationId"],
  "organizations.setActiveOrganization": ["organizationId"],
  "organizations.leaveOrganization": ["organizationId"],
  "organizations.acceptInvitation": ["invitationId"],
  "organizations.rejectInvitation": ["invitationId"],
  "rbac.createRole": ["permissions"],
  "rbac.checkPermission": ["userId"],
  "rbac.checkPermissions": ["userId"],
  "apiKeys.createKey": ["permissions"],
  "apiKeys.verifyKey": ["permission"],
  "apiKeys.setLimits": ["rateLimit"],
  "authClients.createClient": ["redirectUris"],
  "authClients.updateClient": ["trustedOrigins"],
  "configuration.saveDashboardConfig": ["authMethods", "emailPassword"],
  "configuration.saveSocialProviderCredential": ["clientSecret"],
  "emails.send": ["data"],
  "emails.saveProvider": ["fromEmail", "apiKey"],
  "events.listEvents": ["eventTypes"],
  "auditLogs.listEvents": ["action"],
  "auditLogs.createEvent": ["targets"],
  "auditLogs.saveRetention": ["auditDays", "eventDays"],
  "webhooks.createEndpoint": ["eventTypes"],
  "webhooks.updateEndpoint": ["eventTypes"],
};

/** An input for the examples: the required fields, and for an update something to change. */
export function sampleInput(operation: DocumentedOperation): Readonly<Record<string, unknown>> {
  const { group, name, definition } = operation;
  const { properties = {}, required = [] } = inputSchema(operation);
  const chosen = exampleFields[`${group}.${name}`] ?? findChange(name, properties, required);
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([field]) => required.includes(field) || chosen.includes(field))
      .map(([field, schema]) => [
        field,
        sampleValues[`${group}.${name}.${field}`] ??
          sampleForId(definition.input.shape[field]) ??
          sampleValues[`${group}.${field}`] ??
          sampleValues[field] ??
          sampleForSchema(schema, `${group}.${name}.${field}`),
      ]),
  );
}

/** The first optional field of an update, unless something to change is required anyway. */
function findChange(
  name: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): readonly string[] {
  const changes = required.some((field) => !/id$/i.test(field));
  if (!/^(update|save)/.test(name) || changes) return [];
  return Object.keys(properties)
    .filter((field) => !required.includes(field))
    .slice(0, 1);
}

function sampleForId(schema: z.core.$ZodType | undefined): string | undefined {
  const kind = schema && findIdKind(schema);
  return kind && sampleId(kind);
}

function sampleForSchema(schema: JsonSchema, place: string): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return sampleForSchema(schema.anyOf[0], place);
  if (schema.type === "boolean") return true;
  if (schema.type === "integer" || schema.type === "number") return schema["minimum"] ?? 1;
  throw new Error(`Add a value for ${place} to scripts/reference/sampleValues.ts.`);
}
