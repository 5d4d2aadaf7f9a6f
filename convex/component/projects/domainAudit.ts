/** What the audit log says about auth domains. */
import type { Attempt } from "../tenancy/records";

/** Who confirms a domain, and takes its confirmation away. */
export const SYSTEM = { type: "system" as const, id: "auth_domains", name: null };

export const toRequest = (domain: string) => ({
  ...{ id: `auth domain ${domain}`, ip: null, userAgent: null },
});

/** The entry of the audit log about the state of a domain. */
export const toAuditEntry = (
  type: "project.auth_domain_confirmed" | "project.auth_domain_lost",
  { projectId, domain }: { readonly projectId: string; readonly domain: string },
): Attempt => ({
  type,
  targets: [{ type: "project", id: projectId }],
  metadata: { domain },
});
