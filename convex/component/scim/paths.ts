/** Names of attributes as requests write them: `userName`, `name.givenName`, `urn:…:User:department`. */
import { checkName, isObject, type JsonObject, readName } from "./json";
import {
  type AttributeIndex,
  documentIndexOf,
  extensionOf,
  indexOf,
  RESOURCE_TYPES,
  type ResourceKind,
} from "./schemas";

/** Characters of a path or a filter. */
export const MAX_EXPRESSION = 1024;

export interface AttributePath {
  /** The URN of an extension in the case of the table, or null for the core schema. */
  readonly schema: string | null;
  /** Null for the whole extension. */
  readonly attribute: string | null;
  readonly sub: string | null;
}

// RFC 7644, 3.4.2.2 and RFC 7643, 2.1. `$` starts `$ref`.
const dotted = /^(\$?[A-Za-z][\w-]*)(?:\.(\$?[A-Za-z][\w-]*))?$/;

/**
 * The parts of a name; null if it is none. The URN of the core schema is left out. In a URN of
 * neither schema, the attribute comes after the last colon.
 */
export function parseAttributePath(kind: ResourceKind, word: string): AttributePath | null {
  const { core, extensions } = RESOURCE_TYPES[kind];
  const known = [core, ...extensions].find(
    ({ id }) =>
      word.toLowerCase() === id.toLowerCase() ||
      word.toLowerCase().startsWith(`${id.toLowerCase()}:`),
  );
  const end = known ? known.id.length : word.lastIndexOf(":");
  const schema = known?.id ?? (end > 0 ? word.slice(0, end) : null);
  const rest = schema === null ? word : word.slice(end + 1);
  if (schema !== null && !known && !isUrn(schema)) return null;
  if (rest === "") return known && known !== core ? { schema, attribute: null, sub: null } : null;
  const [, attribute, sub] = dotted.exec(rest) ?? [];
  if (!attribute) return null;
  for (const name of [schema, attribute, sub]) if (name) checkName(name);
  return { schema: known === core ? null : schema, attribute, sub: sub ?? null };
}

/** Whether a name is an extension's: RFC 7643, 3.3. */
export const isUrn = (name: string): boolean => /^[a-z][a-z0-9+.-]*:[^\s[\]"()]+$/i.test(name);

export interface Container {
  /** Undefined if the resource has nothing of this schema. */
  readonly object: JsonObject | undefined;
  readonly index: AttributeIndex;
}

/** Where the attributes of a schema are in a resource, and the rows that describe them. */
export function findContainer(
  kind: ResourceKind,
  resource: JsonObject,
  schema: string | null,
): Container {
  if (schema === null) return { object: resource, index: documentIndexOf(kind) };
  const object = readName(resource, schema);
  return {
    object: isObject(object) ? object : undefined,
    index: indexOf(extensionOf(kind, schema)?.attributes),
  };
}

/**
 * The path with its extension: Entra ID writes `manager` for the attribute of the enterprise
 * schema. An attribute that the core schema or the resource has keeps its place.
 */
export function completePath(
  kind: ResourceKind,
  path: AttributePath,
  resource: JsonObject,
): AttributePath {
  const { schema, attribute } = path;
  if (schema !== null || attribute === null || documentIndexOf(kind).find(attribute)) return path;
  const extension = RESOURCE_TYPES[kind].extensions.find(({ attributes }) =>
    indexOf(attributes).find(attribute),
  );
  return extension && readName(resource, attribute) === undefined
    ? { ...path, schema: extension.id }
    : path;
}
