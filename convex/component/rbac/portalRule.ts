import { problem } from "../core/errors";
import type { Caller } from "../tenancy/caller";
import { OWNER } from "./catalogue";

/**
 * A session of the admin portal neither gives the role `owner` nor changes or removes a member who
 * has it, whatever the maker of its link may do: a link can be forwarded, and an organization cannot
 * take itself back from an owner. Other roles need the permissions of the link's maker at the time
 * of the call, which are the caller's (tenancy/portalCaller.ts). Throws 403.
 */
export function assertLeavesOwners({ portal }: Caller, roles: readonly string[]): void {
  if (portal !== null && roles.includes(OWNER))
    throw problem("forbidden", "The admin portal cannot give, change or remove the role owner");
}
