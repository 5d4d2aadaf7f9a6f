/** Domains that no organization can have. */
import { parse } from "tldts-experimental";
import type { FieldError } from "../core/errors";
import { MAXIMUM_DOMAIN } from "./challenge";
import { consumerDomains, consumerFamilies } from "./consumerDomains";

type Fault = Omit<FieldError, "field">;

/** Why the domain, as `domainName` writes it, cannot be claimed; null if it can. */
export function findDomainFault(domain: string): Fault | null {
  if (domain.length > MAXIMUM_DOMAIN)
    return {
      code: "too_big",
      message: `Must be at most ${MAXIMUM_DOMAIN} characters, so that its TXT record has a valid name`,
    };
  const { domain: registrable, domainWithoutSuffix } = parse(domain, {
    allowPrivateDomains: true,
    extractHostname: false,
  });
  if (registrable === null || domainWithoutSuffix === null)
    return {
      code: "public_suffix",
      message: "This is a public suffix, under which others register their domains",
    };
  if (consumerDomains.has(registrable) || consumerFamilies.has(domainWithoutSuffix))
    return {
      code: "consumer_domain",
      message: "Anyone can have an address at this mail provider, so no organization can have it",
    };
  return null;
}
