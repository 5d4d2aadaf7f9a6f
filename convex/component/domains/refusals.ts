/** Domains that no organization can have. */
import type { FieldError } from "../core/errors";
import { MAXIMUM_DOMAIN } from "./challenge";
import { consumerDomains, consumerFamilies } from "./consumerDomains";
import { splitSuffix } from "./publicSuffix";

type Fault = Omit<FieldError, "field">;

/** Why the domain, as `domainName` writes it, cannot be claimed; null if it can. */
export function findDomainFault(domain: string): Fault | null {
  if (domain.length > MAXIMUM_DOMAIN)
    return {
      code: "too_big",
      message: `Must be at most ${MAXIMUM_DOMAIN} characters, so that its TXT record has a valid name`,
    };
  const { suffix, label } = splitSuffix(domain);
  if (label === null)
    return {
      code: "public_suffix",
      message: "This is a public suffix, under which others register their domains",
    };
  if (consumerDomains.has(`${label}.${suffix}`) || consumerFamilies.has(label))
    return {
      code: "consumer_domain",
      message: "Anyone can have an address at this mail provider, so no organization can have it",
    };
  return null;
}
