import { SamlFault } from "../fault";
import type { XmlAttribute, XmlElement } from "./tree";

/** Namespaces that are declared again for every child grow a document by more than it has bytes. */
const MAXIMUM_LENGTH = 1024 * 1024;

export interface CanonicalOptions {
  /** The prefixes of `InclusiveNamespaces`; `#default` is "". */
  readonly inclusivePrefixes: readonly string[];
  /** A child element that is left out: the enveloped signature. */
  readonly without: XmlElement | null;
}

/**
 * The Exclusive XML Canonicalization 1.0 of an element within its document
 * (https://www.w3.org/TR/xml-exc-c14n/). Trees have no comments, so both variants are the same.
 *
 * Attributes are sorted by UTF-16 code units, which differs from the specification's order for
 * names beyond the Basic Multilingual Plane: a signature over those is refused.
 */
export function canonicalize(element: XmlElement, options: CanonicalOptions): string {
  const writer = new CanonicalWriter(options);
  writer.write(element, new Map());
  return writer.text;
}

class CanonicalWriter {
  text = "";
  constructor(private readonly options: CanonicalOptions) {}

  write(element: XmlElement, rendered: ReadonlyMap<string, string>): void {
    const scope = new Map(rendered);
    this.add(`<${element.name}`);
    for (const prefix of this.prefixesIn(element)) {
      const uri = resolvePrefix(element, prefix);
      if (uri === null || (scope.get(prefix) ?? "") === uri) continue;
      scope.set(prefix, uri);
      this.add(` xmlns${prefix === "" ? "" : `:${prefix}`}="${escapeAttribute(uri)}"`);
    }
    for (const { name, value } of element.attributes.toSorted(compareAttributes))
      this.add(` ${name}="${escapeAttribute(value)}"`);
    this.add(">");
    for (const child of element.children)
      if (typeof child === "string") this.add(escapeText(child));
      else if (child !== this.options.without) this.write(child, scope);
    this.add(`</${element.name}>`);
  }

  /** What the element or its attributes use, and what is included by name, in order. */
  private prefixesIn(element: XmlElement): string[] {
    const prefixes = new Set([element.prefix, ...this.options.inclusivePrefixes]);
    for (const { prefix } of element.attributes) if (prefix !== "") prefixes.add(prefix);
    prefixes.delete("xml"); // bound everywhere
    return [...prefixes].sort();
  }

  private add(text: string): void {
    this.text += text;
    if (this.text.length > MAXIMUM_LENGTH)
      throw new SamlFault("too-complex", "The canonical form of the document is too large.");
  }
}

/** The URI that a prefix stands for at the element: "" for no default namespace, or null. */
function resolvePrefix(element: XmlElement, prefix: string): string | null {
  for (let each: XmlElement | null = element; each; each = each.parent) {
    const uri = each.declared.get(prefix);
    if (uri !== undefined) return uri;
  }
  return prefix === "" ? "" : null;
}

function compareAttributes(a: XmlAttribute, b: XmlAttribute): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.local < b.local ? -1 : 1;
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};
const toReference = (character: string) => references[character]!; // the patterns match its keys

export const escapeText = (text: string): string => text.replace(/[&<>\r]/g, toReference);
export const escapeAttribute = (value: string): string =>
  value.replace(/[&<"\t\n\r]/g, toReference);
