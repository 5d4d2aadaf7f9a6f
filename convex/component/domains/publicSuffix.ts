import { publicSuffixes } from "./publicSuffixes.generated";

/** Of the longest rule. Without this bound a name of a hundred labels takes a tenth of a second. */
export const MAXIMUM_LABELS = 7;

const isListed = (rule: string): boolean => publicSuffixes.includes(`\n${rule}\n`);

/**
 * Splits a domain, as `domainName` writes it, into its public suffix and the label before it; the
 * label is null if the domain is a public suffix itself. Of several rules the longest counts, and an
 * exception before all others; without a rule the last label is the suffix
 * (https://github.com/publicsuffix/list/wiki/Format).
 */
export function splitSuffix(domain: string): { suffix: string; label: string | null } {
  const labels = domain.split(".");
  const split = (start: number) => ({
    suffix: labels.slice(start).join("."),
    label: labels[start - 1] ?? null,
  });
  for (let start = Math.max(0, labels.length - MAXIMUM_LABELS); start < labels.length; start++) {
    const candidate = labels.slice(start).join(".");
    if (isListed(`!${candidate}`)) return split(start + 1);
    // What has wildcards below it is a suffix, too.
    const rules = [candidate, `*.${labels.slice(start + 1).join(".")}`, `*.${candidate}`];
    if (rules.some(isListed)) return split(start);
  }
  return split(labels.length - 1);
}
