/** What a link to the admin portal is for. */
export const portalIntents = [
  "sso",
  "dsync",
  "domain_verification",
  "audit_logs",
  "log_streams",
  "users",
  "certificate_renewal",
] as const;
export type PortalIntent = (typeof portalIntents)[number];
