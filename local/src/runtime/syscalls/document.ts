import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { StoredDocument } from "../../types";

const texts = new WeakMap<StoredDocument, string>();

/** Returns a document as JSON text, cached: documents are immutable and read often. */
export function documentText(document: StoredDocument): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = JSON.stringify(convexToJson(document));
    texts.set(document, text);
  }
  return text;
}

/** Parses the fields of an object to write. */
export function parseFields(json: JSONValue): Record<string, Value | undefined> {
  const value = jsonToConvex(json);
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    value instanceof ArrayBuffer
  ) {
    throw new Error("Documents must be objects.");
  }
  return value as Record<string, Value | undefined>; // the last check left only plain objects
}

/** Parses the fields of a patch, in which `{"$undefined": null}` removes a field. */
export function parsePatch(json: JSONValue): Record<string, Value | undefined> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new Error("Patches must be objects.");
  return Object.fromEntries(
    Object.entries(json).map(([field, value]) => [field, parseOptional(value)]),
  );
}

/** Parses a value, or undefined as encoded in filters, ranges and patches. */
export function parseOptional(json: JSONValue): Value | undefined {
  const isUndefined =
    typeof json === "object" && json !== null && !Array.isArray(json) && "$undefined" in json;
  return isUndefined ? undefined : jsonToConvex(json);
}
