/** The only place that turns a row into the wire's claim, with the times that follow from it. */
import type { RowFields } from "../tenancy/database";
import { toIsoDate } from "../wire/fields";
import { challengeName, challengeValue } from "./challenge";
import type { DomainVerification } from "./contract";
import { endOfClaim } from "./schedule";

export function presentDomain(row: RowFields<"domains">): DomainVerification {
  const { id, organizationId, domain, state, token, checkCount } = row;
  return {
    id,
    organizationId,
    domain,
    state,
    method: "dns_txt",
    txtRecord: { name: challengeName(domain), value: challengeValue(token) },
    verifiedAt: toDate(row.verifiedAt),
    expiresAt: toDate(endOfClaim(row)),
    lastCheckedAt: toDate(row.lastCheckedAt),
    lastCheckResult: row.lastCheckResult ?? null,
    checkCount,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

const toDate = (time: number | null) => (time === null ? null : toIsoDate(time));

export const toTarget = ({ id, domain }: { id: string; domain: string }) => ({
  type: "domain",
  id,
  name: domain,
});
