import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { emailDomain, idInput, idOutput, isoDate, ok, pageInput, pageOutput } from "../wire/fields";

/** An organization's claim on a domain, which a DNS record proves. */
export const DomainVerification = z.object({
  id: idOutput("domain"),
  organizationId: idOutput("organization"),
  /** Lower-case ASCII (`xn--…`). Sub-domains are claimed on their own. */
  domain: z.string(),
  /**
   * `pending`: the record was not seen yet. `verified`: it was, and this organization has the
   * domain. `failed`: it was not seen for 30 days, or DNS gave no answer for 60. `expired`: it was
   * verified, and then the record was missing for 14 days, or another organization proved the
   * domain meanwhile.
   */
  state: z.enum(["pending", "verified", "failed", "expired"]),
  method: z.literal("dns_txt"),
  /**
   * The TXT record to publish, and to keep: it is looked up about once a day. A name may have
   * several TXT records, and one of them must be exactly this value.
   */
  txtRecord: z.object({ name: z.string(), value: z.string() }),
  /** When the domain was last proved after not being verified. */
  verifiedAt: z.nullable(isoDate()),
  /**
   * When the claim ends if the record stays missing: a pending one becomes `failed`, a verified one
   * whose record is missing becomes `expired`. Null if nothing is about to end.
   */
  expiresAt: z.nullable(isoDate()),
  /** The last lookup that had an answer; failures of the resolver do not count. */
  lastCheckedAt: z.nullable(isoDate()),
  /**
   * What that lookup found at the record's name: `found`, the value; `missing`, no TXT record;
   * `other_value`, only other values, so that the record was probably published with a mistake.
   */
  lastCheckResult: z.nullable(z.enum(["found", "missing", "other_value"])),
  checkCount: z.number(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type DomainVerification = z.output<typeof DomainVerification>;

const byId = () => z.strictObject({ id: idInput("domain") });

export const domains = {
  /**
   * Claims a domain for an organization and returns the TXT record that proves it. Publish the
   * record, then call `verify`, or wait: it is looked up every few minutes at first, then less
   * often, for 30 days.
   *
   * A pending claim excludes no other: in one project, the first organization to prove the domain
   * has it. Each claim has a record of its own, also when a deleted claim is made again.
   *
   * 422 for IP addresses, single labels, public suffixes such as `co.uk` or `github.io`
   * (`public_suffix`), and domains of public mail providers (`consumer_domain`). 409 `conflict` if
   * the organization has this domain already, in any spelling, or has 100 domains.
   */
  createVerification: operation({
    kind: "mutation",
    path: "/api/auth/banata/domains/create",
    permission: "domain.create",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ organizationId: idInput("organization"), domain: emailDomain() }),
    output: () => DomainVerification,
    events: ["domain.created"],
    organizationKeys: true,
  }),

  /** Returns the claim. 404 if the project has no claim with this id. */
  getVerification: operation({
    kind: "query",
    path: "/api/auth/banata/domains/get",
    permission: "domain.read",
    session: "project",
    stepUp: false,
    input: byId,
    output: () => DomainVerification,
    organizationKeys: true,
    client: { parameters: ["id"] },
  }),

  /**
   * Looks the record up now and returns the claim as it is then: `verified` if the record is there,
   * unchanged but for `lastCheckedAt`, `lastCheckResult` and `checkCount` if not. Failed and expired
   * claims can be verified again.
   *
   * 409 `conflict` if another organization of the project has verified the domain and its record is
   * still there. If that record is gone, the other claim becomes `expired` and this one `verified`.
   * 503 `temporarily_unavailable` if the resolver does not answer; nothing was changed.
   *
   * In process, an action looks the record up as HTTP does. A mutation cannot: there the lookup is
   * scheduled, and the claim is returned as it is before it.
   */
  verify: operation({
    kind: "mutation",
    path: "/api/auth/banata/domains/verify",
    permission: "domain.verify",
    session: "project",
    stepUp: false,
    input: byId,
    output: () => DomainVerification,
    events: ["domain.verified", "domain.failed", "domain.lapsing", "domain.lapsed"],
    repeatable: true,
    organizationKeys: true,
    client: { parameters: ["id"] },
  }),

  /** Lists the organization's claims, newest first. */
  list: operation({
    kind: "query",
    path: "/api/auth/banata/domains/list",
    permission: "domain.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ organizationId: idInput("organization"), ...pageInput() }),
    output: () => pageOutput(DomainVerification),
    organizationKeys: true,
  }),

  /**
   * Deletes the claim. Single sign-on stops routing and adopting users of the domain at once; users
   * whose accounts are linked keep signing in.
   */
  deleteVerification: operation({
    kind: "mutation",
    path: "/api/auth/banata/domains/delete",
    permission: "domain.delete",
    session: "project",
    stepUp: true,
    input: byId,
    output: () => ok(),
    events: ["domain.deleted"],
    organizationKeys: true,
    client: { parameters: ["id"], returns: null },
  }),
};
