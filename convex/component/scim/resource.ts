/** The bodies of POST and PUT, and the form in which resources are stored. */
import { invalidSyntax, invalidValue, ScimError } from "./errors";
import {
  checkResourceSize,
  copyStored,
  createDraft,
  type Draft,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  readName,
} from "./json";
import { checkMessage } from "./lists";
import { parseMembers } from "./members";
import { checkOnce, normalizeObject, normalizeValue } from "./normalize";
import { isUrn } from "./paths";
import {
  type AttributeRow,
  documentIndexOf,
  extensionOf,
  indexOf,
  RESOURCE_TYPES,
  type ResourceKind,
} from "./schemas";

/**
 * What is stored of a resource: its attributes without those that the server makes (`id`, `meta`,
 * `schemas`, `groups`, `members`) and without `password`. As JSON it has at most 64 KiB.
 */
export type Resource = JsonObject;

export interface GroupInput {
  readonly resource: Resource;
  /** Ids, each once; null if the body has no `members`. */
  readonly members: readonly string[] | null;
}

/**
 * Names of a body that are not stored (RFC 7643, 3.1, 4.1.1 and 4.2). `readOnly`: PATCH cannot name
 * it as a path.
 */
export const NOT_STORED: Readonly<
  Record<ResourceKind, ReadonlyMap<string, "readOnly" | "ignored">>
> = {
  User: new Map([
    ["id", "readOnly"],
    ["meta", "readOnly"],
    ["groups", "readOnly"],
    ["schemas", "ignored"],
    ["password", "ignored"],
  ]),
  Group: new Map([
    ["id", "readOnly"],
    ["meta", "readOnly"],
    ["schemas", "ignored"],
    ["members", "ignored"],
  ]),
};

/** The resource of a row's JSON text. */
export function readStored(text: string): Resource {
  const stored = copyStored(JSON.parse(text) as JsonValue); // what JSON.parse returns
  if (!isObject(stored)) throw new TypeError("A stored resource is not an object.");
  return stored;
}

/** The body of `POST /Users`. A user without `active` is active. */
export const parseUser = (body: unknown): Resource =>
  checkResource("User", createDraft({ active: true, ...parseBody("User", body) }));

/**
 * The body of `PUT /Users/{id}`, which replaces the whole resource. Without `active` the stored one
 * stays, so that no omission brings a deactivated user back.
 */
export function replaceUser(stored: Resource, body: unknown): Resource {
  const resource = parseBody("User", body);
  const active = resource.active ?? stored.active ?? true;
  return checkResource("User", createDraft({ ...resource, active }));
}

/** The body of `POST /Groups` and `PUT /Groups/{id}`. */
export function parseGroup(body: unknown): GroupInput {
  const resource = checkResource("Group", parseBody("Group", body));
  const members = isObject(body) ? readName(body, "members") : undefined;
  return { resource, members: members === undefined ? null : parseMembers(members) };
}

function parseBody(kind: ResourceKind, body: unknown): Draft {
  if (!isObject(body)) throw invalidSyntax(`A ${kind} is a JSON object.`);
  const { core } = RESOURCE_TYPES[kind];
  checkMessage(body, core.id);
  const resource = createDraft();
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(flatten(body, core.id))) {
    checkOnce(seen, name, kind);
    if (NOT_STORED[kind].has(name.toLowerCase())) continue;
    const [stored, normalized] = isUrn(name)
      ? normalizeExtension(kind, name, value)
      : normalizeAttribute(kind, name, value);
    if (normalized !== undefined) resource[stored] = normalized;
  }
  return resource;
}

/** Entra ID puts attributes of its own under the URN of the core schema, too. */
function flatten(body: JsonObject, coreUrn: string): JsonObject {
  const nested = readName(body, coreUrn);
  if (!isObject(nested)) return body;
  const flat: Draft = createDraft();
  for (const [name, value] of Object.entries(body))
    if (name.toLowerCase() !== coreUrn.toLowerCase()) flat[name] = value;
  return createDraft({ ...flat, ...nested });
}

type Normalized = readonly [name: string, value: JsonValue | undefined];

function normalizeAttribute(kind: ResourceKind, sent: string, value: JsonValue): Normalized {
  const { name = sent, row } = documentIndexOf(kind).find(sent) ?? {};
  return [name, normalizeValue(row, value, name)];
}

function normalizeExtension(kind: ResourceKind, urn: string, value: JsonValue): Normalized {
  const extension = extensionOf(kind, urn);
  const name = extension?.id ?? urn;
  if (value === null) return [name, undefined];
  if (!isObject(value)) throw invalidValue(`"${name}" must be an object.`);
  const attributes = normalizeObject(indexOf(extension?.attributes), value, name);
  return [name, Object.keys(attributes).length > 0 ? attributes : undefined];
}

/** The resource, if it may be stored. Throws 400 `invalidValue`, or 413. */
export function checkResource(kind: ResourceKind, resource: Resource): Resource {
  for (const [name, row] of Object.entries(RESOURCE_TYPES[kind].core.attributes)) {
    const value = resource[name];
    if (row.required && (typeof value !== "string" || value.trim() === ""))
      throw invalidValue(`"${name}" is required and must not be blank.`);
    if (row.multiValued && isArray(value)) checkValues(name, row, value.filter(isObject));
  }
  checkResourceSize(resource);
  return resource;
}

function checkValues(name: string, row: AttributeRow, values: readonly JsonObject[]): void {
  if (values.filter(({ primary }) => primary === true).length > 1)
    throw invalidValue(`"${name}" can have one primary value.`);
  if (!row.uniqueTypes) return;
  const types = values.flatMap(({ type }) => (typeof type === "string" ? type.toLowerCase() : []));
  const twice = types.find((type, at) => types.indexOf(type) !== at);
  if (twice !== undefined) throw invalidValue(`"${name}" has two values of type "${twice}".`);
}

/** The error of a change to an attribute that the client cannot change (RFC 7644, 3.5.2). */
export const mutability = (detail: string): ScimError => new ScimError(400, detail, "mutability");
