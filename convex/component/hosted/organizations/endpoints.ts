/** The organization pages. Each form calls one operation (organization.ts and list.ts). */
import { ownForm, ownPage, styled, type Endpoint } from "../endpointRows";
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
  "/organizations": styled({ GET: ownPage(showList) }),
  "/organizations/invitation/accept": styled({ POST: ownForm(acceptInvitation) }),
  "/organizations/invitation/decline": styled({ POST: ownForm(declineInvitation) }),
  "/organizations/:id": styled({ GET: ownPage(showOrganization) }),
  "/organizations/:id/switch": styled({ POST: ownForm(switchTo) }),
  "/organizations/:id/leave": styled({ POST: ownForm(leaveOrganization) }),
  "/organizations/:id/role": styled({ POST: ownForm(changeRole) }),
  "/organizations/:id/remove": styled({ POST: ownForm(removeMember) }),
  "/organizations/:id/invite": styled({ POST: ownForm(invite) }),
  "/organizations/:id/set-up": styled({ POST: ownForm(setUp) }),
  "/organizations/:id/invitation/revoke": styled({ POST: ownForm(revokeInvitation) }),
} as const satisfies Partial<Record<HostedPath, Endpoint>>;
