import type { Contract } from "../convex/component/contract";
import { rbacMethods, type RbacReads, type RbacWrites } from "./rbacMethods";
import type { OperationKind } from "./transport";
import { webhookMethods, type WebhookMethods } from "./webhooks";

/**
 * Methods that a group has besides its operations, by what a transport must be able to do for them.
 */
interface Compositions {
  readonly rbac: { readonly query: RbacReads; readonly mutation: RbacWrites };
  readonly webhooks: { readonly query: WebhookMethods; readonly mutation: unknown };
}

/** Those of a group that are made of operations of that kind. */
export type CompositionsOf<
  G extends keyof Contract,
  Kind extends OperationKind,
> = G extends keyof Compositions
  ? ("query" extends Kind ? Compositions[G]["query"] : unknown) &
      ("mutation" extends Kind ? Compositions[G]["mutation"] : unknown)
  : unknown;

/** Given the groups of operations, makes what they have besides. */
export const compositions = { rbac: rbacMethods, webhooks: webhookMethods };
