/** PATCH (RFC 7644, 3.5.2), in the shapes that Okta, Entra ID and Google send. */
import { invalidValue, ScimError } from "./errors";
import { parsePatchPath, type PatchPath } from "./filter";
import {
  checkName,
  createDraft,
  type Draft,
  findName,
  isObject,
  type JsonObject,
  type JsonValue,
} from "./json";
import { MembersChange, type MembersDelta } from "./members";
import { type Operation, parsePatch, type PatchOp } from "./operations";
import { completePath, findContainer, isUrn } from "./paths";
import { checkResource, mutability, NOT_STORED, type Resource } from "./resource";
import { extensionOf, RESOURCE_TYPES, type ResourceKind } from "./schemas";
import { changeValue } from "./values";

export interface GroupPatch {
  readonly resource: Resource;
  readonly members: MembersDelta;
}

/** The user after the operations of a PatchOp. The stored resource is not changed. */
export const patchUser = (stored: Resource, body: unknown): Resource =>
  patchResource("User", stored, body, new MembersChange());

/** The group after the operations of a PatchOp, and what they do to its members. */
export function patchGroup(stored: Resource, body: unknown): GroupPatch {
  const members = new MembersChange();
  const resource = patchResource("Group", stored, body, members);
  return { resource, members: members.delta };
}

function patchResource(
  kind: ResourceKind,
  stored: Resource,
  body: unknown,
  members: MembersChange,
): Resource {
  const target: Target = { kind, resource: createDraft(stored), members, changes: 0 };
  for (const operation of parsePatch(body)) applyOperation(target, operation);
  return checkResource(kind, target.resource);
}

interface Target {
  readonly kind: ResourceKind;
  readonly resource: Draft;
  readonly members: MembersChange;
  /** Changes of the resource itself until now. */
  changes: number;
}

/** In one request, to the resource itself: operations, and keys of their values. */
const MAX_CHANGES = 250;

interface Assignment {
  readonly op: PatchOp;
  readonly value: unknown;
  /** Whether the operation's path names the attribute, not a key of its value. */
  readonly isNamed: boolean;
}

function applyOperation(target: Target, { op, path, value }: Operation): void {
  if (path !== null) applyNamed(target, path, { op, value, isNamed: true });
  else applyEntries(target, value, op);
}

/** An operation without a path: each key of its value is one. */
function applyEntries(target: Target, value: unknown, op: PatchOp): void {
  if (!isObject(value)) throw invalidValue("Without a path, the value must be an object.");
  const coreUrn = RESOURCE_TYPES[target.kind].core.id.toLowerCase();
  for (const [name, each] of Object.entries(value))
    if (name.toLowerCase() === coreUrn) applyEntries(target, each, op);
    else applyNamed(target, name, { op, value: each, isNamed: false });
}

function applyNamed(target: Target, name: string, assignment: Assignment): void {
  const urn = findExtension(target, name.trim(), assignment.value);
  if (urn !== null) applyExtension(target, urn, assignment);
  else applyPath(target, parsePatchPath(target.kind, name.trim()), assignment);
}

/** The URN under which an extension is stored, if the name is a whole extension's. */
function findExtension({ kind, resource }: Target, name: string, value: unknown): string | null {
  if (!isUrn(name)) return null;
  const known = extensionOf(kind, name);
  if (known) return known.id;
  const stored = findName(resource, name);
  if (stored !== undefined) return stored;
  const isInside = [
    RESOURCE_TYPES[kind].core.id,
    ...RESOURCE_TYPES[kind].extensions.map(({ id }) => id),
    ...Object.keys(resource).filter(isUrn),
  ].some((each) => name.toLowerCase().startsWith(`${each.toLowerCase()}:`));
  return !isInside && !name.includes("[") && isObject(value) ? name : null;
}

function applyExtension(target: Target, urn: string, assignment: Assignment): void {
  const { op, value } = assignment;
  if (op === "remove" || value === null) {
    delete target.resource[urn];
    return;
  }
  if (!isObject(value)) throw invalidValue(`"${urn}" must be an object.`);
  for (const [name, each] of Object.entries(value)) {
    checkName(name);
    const path = parsePatchPath(target.kind, name);
    applyPath(target, { ...path, schema: urn }, { op, value: each, isNamed: false });
  }
}

function applyPath(target: Target, path: PatchPath, assignment: Assignment): void {
  const { kind, resource, members } = target;
  const { filter, sub } = path;
  const { schema, attribute } = completePath(kind, path, resource);
  if (attribute === null) return applyExtension(target, schema!, assignment); // one of the two is there
  const { object, index } = findContainer(kind, resource, schema);
  const known = index.find(attribute);
  const name = known?.name ?? (object && findName(object, attribute)) ?? attribute;
  const change = { op: assignment.op, value: assignment.value, filter, sub, where: name };
  if (schema === null && kind === "Group" && name === "members") return members.apply(change);
  target.changes += 1;
  if (target.changes > MAX_CHANGES)
    throw new ScimError(413, `A request changes at most ${MAX_CHANGES} attributes.`);
  if (schema === null && !isStored(kind, name, assignment.isNamed)) return;
  const changed = changeValue(known?.row, object?.[name], change);
  if (changed === undefined && (known?.row.required || known?.row.isKept))
    throw mutability(`"${name}" cannot be removed.`);
  setAt(resource, { schema, name }, changed);
}

/**
 * False for an attribute that a client may send and that is not stored. Throws 400 `mutability` if
 * an operation is for one that only the server changes; as a part of a larger value it is ignored
 * (Okta sends the `id` with a group's new name).
 */
function isStored(kind: ResourceKind, name: string, isNamed: boolean): boolean {
  const handling = NOT_STORED[kind].get(name.toLowerCase());
  if (isNamed && handling === "readOnly") throw mutability(`"${name}" cannot be changed.`);
  return handling === undefined;
}

function setAt(
  resource: Draft,
  { schema, name }: { readonly schema: string | null; readonly name: string },
  value: JsonValue | undefined,
): void {
  if (schema === null) return setOrDelete(resource, name, value);
  const urn = findName(resource, schema) ?? schema;
  const stored = resource[urn];
  const extension: Draft = createDraft(isObject(stored) ? stored : {});
  setOrDelete(extension, name, value);
  setOrDelete(resource, urn, isEmpty(extension) ? undefined : extension);
}

const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0;

function setOrDelete(object: Draft, name: string, value: JsonValue | undefined): void {
  if (value === undefined) delete object[name];
  else object[name] = value;
}
