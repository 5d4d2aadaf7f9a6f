/** Which domains of a connection its organization has verified. */
import { isVerifiedFor } from "../domains/model";
import type { TenantReader } from "../tenancy/database";

interface Domains {
  readonly organizationId: string;
  readonly domains: readonly string[];
}

/** Usually one read. */
export async function hasVerifiedDomain(
  db: TenantReader,
  { organizationId, domains }: Domains,
): Promise<boolean> {
  for (const domain of domains) if (await isVerifiedFor(db, organizationId, domain)) return true;
  return false;
}
