import { SamlFault } from "./fault";
import { ASSERTION, XSI } from "./namespaces";
import type { VerifiedAssertion } from "./response";
import { childElements, findAttribute, hasName } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

type Attributes = Pick<VerifiedAssertion, "attributes" | "friendlyAttributes">;

/**
 * Values as text, in document order. A nil value and a value with elements in it, such as a nested
 * NameID, have none; an empty element is an empty text.
 */
export function readAttributes(statements: readonly XmlElement[]): Attributes {
  const attributes = new Map<string, string[]>();
  const friendlyAttributes = new Map<string, string[]>();
  for (const attribute of statements.flatMap(childElements)) {
    const name = findAttribute(attribute, "Name");
    if (!hasName(attribute, ASSERTION, "Attribute") || !name)
      throw new SamlFault("attribute", "An attribute has no name or is encrypted.");
    const values = childElements(attribute).flatMap(readValue);
    append(attributes, name, values);
    const friendlyName = findAttribute(attribute, "FriendlyName");
    if (friendlyName) append(friendlyAttributes, friendlyName, values);
  }
  return { attributes, friendlyAttributes };
}

function readValue(value: XmlElement): string[] {
  if (!hasName(value, ASSERTION, "AttributeValue"))
    throw new SamlFault("attribute", "An attribute has an unexpected element.");
  const isNil = value.attributes.some(
    ({ namespace, local, value: flag }) =>
      namespace === XSI && local === "nil" && (flag === "true" || flag === "1"),
  );
  const [text = "", ...rest] = value.children;
  return isNil || typeof text !== "string" || rest.length > 0 ? [] : [text];
}

function append(map: Map<string, string[]>, name: string, values: readonly string[]): void {
  map.set(name, [...(map.get(name) ?? []), ...values]);
}
