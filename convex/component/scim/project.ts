/** Resources as answers give them (RFC 7643, 3; RFC 7644, 3.9). */
import { etag } from "./etag";
import { createDraft, findName, isArray, isObject, type JsonObject, type JsonValue } from "./json";
import type { Selection } from "./lists";
import { isUrn, parseAttributePath } from "./paths";
import type { Resource } from "./resource";
import { RESOURCE_TYPES, type ResourceKind } from "./schemas";

/** A stored resource with what its row knows of it. */
export interface Entry {
  readonly id: string;
  readonly resource: Resource;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
  /** Of a group whose members are given back (etag.ts). */
  readonly membersDigest?: string;
}

export interface Presented extends Entry {
  /** The resource's URL. */
  readonly location: string;
  /** Of a Group: the SCIM ids of its users. */
  readonly members?: readonly string[];
  /** The URL of a member, for `$ref`. */
  memberLocation?(id: string): string;
}

/** The attributes that are given back, whatever is selected (RFC 7643, 7: `returned` "always"). */
const ALWAYS = ["schemas", "id"];

/** The whole resource, with the attributes that the server makes. */
export function toDocument(kind: ResourceKind, entry: Entry, location?: string): JsonObject {
  const { id, resource, createdAt, updatedAt, version, membersDigest } = entry;
  return createDraft({
    schemas: [RESOURCE_TYPES[kind].core.id, ...Object.keys(resource).filter(isUrn)],
    id,
    ...(kind === "User" && { active: true }),
    ...resource,
    meta: {
      resourceType: kind,
      created: new Date(createdAt).toISOString(),
      lastModified: new Date(updatedAt).toISOString(),
      ...(location !== undefined && { location }),
      version: etag(version, membersDigest),
    },
  });
}

/** The body of an answer: the resource, with the attributes that the request selects. */
export function project(
  kind: ResourceKind,
  presented: Presented,
  selection: Selection,
): JsonObject {
  const { members, memberLocation } = presented;
  const refer = (value: string) => ({
    value,
    ...(memberLocation && { $ref: memberLocation(value) }),
    type: "User",
  });
  const { meta, ...rest } = toDocument(kind, presented, presented.location);
  const document: JsonObject = createDraft({
    ...rest,
    ...(members && { members: members.map(refer) }),
    meta: meta!, // toDocument has made it
  });
  if (selection.attributes) return selectOnly(kind, document, selection.attributes);
  return selection.excluded.reduce((left, word) => leaveOut(kind, left, word), document);
}

/** Whether the answer about a group has its members. If not, their rows need not be read. */
export function wantsMembers({ attributes, excluded }: Selection): boolean {
  const names = (word: string) => parseAttributePath("Group", word);
  const isIt = (word: string) => {
    const path = names(word);
    return path?.schema === null && path.attribute?.toLowerCase() === "members";
  };
  if (attributes) return attributes.some(isIt);
  return !excluded.some((word) => isIt(word) && names(word)?.sub === null);
}

interface Steps {
  /** Names in the document, outermost first. */
  readonly names: readonly string[];
}

/** Where a selected name is in the document. Null if it is not there. */
function locate(kind: ResourceKind, document: JsonObject, word: string): Steps | null {
  const extension = findName(document, word);
  if (extension !== undefined) return { names: [extension] };
  const path = parseAttributePath(kind, word);
  if (!path || path.attribute === null) return null;
  const wanted = [path.schema, path.attribute, path.sub].filter((each) => each !== null);
  const names: string[] = [];
  let place: JsonValue = document;
  for (const name of wanted) {
    const holder: JsonValue | undefined = isArray(place) ? place.find(isObject) : place;
    if (!isObject(holder)) return null;
    // Only some of the values may have a sub-attribute.
    const found: string | undefined = isArray(place)
      ? place.flatMap((each) => (isObject(each) ? (findName(each, name) ?? []) : []))[0]
      : findName(holder, name);
    if (found === undefined) return null;
    names.push(found);
    place = holder[found] ?? null;
  }
  return { names };
}

function selectOnly(
  kind: ResourceKind,
  document: JsonObject,
  words: readonly string[],
): JsonObject {
  let selected: JsonObject = createDraft();
  for (const word of [...ALWAYS, ...words]) {
    const steps = locate(kind, document, word);
    if (steps) selected = merge(selected, keep(document, steps.names));
  }
  return selected;
}

/** The object with nothing but what is at the place. */
function keep(object: JsonObject, [name, ...inner]: readonly string[]): JsonObject {
  const value = object[name!];
  if (value === undefined) return createDraft();
  if (inner.length === 0) return createDraft({ [name!]: value });
  const keepIn = (each: JsonValue) => (isObject(each) ? keep(each, inner) : each);
  return createDraft({ [name!]: isArray(value) ? value.map(keepIn) : keepIn(value) });
}

/** Two selections of one document. */
function merge(one: JsonObject, other: JsonObject): JsonObject {
  const merged = createDraft(one);
  for (const [name, value] of Object.entries(other)) {
    const present = merged[name];
    merged[name] = present === undefined ? value : mergeValues(present, value);
  }
  return merged;
}

function mergeValues(one: JsonValue, other: JsonValue): JsonValue {
  if (isArray(one) && isArray(other))
    return one.map((each, at) => mergeValues(each, other[at] ?? each));
  return isObject(one) && isObject(other) ? merge(one, other) : other;
}

function leaveOut(kind: ResourceKind, document: JsonObject, word: string): JsonObject {
  const steps = locate(kind, document, word);
  if (!steps || ALWAYS.includes(steps.names[0]!)) return document;
  return dropAt(document, steps.names);
}

function dropAt(object: JsonObject, [name, ...inner]: readonly string[]): JsonObject {
  const { [name!]: value, ...rest } = object;
  if (value === undefined) return object;
  if (inner.length === 0) return createDraft(rest);
  const dropIn = (each: JsonValue) => (isObject(each) ? dropAt(each, inner) : each);
  return createDraft({ ...object, [name!]: isArray(value) ? value.map(dropIn) : dropIn(value) });
}
