/** The only place that converts the rows of this slice to the objects of the API. */
import type { Doc } from "../_generated/dataModel";
import { formatRoles } from "../rbac/assignments";
import { toIsoDate, type JsonObject } from "../wire/fields";
import type { Invitation, Member, Organization, Team } from "./contract";

export function presentOrganization(row: Doc<"organizations">): Organization {
  const { id, name, slug, logo, requireMfa, ssoEnforced, allowedEmailDomains, maxMembers } = row;
  return {
    id,
    name,
    slug,
    logo,
    requireMfa,
    ssoEnforced,
    allowedEmailDomains,
    maxMembers,
    metadata: JSON.parse(row.metadata) as JsonObject,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export function presentMember(row: Doc<"members">): Member {
  const { id, organizationId, userId, source, teamIds } = row;
  return {
    id,
    organizationId,
    userId,
    source,
    teamIds,
    role: formatRoles(row.roles),
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export function presentInvitation(row: Doc<"invitations">): Invitation {
  const { id, organizationId, email, inviterId, status } = row;
  return {
    id,
    organizationId,
    email,
    inviterId,
    status,
    role: formatRoles(row.roles),
    expiresAt: toIsoDate(row.expiresAt),
    createdAt: toIsoDate(row.createdAt),
  };
}

export function presentTeam(row: Doc<"teams">): Team {
  const { id, organizationId, name } = row;
  return {
    id,
    organizationId,
    name,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}
