import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { StoredDocument } from "../../types";

const texts = new WeakMap<StoredDocument, string>();

/**
 * The JSON text of a document. Documents never change and are read again and again, so each is
 * encoded once.
 */
export function documentText(document: StoredDocument): string {
  let text = texts.get(document);
  if (text === undefined) {
    text = JSON.stringify(convexToJson(document));
    texts.set(document, text);
  }
  return text;
}

/** The fields of an object that is about to be written. */
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

/** The fields of a patch, where `{"$undefined": null}` removes a field. */
export function parsePatch(json: JSONValue): Record<string, Value | undefined> {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new Error("Patches must be objects.");
  return Object.fromEntries(
    Object.entries(json).map(([field, value]) => [field, parseOptional(value)]),
  );
}

/** A value, or undefined in its encoding for filters, ranges and patches. */
export function parseOptional(json: JSONValue): Value | undefined {
  const isUndefined =
    typeof json === "object" && json !== null && !Array.isArray(json) && "$undefined" in json;
  return isUndefined ? undefined : jsonToConvex(json);
}
