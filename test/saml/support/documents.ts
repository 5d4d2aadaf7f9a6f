/** Documents for the canonical form: the same ones for the same seed. */

/** Mulberry32: a small generator with a seed. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed * 0x9e3779b9;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const prefixes = ["a", "b", "c"];
const uris = ["urn:one", "urn:two", "http://example.com/three?x=1"];
const texts = [
  "text",
  " \n\t",
  "\r\nline\r",
  "&amp;&lt;&gt;&quot;&apos;",
  "&#13;&#10;&#9;",
  "<![CDATA[<&>]]>",
  "<![CDATA[]]>",
  // Not U+2028, which xmldom takes for an end of line.
  "é 👩‍💻",
  "]] >",
  "&#x1F600;",
];
const values = ["", "v", "&quot;'", "&#9;&#10;&#13;", "a\tb\nc", "&lt;&amp;>", "👩‍💻", " x "];

export interface GeneratedDocument {
  readonly xml: string;
  /** For a third of the documents, prefixes to include. */
  readonly prefixes: readonly string[];
}

export function generateDocument(seed: number): GeneratedDocument {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!; // below the length

  const element = (scope: ReadonlySet<string>, depth: number): string => {
    const inner = new Set(scope);
    const declarations: string[] = [];
    for (const prefix of prefixes)
      if (random(3) === 0) {
        inner.add(prefix);
        declarations.push(`xmlns:${prefix}="${pick(uris)}"`);
      }
    if (random(4) === 0) declarations.push(`xmlns="${pick(["", ...uris])}"`);
    const bound = ["", ...inner];
    const prefix = pick(bound);
    const name = (prefix === "" ? "" : `${prefix}:`) + pick(["x", "y", "z", "Z1"]);
    const attributes = ["k", "K", "j", "l2"]
      .filter(() => random(3) === 0)
      .map((local) => {
        const own = pick(bound);
        return `${own === "" ? "" : `${own}:`}${local}="${pick(values)}"`;
      });
    if (random(8) === 0) attributes.push(`xml:lang="${pick(["de", "en"])}"`);
    const parts = [...declarations, ...attributes].sort(() => random(3) - 1);
    const children = Array.from({ length: depth > 4 ? 0 : random(5) }, () =>
      random(2) === 0 ? pick(texts) : element(inner, depth + 1),
    );
    return `<${[name, ...parts].join(" ")}>${children.join("")}</${name}>`;
  };

  // Not `#default`, which xml-crypto does not know.
  const included = random(3) === 0 ? prefixes.filter(() => random(2) === 0) : [];
  return { xml: element(new Set(), 0), prefixes: included };
}
