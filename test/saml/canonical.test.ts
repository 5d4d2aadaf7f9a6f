/** The canonical form is that of xml-crypto, byte for byte, for generated documents. */
import { DOMParser } from "@xmldom/xmldom";
import { expect, test } from "vitest";
import { canonicalize } from "../../convex/component/saml/xml/canonical";
import { parseXml } from "../../convex/component/saml/xml/tree";
import { isWhole } from "../support/share";
import { generateDocument } from "./support/documents";
import { canonicalize as canonicalizeByOracle } from "./support/signing";

const DOCUMENTS = isWhole ? 1_200 : 150;

test(`${DOCUMENTS} documents have xml-crypto's canonical form, whole and in part`, () => {
  for (let seed = 1; seed <= DOCUMENTS; seed++) {
    const { xml, prefixes } = generateDocument(seed);
    const own = parseXml(xml);
    const theirs = new DOMParser().parseFromString(xml, "text/xml").documentElement;
    const ownChild = own.children.find((child) => typeof child !== "string");
    const theirChild = Array.from(theirs.childNodes).find(({ nodeType }) => nodeType === 1);
    const inclusivePrefixes = prefixes;
    const pairs = [
      [own, theirs],
      [ownChild, theirChild],
    ] as const;
    for (const [element, theirElement] of pairs) {
      if (!element || !theirElement) continue;
      const text = canonicalize(element, { inclusivePrefixes, without: null });
      expect(text, `seed ${seed}`).toBe(
        canonicalizeByOracle(theirElement as Element, prefixes.join(" ")), // nodeType 1
      );
      const again = canonicalize(parseXml(text), { inclusivePrefixes: [], without: null });
      if (prefixes.length === 0) expect(again, `seed ${seed}`).toBe(text);
    }
  }
});

test("the default namespace is included by name where it is declared, and undeclared again", () => {
  const root = parseXml(`<a:x xmlns:a="urn:a" xmlns="urn:d"><a:y><z xmlns=""/></a:y></a:x>`);
  expect(canonicalize(root, { inclusivePrefixes: [], without: null })).toBe(
    `<a:x xmlns:a="urn:a"><a:y><z></z></a:y></a:x>`,
  );
  expect(canonicalize(root, { inclusivePrefixes: [""], without: null })).toBe(
    `<a:x xmlns="urn:d" xmlns:a="urn:a"><a:y><z xmlns=""></z></a:y></a:x>`,
  );
});
