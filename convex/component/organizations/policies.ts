/**
 * The policies of an organization, as rules over data. `allowedEmailDomains` and `maxMembers` bind
 * every way in; `requireMfa` and `ssoEnforced` bind access.
 */
import { problem } from "../core/errors";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../tenancy/database";

type OrganizationRow = Doc<"organizations">;

/** Throws 409 when the address may not join now. */
export function assertMayJoin(
  organization: Pick<OrganizationRow, "allowedEmailDomains" | "maxMembers" | "memberCount">,
  email: string,
): void {
  assertDomainAllowed(organization, email);
  if (organization.maxMembers !== null && organization.memberCount >= organization.maxMembers) {
    throw problem(
      "conflict",
      `The organization has reached its limit of ${organization.maxMembers} members`,
    );
  }
}

export function assertDomainAllowed(
  { allowedEmailDomains }: Pick<OrganizationRow, "allowedEmailDomains">,
  email: string,
): void {
  if (
    allowedEmailDomains.length === 0 ||
    allowedEmailDomains.includes(email.slice(email.lastIndexOf("@") + 1))
  )
    return;
  throw problem(
    "conflict",
    `The organization takes only addresses of ${allowedEmailDomains.join(", ")}`,
    {
      errors: [
        {
          field: "email",
          message: "Its domain is not allowed in this organization",
          code: "email_domain_not_allowed",
        },
      ],
    },
  );
}

/** How somebody has signed in. */
export interface Authentication {
  /** Passed a second factor in this session. */
  readonly multiFactor: boolean;
  /** The organization whose SSO connection the session came through. */
  readonly ssoOrganizationId: string | null;
}

type AccessPolicy = Pick<OrganizationRow, "id" | "requireMfa" | "ssoEnforced">;

/**
 * 403 with a field error whose code tells the app what to do, `mfa_required` or `sso_required`;
 * null when somebody who signed in like this may work in the organization.
 */
export function accessRefusal(
  organization: AccessPolicy,
  { multiFactor, ssoOrganizationId }: Authentication,
) {
  if (organization.ssoEnforced && ssoOrganizationId !== organization.id)
    return refused("sso_required", "This organization is entered through its single sign-on");
  if (organization.requireMfa && !multiFactor)
    return refused("mfa_required", "This organization requires a second factor");
  return null;
}

/**
 * The same for the organization of that id. Reads one row, which is there only while a policy is
 * on, and not the organization's, which every join and leave changes.
 */
export async function accessRefusalOf(
  db: TenantReader,
  organizationId: string,
  authentication: Authentication,
) {
  const policy = await policyRow(db, organizationId);
  return policy && accessRefusal({ ...policy, id: organizationId }, authentication);
}

/** Called with every change of an organization's policies, in its transaction. */
export async function keepAccessPolicy(
  db: TenantWriter,
  { id: organizationId, requireMfa, ssoEnforced }: AccessPolicy,
): Promise<void> {
  const row = await policyRow(db, organizationId);
  if (row && !requireMfa && !ssoEnforced) await db.delete("accessPolicies", row);
  else if (row) await db.patch("accessPolicies", row, { requireMfa, ssoEnforced });
  else if (requireMfa || ssoEnforced)
    await db.insert("accessPolicies", { organizationId, requireMfa, ssoEnforced });
}

const policyRow = (db: TenantReader, organizationId: string) =>
  db
    .range("accessPolicies", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .unique();

const refused = (code: string, message: string) =>
  problem("forbidden", message, { errors: [{ field: "organizationId", message, code }] });
