/**
 * What a session of the admin portal may call. A portal caller is bound to one organization, so only
 * operations that an organization's key may call can be in the table; each of them has a row, and a
 * missing row does not compile.
 */
import type { Contract } from "../contract";
import type { PortalIntent } from "../core/portalIntents";

type PathOf<Group> = Group[keyof Group] extends infer Operation
  ? Operation extends { readonly organizationKeys: true; readonly path: infer Path extends string }
    ? Path
    : never
  : never;
/** The paths of the operations that an organization's key may call. */
type BoundPath = { [Group in keyof Contract]: PathOf<Contract[Group]> }[keyof Contract];

const domains = ["domain_verification", "sso"] as const;
const sso = ["sso"] as const;
const renewed = ["sso", "certificate_renewal"] as const;
const auditLogs = ["audit_logs"] as const;
const users = ["users"] as const;
const dsync = ["dsync"] as const;
const none = [] as const;

const intentsByPath: Readonly<Record<BoundPath, readonly PortalIntent[]>> = {
  "/api/auth/organization/list": none,
  "/api/auth/organization/get-full-organization": none,
  "/api/auth/organization/update": none,
  "/api/auth/organization/delete": none,
  "/api/auth/organization/list-members": users,
  "/api/auth/organization/get-member": none,
  "/api/auth/organization/add-member": none,
  "/api/auth/organization/remove-member": users,
  "/api/auth/organization/update-member-role": none,
  "/api/auth/organization/invite-member": users,
  "/api/auth/organization/cancel-invitation": users,
  "/api/auth/organization/list-invitations": users,
  "/api/auth/organization/create-team": none,
  "/api/auth/organization/update-team": none,
  "/api/auth/organization/remove-team": none,
  "/api/auth/organization/list-teams": none,
  "/api/auth/organization/add-team-member": none,
  "/api/auth/organization/remove-team-member": none,
  "/api/auth/organization/get-invitation": none,
  "/api/auth/banata/rbac/check-permission": none,
  "/api/auth/banata/rbac/check-permissions": none,
  "/api/auth/banata/rbac/my-permissions": none,
  "/api/auth/api-key/create": none,
  "/api/auth/api-key/list": none,
  "/api/auth/api-key/get": none,
  "/api/auth/api-key/update": none,
  "/api/auth/api-key/delete": none,
  "/api/auth/api-key/rotate": none,
  "/api/auth/api-key/verify": none,
  "/api/auth/api-key/usage": none,
  "/api/auth/api-key/unused": none,
  "/api/auth/api-key/limits": none,
  "/api/auth/banata/projects/current": none,
  "/api/auth/banata/events/list": none,
  "/api/auth/banata/audit-logs/list": auditLogs,
  "/api/auth/banata/audit-logs/create": none,
  "/api/auth/banata/audit-logs/export": auditLogs,
  "/api/auth/banata/sso/list-providers": renewed,
  "/api/auth/banata/sso/get-provider": renewed,
  "/api/auth/banata/sso/register": sso,
  "/api/auth/banata/sso/update-provider": renewed,
  "/api/auth/banata/sso/delete-provider": none,
  "/api/auth/banata/sso/unlink-profile": none,
  "/api/auth/sign-in/sso": none,
  "/api/auth/banata/sso/token": none,
  "/api/auth/banata/sso/test": sso,
  "/api/auth/banata/scim/list-providers": dsync,
  "/api/auth/banata/scim/get-provider": dsync,
  "/api/auth/banata/scim/register": dsync,
  "/api/auth/banata/scim/update-provider": dsync,
  "/api/auth/banata/scim/delete-provider": none,
  "/api/auth/banata/scim/rotate-token": dsync,
  "/api/auth/banata/scim/list-users": dsync,
  "/api/auth/banata/scim/get-user": none,
  "/api/auth/banata/scim/list-groups": dsync,
  "/api/auth/banata/scim/get-group": none,
  "/api/auth/banata/domains/create": domains,
  "/api/auth/banata/domains/get": domains,
  "/api/auth/banata/domains/verify": domains,
  "/api/auth/banata/domains/list": domains,
  "/api/auth/banata/domains/delete": domains,
  "/api/auth/banata/vault/encrypt": none,
  "/api/auth/banata/vault/decrypt": none,
  "/api/auth/banata/vault/list": none,
  "/api/auth/banata/vault/get": none,
  "/api/auth/banata/vault/update": none,
  "/api/auth/banata/vault/delete": none,
  "/api/auth/banata/portal/generate-link": none,
  "/api/auth/banata/portal/list-sessions": none,
  "/api/auth/banata/portal/revoke-session": none,
};

/** Whether a session for the intent may call the operation at the path. */
export const mayPortalCall = (intent: PortalIntent, path: string): boolean =>
  Object.hasOwn(intentsByPath, path) && intentsByPath[path as BoundPath].includes(intent); // checked above
