/**
 * JSON from outside. Objects are copied into objects without a prototype, and three names are
 * refused, so that no name in a request can reach `Object.prototype`, which other calls share.
 */
import { invalidSyntax, invalidValue, ScimError } from "./errors";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** An object of ours while it is being built. */
export type Draft = Record<string, JsonValue>;

export const CONTENT_TYPE = "application/scim+json";

/** Of a request's body, in bytes of UTF-8. Also what `bulk.maxPayloadSize` says. */
export const MAX_BODY_BYTES = 1024 * 1024;
/** Of a stored resource, in bytes of UTF-8. */
const MAX_RESOURCE_BYTES = 64 * 1024;
/** UTF-16 code units of one string. */
const MAX_STRING = 16 * 1024;
const MAX_NAME = 256;
/** Objects and arrays inside each other, in an attribute. */
const MAX_DEPTH = 8;
/** Elements of one array. */
const MAX_ELEMENTS = 100;

const REFUSED_NAMES = new Set(["__proto__", "constructor", "prototype"]);
const loneSurrogate = /\p{Surrogate}/u;

export const createDraft = (entries: Readonly<Draft> = {}): Draft =>
  Object.assign(Object.create(null) as Draft, entries); // typed by the caller

/** A plain object, and no array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isArray = (value: unknown): value is readonly JsonValue[] => Array.isArray(value);

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The JSON of a request's body. Throws 415 for another type than `application/scim+json` and
 * `application/json` (RFC 7644, 3.1), 413 above 1 MiB, and 400 `invalidSyntax` for what is not
 * JSON. A missing `Content-Type` counts as JSON.
 */
export function readBody(text: string, contentType: string | null): unknown {
  const [type] = (contentType ?? CONTENT_TYPE).split(";");
  if (![CONTENT_TYPE, "application/json"].includes(type!.trim().toLowerCase()))
    throw new ScimError(415, `Send the body as ${CONTENT_TYPE}.`);
  if (text.length > MAX_BODY_BYTES || byteLength(text) > MAX_BODY_BYTES)
    throw new ScimError(413, `A request's body has at most ${MAX_BODY_BYTES} bytes.`);
  try {
    return JSON.parse(text);
  } catch {
    throw invalidSyntax("The body is not valid JSON.");
  }
}

/** Throws 400 for a name that no attribute may have. */
export function checkName(name: string): void {
  if (REFUSED_NAMES.has(name.toLowerCase()))
    throw invalidSyntax(`"${name}" cannot be an attribute's name.`);
  if (name === "" || name.length > MAX_NAME || loneSurrogate.test(name))
    throw invalidSyntax(`An attribute's name has 1 to ${MAX_NAME} characters.`);
}

/** Throws 400 for a string that cannot be stored. `where` names the attribute. */
export function checkString(text: string, where: string, maxLength: number = MAX_STRING): string {
  if (text.length > maxLength)
    throw invalidValue(`"${where}" has at most ${maxLength} characters.`);
  if (loneSurrogate.test(text)) throw invalidValue(`"${where}" is not valid Unicode.`);
  return text;
}

/** Throws 400 for `1e999`, which is a number in a request and none in an answer. */
export function checkNumber(value: number, where: string): number {
  if (!Number.isFinite(value)) throw invalidValue(`"${where}" is too large a number.`);
  return value;
}

/** Throws 400 for an array with more than {@link MAX_ELEMENTS} elements. */
export function checkElements<Values extends readonly unknown[]>(
  values: Values,
  where: string,
): Values {
  if (values.length > MAX_ELEMENTS)
    throw invalidValue(`"${where}" has at most ${MAX_ELEMENTS} values.`);
  return values;
}

/**
 * A copy of any JSON, within the bounds. Nulls are left out of objects and arrays: they mean
 * "unassigned" (RFC 7643, 2.5). Undefined if nothing is left.
 */
export function copyJson(value: unknown, where: string, depth = 0): JsonValue | undefined {
  if (depth > MAX_DEPTH)
    throw invalidValue(`"${where}" has more than ${MAX_DEPTH} levels of objects and arrays.`);
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return checkString(value, where);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return checkNumber(value, where);
  if (isArray(value)) {
    const copies = checkElements(value, where).map((each) => copyJson(each, where, depth + 1));
    return copies.filter((each) => each !== undefined);
  }
  if (!isObject(value)) throw invalidSyntax(`"${where}" is not JSON.`);
  const copy = createDraft();
  for (const [name, each] of Object.entries(value)) {
    checkName(name);
    const copied = copyJson(each, `${where}.${name}`, depth + 1);
    if (copied !== undefined) copy[name] = copied;
  }
  return copy;
}

/** A copy of JSON that went through {@link copyJson} before it was stored. */
export function copyStored(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(copyStored);
  if (!isObject(value)) return value;
  const copy = createDraft();
  for (const [name, each] of Object.entries(value)) copy[name] = copyStored(each);
  return copy;
}

/** The own name in an object that is the given one but for its case (RFC 7643, 2.1). */
export function findName(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const folded = name.toLowerCase();
  return Object.keys(object).find((each) => each.toLowerCase() === folded);
}

/** The value of an own name, whatever its case. */
export function readName(object: JsonObject, name: string): JsonValue | undefined {
  const found = findName(object, name);
  return found === undefined ? undefined : object[found];
}

/** Throws 413 for a resource that is too large to be stored. */
export function checkResourceSize(resource: JsonObject): void {
  if (byteLength(JSON.stringify(resource)) > MAX_RESOURCE_BYTES)
    throw new ScimError(413, `A resource has at most ${MAX_RESOURCE_BYTES} bytes.`);
}
