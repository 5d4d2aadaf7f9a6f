/**
 * Verified domains as other slices see them. Must not import the schema library, because sign-in
 * loads this module.
 */
import type { Doc } from "../_generated/dataModel";
import { domainName } from "../core/emailAddress";
import type { TenantReader } from "../tenancy/database";

export type DomainRow = Doc<"domains">;

/**
 * The project's verified claim on exactly this domain (not on its parents), or null. At most one
 * organization of a project has it, in the row's `organizationId`. Accepts any spelling of the
 * domain. Pending, failed and expired claims never count.
 */
export async function findVerifiedDomain(
  db: TenantReader,
  domain: string,
): Promise<DomainRow | null> {
  const name = domainName(domain);
  return name === null ? null : await findVerifiedClaim(db, name);
}

/** As `findVerifiedDomain`, for the domain of a row, in the spelling in which it is stored. */
export const findVerifiedClaim = async (
  db: TenantReader,
  domain: string,
): Promise<DomainRow | null> =>
  await db
    .range("domains", "byDomain", (q) => q.eq("domain", domain).eq("state", "verified"))
    .unique();

/**
 * Whether the organization holds the verified claim on exactly this domain, in any spelling. For
 * routing, adoption and joining; users whose accounts are linked already do not need it.
 */
export async function isVerifiedFor(
  db: TenantReader,
  organizationId: string,
  domain: string,
): Promise<boolean> {
  return (await findVerifiedDomain(db, domain))?.organizationId === organizationId;
}
