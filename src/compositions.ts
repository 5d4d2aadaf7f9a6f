import type { Contract } from "../convex/component/contract";
import { rbacMethods, type RbacReads, type RbacWrites } from "./rbacMethods";
import { ssoMethods, type SsoMethods } from "./ssoMethods";
import type { OperationKind } from "./transport";
import { webhookMethods, type WebhookMethods } from "./webhooks";

/** Methods that a group has besides its operations, by the kind of operation that they call. */
interface Compositions {
  readonly rbac: { readonly query: RbacReads; readonly mutation: RbacWrites };
  readonly sso: { readonly query: unknown; readonly mutation: SsoMethods };
  readonly webhooks: { readonly query: WebhookMethods; readonly mutation: unknown };
}

/** The composed methods of a group that call only operations of that kind. */
export type CompositionsOf<
  G extends keyof Contract,
  Kind extends OperationKind,
> = G extends keyof Compositions
  ? ("query" extends Kind ? Compositions[G]["query"] : unknown) &
      ("mutation" extends Kind ? Compositions[G]["mutation"] : unknown)
  : unknown;

/** Creates the composed methods from the groups of operations. */
export const compositions = { rbac: rbacMethods, sso: ssoMethods, webhooks: webhookMethods };
