/** What each intent of a link needs, and where its portal begins. */
import type { BuiltInSlug } from "../core/builtInPermissions";
import type { PortalIntent } from "../core/portalIntents";

export interface ServedIntent {
  /** Those of the operations that the intent may call (tenancy/portalOperations.ts). */
  readonly permissions: readonly BuiltInSlug[];
  /** The first page, below `/p/<project>`. */
  readonly start: string;
}

/** Null for an intent without pages. */
export const servedIntents: Readonly<Record<PortalIntent, ServedIntent | null>> = {
  domain_verification: {
    permissions: ["domain.create", "domain.delete", "domain.read", "domain.verify"],
    start: "/portal/domains",
  },
  sso: {
    permissions: [
      ...(["domain.create", "domain.delete", "domain.read", "domain.verify"] as const),
      ...(["sso.create", "sso.read", "sso.update"] as const),
    ],
    start: "/portal/sso",
  },
  audit_logs: { permissions: ["audit.read"], start: "/portal/audit-logs" },
  log_streams: null,
  certificate_renewal: { permissions: ["sso.read", "sso.update"], start: "/portal/certificates" },
  dsync: {
    permissions: ["directory.create", "directory.read", "directory.update"],
    start: "/portal/directories",
  },
  users: {
    permissions: [
      ...(["member.read", "member.delete"] as const),
      ...(["invitation.create", "invitation.read", "invitation.delete"] as const),
    ],
    start: "/portal/users",
  },
};
