/** Methods of `client.sso` composed of the contract's operations. */
import type { Contract } from "../convex/component/contract";
import type { Answer, Method } from "./methodTypes";
import type { CallOptions } from "./transport";

type SsoOperations = Contract["sso"];
type Connection = Answer<SsoOperations["updateConnection"]>;

export interface SsoMethods {
  /**
   * Activates a connection and returns it: from then on people sign in through it. A first
   * activation follows a test sign-in. 422 for a field that the configuration lacks; 409
   * `conflict`, with the field `domains` while the organization has verified none of the domains,
   * or `testedAt` while no test sign-in has passed since the identity provider was last changed.
   * The caller must hold the roles that the connection gives, as for `updateConnection`.
   *
   * ```ts
   * const { state } = await client.sso.activateConnection("conn_…"); // "active"
   * ```
   */
  activateConnection(connectionId: string, options?: CallOptions): Promise<Connection>;
  /**
   * Deactivates a connection and returns it: sign-ins through it are refused, and the sessions that
   * it made end. 409 `conflict` while the organization has `ssoEnforced` on, unless `force`.
   */
  deactivateConnection(
    connectionId: string,
    options?: CallOptions & { readonly force?: boolean },
  ): Promise<Connection>;
}

/** @param groups the client's own groups of operations */
export function ssoMethods({
  sso,
}: {
  sso: { updateConnection: Method<SsoOperations["updateConnection"]> };
}): SsoMethods {
  return {
    activateConnection: async (connectionId, options) =>
      await sso.updateConnection({ connectionId, active: true }, options),
    deactivateConnection: async (connectionId, { force, ...options } = {}) =>
      await sso.updateConnection({ connectionId, active: false, force }, options),
  };
}
