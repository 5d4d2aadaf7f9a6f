import { SaxesParser, type SaxesTagNS } from "saxes";
import { SamlFault } from "../fault";

/** An attribute that is no namespace declaration. */
export interface XmlAttribute {
  /** As written, with its prefix. */
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  /** Empty without a prefix: the default namespace does not apply to attributes. */
  readonly namespace: string;
  readonly value: string;
}

/** An element of a document. Nothing changes a tree after it was parsed. */
export interface XmlElement {
  /** As written, with its prefix. */
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  /** The namespaces that are declared here, by prefix; the default one has the prefix "". */
  readonly declared: ReadonlyMap<string, string>;
  /** Text has its references resolved and CDATA merged in; two texts are never neighbors. */
  readonly children: readonly (XmlElement | string)[];
  readonly parent: XmlElement | null;
}

export const MAXIMUM_BYTES = 256 * 1024;
const MAXIMUM_DEPTH = 64;
/** Elements, texts, attributes and namespace declarations. */
const MAXIMUM_NODES = 20_000;

const LONE_SURROGATE = /\p{Surrogate}/u;
/** An absolute URI without white space. Canonical XML is undefined for relative ones. */
const NAMESPACE_URI = /^[a-z][a-z0-9+.-]*:\S*$/i;
const XMLNS = "http://www.w3.org/2000/xmlns/";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface OpenElement extends Mutable<Omit<XmlElement, "children">> {
  children: (XmlElement | string)[];
}

/**
 * Parses a document strictly: namespaces resolved, no DOCTYPE, and within limits. `strict` refuses
 * comments and processing instructions as well, in which parsers have disagreed; `lenient` leaves
 * them out.
 */
export function parseXml(xml: string, markup: "strict" | "lenient" = "strict"): XmlElement {
  assertText(xml);
  const builder = new TreeBuilder();
  const parser = new SaxesParser({
    xmlns: true,
    position: false,
    defaultXMLVersion: "1.0",
    forceXMLVersion: true,
  });
  parser.on("error", () => {
    throw new SamlFault("not-well-formed", "The document is not well-formed XML.");
  });
  parser.on("xmldecl", ({ version, encoding }) => {
    if (version !== "1.0" || (encoding !== undefined && encoding.toLowerCase() !== "utf-8"))
      throw new SamlFault("encoding", "The document must be XML 1.0 in UTF-8.");
  });
  parser.on("doctype", () => refuseMarkup("a DOCTYPE"));
  if (markup === "strict") {
    parser.on("comment", () => refuseMarkup("a comment"));
    parser.on("processinginstruction", () => refuseMarkup("a processing instruction"));
  }
  parser.on("attribute", () => builder.count());
  parser.on("opentag", (tag) => builder.open(tag));
  parser.on("closetag", () => builder.close());
  parser.on("text", (text) => builder.addText(text));
  parser.on("cdata", (text) => builder.addText(text));
  parser.write(xml).close();
  return builder.finish();
}

/** Saxes does not notice half of a surrogate pair, and swallows the character after it. */
export function assertText(xml: string): void {
  if (xml.length > MAXIMUM_BYTES || new TextEncoder().encode(xml).length > MAXIMUM_BYTES)
    throw new SamlFault("too-large", "The document is larger than 256 KB.");
  if (LONE_SURROGATE.test(xml))
    throw new SamlFault("encoding", "The document contains half of a surrogate pair.");
}

function refuseMarkup(what: string): never {
  throw new SamlFault("forbidden-markup", `The document contains ${what}, which is not accepted.`);
}

/** Builds the tree from the parser's events. */
class TreeBuilder {
  private root: XmlElement | null = null;
  private readonly stack: OpenElement[] = [];
  private nodes = 0;

  count(): void {
    this.nodes += 1;
    if (this.nodes > MAXIMUM_NODES)
      throw new SamlFault("too-complex", "The document has too many parts.");
  }

  open(tag: SaxesTagNS): void {
    this.count();
    const parent = this.stack.at(-1) ?? null;
    const element: OpenElement = {
      name: tag.name,
      prefix: tag.prefix,
      local: tag.local,
      namespace: tag.uri,
      ...readAttributes(tag),
      children: [],
      parent,
    };
    parent?.children.push(element);
    this.root ??= element;
    this.stack.push(element);
    if (this.stack.length > MAXIMUM_DEPTH)
      throw new SamlFault("too-complex", "The document is nested too deeply.");
  }

  close(): void {
    this.stack.pop();
  }

  addText(text: string): void {
    const children = this.stack.at(-1)?.children;
    if (!children || text === "") return; // white space around the root
    const last = children.at(-1);
    if (typeof last === "string") {
      children[children.length - 1] = last + text;
      return;
    }
    this.count();
    children.push(text);
  }

  finish(): XmlElement {
    if (!this.root) throw new SamlFault("not-well-formed", "The document is empty.");
    return this.root;
  }
}

function readAttributes(tag: SaxesTagNS): Pick<XmlElement, "attributes" | "declared"> {
  const attributes: XmlAttribute[] = [];
  const declared = new Map<string, string>();
  for (const { name, prefix, local, uri, value } of Object.values(tag.attributes)) {
    if (uri !== XMLNS) {
      attributes.push({ name, prefix, local, namespace: uri, value });
      continue;
    }
    const isUndeclared = value === "" && prefix === "";
    if (!isUndeclared && !NAMESPACE_URI.test(value))
      throw new SamlFault("not-well-formed", "A namespace is not an absolute URI.");
    declared.set(prefix === "" ? "" : local, value);
  }
  return { attributes, declared };
}
