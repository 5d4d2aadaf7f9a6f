/**
 * The whole contract: resource group → method → operation. What is not listed here does not exist
 * on the wire, in the client or in the docs. `contract.users.getUser` is implemented by
 * `users/functions.ts:getUser`.
 */
import { apiKeys } from "./apiKeys/contract";
import { auditLogs } from "./auditLogs/contract";
import { authClients } from "./authClients/contract";
import { configuration } from "./configuration/contract";
import { directories } from "./directories/contract";
import { domains } from "./domains/contract";
import { emails } from "./emails/contract";
import { events } from "./events/contract";
import { organizations } from "./organizations/contract";
import { portal } from "./portal/contract";
import { projects } from "./projects/contract";
import { rbac } from "./rbac/contract";
import type { EventType } from "./events/types";
import type { OperationDefinition } from "./wire/operation";
import { statistics } from "./statistics/contract";
import { sso } from "./sso/contract";
import { users } from "./users/contract";
import { vault } from "./vault/contract";
import { webhooks } from "./webhooks/contract";

/** Restricts declared events to known types (events/types.ts). */
type Recording = OperationDefinition & { readonly events?: readonly EventType[] };
export const contract = {
  users,
  organizations,
  rbac,
  apiKeys,
  projects,
  authClients,
  configuration,
  emails,
  events,
  statistics,
  auditLogs,
  webhooks,
  sso,
  directories,
  domains,
  portal,
  vault,
} satisfies Readonly<Record<string, Readonly<Record<string, Recording>>>>;
export type Contract = typeof contract;
