/** The organization pages. Each form calls one operation (organization.ts and list.ts). */
import { ownForm, ownPage, type Endpoint } from "../endpointRows";
import type { HostedPath } from "../paths";
import { acceptInvitation, declineInvitation, showList } from "./list";
import {
  changeRole,
  invite,
  leaveOrganization,
  removeMember,
  revokeInvitation,
  setUp,
  showOrganization,
  switchTo,
} from "./organization";

export const organizationEndpoints = {
  "/organizations": { GET: ownPage(showList) },
  "/organizations/invitation/accept": { POST: ownForm(acceptInvitation) },
  "/organizations/invitation/decline": { POST: ownForm(declineInvitation) },
  "/organizations/:id": { GET: ownPage(showOrganization) },
  "/organizations/:id/switch": { POST: ownForm(switchTo) },
  "/organizations/:id/leave": { POST: ownForm(leaveOrganization) },
  "/organizations/:id/role": { POST: ownForm(changeRole) },
  "/organizations/:id/remove": { POST: ownForm(removeMember) },
  "/organizations/:id/invite": { POST: ownForm(invite) },
  "/organizations/:id/set-up": { POST: ownForm(setUp) },
  "/organizations/:id/invitation/revoke": { POST: ownForm(revokeInvitation) },
} as const satisfies Partial<Record<HostedPath, Endpoint>>;
