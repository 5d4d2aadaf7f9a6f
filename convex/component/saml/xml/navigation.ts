import { SamlFault } from "../fault";
import type { XmlElement } from "./tree";

const WHITE_SPACE_ONLY = /^[ \t\r\n]*$/;

/** The child elements of what has no text between them. */
export function childElements(element: XmlElement): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const child of element.children) {
    if (typeof child !== "string") elements.push(child);
    else if (!WHITE_SPACE_ONLY.test(child))
      throw new SamlFault("unexpected-content", `${element.local} contains unexpected text.`);
  }
  return elements;
}

export const hasName = (element: XmlElement, namespace: string, local: string): boolean =>
  element.local === local && element.namespace === namespace;

export const childrenNamed = (
  element: XmlElement,
  namespace: string,
  local: string,
): XmlElement[] => childElements(element).filter((child) => hasName(child, namespace, local));

/** The text of an element that has no child elements, with all its white space. */
export function readText(element: XmlElement): string {
  const [text = "", ...rest] = element.children;
  if (typeof text !== "string" || rest.length > 0)
    throw new SamlFault("unexpected-content", `${element.local} must contain text alone.`);
  return text;
}

/** The value of an attribute without a namespace, or null. */
export const findAttribute = (element: XmlElement, local: string): string | null =>
  element.attributes.find((each) => each.local === local && each.namespace === "")?.value ?? null;

/** The element and everything below it, in document order. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) if (typeof child !== "string") yield* descendants(child);
}
