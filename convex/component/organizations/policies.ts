/**
 * The policies of an organization, as rules over data. `allowedEmailDomains` and `maxMembers` bind every way in; `requireMfa` and `ssoEnforced` bind access.
 */
import { problem } from "../errors";
import type { OrganizationRow } from "./model";

/** Throws 409 when the address may not join now. */
export function assertMayJoin(organization: Pick<OrganizationRow, "allowedEmailDomains" | "maxMembers" | "memberCount">, email: string): void {
  assertDomainAllowed(organization, email);
  if (organization.maxMembers !== null && organization.memberCount >= organization.maxMembers) {
    throw problem("conflict", `The organization has reached its limit of ${organization.maxMembers} members`);
  }
}

export function assertDomainAllowed({ allowedEmailDomains }: Pick<OrganizationRow, "allowedEmailDomains">, email: string): void {
  if (allowedEmailDomains.length === 0 || allowedEmailDomains.includes(email.slice(email.lastIndexOf("@") + 1))) return;
  throw problem("conflict", `The organization takes only addresses of ${allowedEmailDomains.join(", ")}`, {
    errors: [{ field: "email", message: "Its domain is not allowed in this organization", code: "email_domain_not_allowed" }],
  });
}

/** How somebody has signed in. */
export interface Authentication {
  /** Passed a second factor in this session. */
  readonly multiFactor: boolean;
  /** The organization whose SSO connection the session came through. */
  readonly ssoOrganizationId: string | null;
}

/** Throws 403 with a field error whose code tells the app what to do: `mfa_required` or `sso_required`. */
export function assertMayAccess(organization: Pick<OrganizationRow, "id" | "requireMfa" | "ssoEnforced">, { multiFactor, ssoOrganizationId }: Authentication): void {
  if (organization.ssoEnforced && ssoOrganizationId !== organization.id) throw refused("sso_required", "This organization is entered through its single sign-on");
  if (organization.requireMfa && !multiFactor) throw refused("mfa_required", "This organization requires a second factor");
}

const refused = (code: string, message: string) => problem("forbidden", message, { errors: [{ field: "organizationId", message, code }] });
