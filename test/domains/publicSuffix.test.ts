/** Public suffixes: as tldts, whose list it is, finds them in another way. */
import { parse } from "tldts";
import { expect, test } from "vitest";
import { MAXIMUM_LABELS, splitSuffix } from "../../convex/component/domains/publicSuffix";
import { publicSuffixes } from "../../convex/component/domains/publicSuffixes.generated";

const rules = publicSuffixes.trim().split("\n");

test("the list is that of the installed tldts, with wildcards and exceptions", () => {
  expect(rules.length).toBeGreaterThan(8_000);
  for (const rule of ["com", "co.uk", "github.io", "*.ck", "!www.ck", "xn--55qx5d.cn"])
    expect(rules).toContain(rule);
  expect(Math.max(...rules.map((rule) => rule.split(".").length))).toBe(MAXIMUM_LABELS);
});

test("each rule, and domains one and two labels below and above it, are split as by tldts", () => {
  const wrong: unknown[] = [];
  // Every 97th, and all with a wildcard or an exception.
  for (const rule of rules.filter((each, i) => /[*!]/.test(each) || i % 97 === 0)) {
    const name = rule.replace(/^!|^\*\./, "");
    const parent = name.slice(name.indexOf(".") + 1);
    for (const domain of [
      name,
      `x.${name}`,
      `y.x.${name}`,
      `z.y.x.${name}`,
      parent,
      `x.${parent}`,
    ]) {
      const theirs = parse(domain, { allowPrivateDomains: true, extractHostname: false });
      const { suffix, label } = splitSuffix(domain);
      const domainOrNull = label === null ? null : `${label}.${suffix}`;
      if (domainOrNull !== theirs.domain) wrong.push([domain, domainOrNull, theirs.domain]);
    }
  }
  expect(wrong).toEqual([]);
});

test("a name of a hundred labels takes little time", () => {
  const domain = `${"a.".repeat(115)}example`;
  const begin = performance.now();
  expect(splitSuffix(domain)).toEqual({ suffix: "example", label: "a" });
  expect(performance.now() - begin).toBeLessThan(250);
});
