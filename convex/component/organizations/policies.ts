/**
 * The policies of an organization. `allowedEmailDomains` (and `maxMembers`, see members.ts) restrict
 * who can join; `requireMfa` and `ssoEnforced` restrict access.
 */
import { fieldProblem } from "../core/errors";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../tenancy/database";

type OrganizationRow = Doc<"organizations">;

export function assertDomainAllowed(
  { allowedEmailDomains }: Pick<OrganizationRow, "allowedEmailDomains">,
  email: string,
): void {
  if (
    allowedEmailDomains.length === 0 ||
    allowedEmailDomains.includes(email.slice(email.lastIndexOf("@") + 1))
  )
    return;
  throw fieldProblem(
    "conflict",
    {
      field: "email",
      message: "This e-mail domain is not allowed in the organization",
      code: "email_domain_not_allowed",
    },
    `The organization accepts only e-mail addresses at ${allowedEmailDomains.join(", ")}`,
  );
}

/** How a session was authenticated. */
export interface Authentication {
  /** Whether the session passed a second factor of this runtime. */
  readonly multiFactor: boolean;
  /** Whether the identity provider of `ssoOrganizationId` checked one, as its connection trusts. */
  readonly ssoMultiFactor: boolean;
  /** The organization through whose SSO connection the user signed in. */
  readonly ssoOrganizationId: string | null;
}

export const toAuthentication = ({
  multiFactor = false,
  proofs = [],
  ssoOrganizationId = null,
}: Pick<Doc<"sessions">, "multiFactor" | "proofs" | "ssoOrganizationId">): Authentication => ({
  multiFactor,
  ssoMultiFactor: proofs.includes("ssoMultiFactor"),
  ssoOrganizationId,
});

type AccessPolicy = Pick<OrganizationRow, "id" | "requireMfa" | "ssoEnforced">;

/**
 * The 403 error for a session that does not meet the policies, or null. The code of its field
 * error, `mfa_required` or `sso_required`, tells the app what to do.
 */
export function getAccessRefusal(
  organization: AccessPolicy,
  { multiFactor, ssoMultiFactor, ssoOrganizationId }: Authentication,
) {
  const isOwnSso = ssoOrganizationId === organization.id;
  if (organization.ssoEnforced && !isOwnSso)
    return policyError(
      "sso_required",
      "This organization requires single sign-on; sign in through its SSO connection",
    );
  // What another organization's identity provider says proves nothing here.
  if (organization.requireMfa && !multiFactor && !(isOwnSso && ssoMultiFactor))
    return policyError(
      "mfa_required",
      "This organization requires a second factor; sign in with one",
    );
  return null;
}

/**
 * Like `getAccessRefusal`, for an organization id. Reads the policy row, which exists only while a
 * policy is on, and not the larger row of the organization.
 */
export async function findAccessRefusal(
  db: TenantReader,
  organizationId: string,
  authentication: Authentication,
) {
  const policy = await findPolicy(db, organizationId);
  return policy && getAccessRefusal({ ...policy, id: organizationId }, authentication);
}

/** Must be called in the transaction of every change of an organization's policies. */
export async function saveAccessPolicy(
  db: TenantWriter,
  { id: organizationId, requireMfa, ssoEnforced }: AccessPolicy,
): Promise<void> {
  const row = await findPolicy(db, organizationId);
  if (row && !requireMfa && !ssoEnforced) await db.delete("accessPolicies", row);
  else if (row) await db.patch("accessPolicies", row, { requireMfa, ssoEnforced });
  else if (requireMfa || ssoEnforced)
    await db.insert("accessPolicies", { organizationId, requireMfa, ssoEnforced });
}

const findPolicy = (db: TenantReader, organizationId: string) =>
  db
    .range("accessPolicies", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .unique();

const policyError = (code: string, message: string) =>
  fieldProblem("forbidden", { field: "organizationId", message, code }, message);
