/** The only place that converts the rows of this slice to the objects of the API. */
import { formatRoles } from "../rbac/assignments";
import type { RowFields } from "../tenancy/database";
import { toIsoDate, type JsonObject } from "../wire/fields";
import type { Invitation, Member, Organization, Team } from "./contract";

export function presentOrganization(row: RowFields<"organizations">): Organization {
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

export function presentMember(row: RowFields<"members">): Member {
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

export function presentInvitation(row: RowFields<"invitations">): Invitation {
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

export function presentTeam(row: RowFields<"teams">): Team {
  const { id, organizationId, name } = row;
  return {
    id,
    organizationId,
    name,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}
