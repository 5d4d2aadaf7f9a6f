/** Stored documents: validated, frozen, and measured. */
import {
  CommitTsPlaceholder,
  convexToJson,
  getDocumentSize,
  jsonToConvex,
  type JSONValue,
  type Value,
} from "convex/values";
import type { StoredDocument } from "../types";
import { LimitError } from "./errors";
import { encodeKey } from "./keys";

const MAX_DOCUMENT_BYTES = 1024 * 1024;
const MAX_NESTING = 16;
/** Of values that are no documents of the app, as the arguments of scheduled calls. */
const MAX_SYSTEM_NESTING = 64;
const MAX_ARRAY_LENGTH = 8192;
const MAX_FIELDS = 1024;
const MAX_FIELD_NAME_LENGTH = 1024;
const FIELD_NAME = /^(?!\$)[\x20-\x7e]*$/;

/** A document with what the trees and the log need. Shared by all indexes and snapshots. */
export interface Row {
  readonly document: StoredDocument;
  /** Size in bytes by Convex's rules. */
  readonly size: number;
  /** Contains a `$commitTs` placeholder, which is replaced when the commit's timestamp is known. */
  readonly unresolved: boolean;
}

type Fields = Readonly<Record<string, Value | undefined>>;

/**
 * Checks a value against the limits of documents and creates a row with a frozen copy. Drops
 * `undefined` fields. Documents of system tables (names with "_") may have any size, because
 * modules are stored there.
 */
export function createRow(table: string, id: string, creationTime: number, fields: Fields): Row {
  checkSystemFields(id, creationTime, fields);
  const copier = new Copier(table.startsWith("_") ? MAX_SYSTEM_NESTING : MAX_NESTING);
  const copy = copier.object({ ...fields, _id: id, _creationTime: creationTime }, 1);
  // The copy has both system fields.
  const document = copy as StoredDocument;
  const size = documentSize(document);
  if (size > MAX_DOCUMENT_BYTES && !table.startsWith("_")) {
    throw new LimitError(
      "ValueTooLargeError",
      `Value is too large (${mebibytes(size)} > maximum size 1 MiB)`,
    );
  }
  return { document, size, unresolved: copier.unresolved };
}

/** The text of a document in the log and in runs. */
export function encodeDocument({ document }: Row): string {
  return JSON.stringify(convexToJson(document));
}

/** Restores a row from the text of its document, which was validated when it was written. */
export function restoreRow(text: string, size?: number): Row {
  const json = JSON.parse(text) as JSONValue;
  // Values that JSON cannot express are objects with a field like "$bytes"; most documents have none.
  const value = text.includes('"$') ? jsonToConvex(json) : json;
  freeze(value);
  return new RestoredRow(value as StoredDocument, size); // written by createRow
}

class RestoredRow implements Row {
  readonly unresolved = false;

  constructor(
    readonly document: StoredDocument,
    private knownSize: number | undefined,
  ) {}

  /** Not every row that is restored is read, and measuring costs as much as parsing. */
  get size(): number {
    return (this.knownSize ??= documentSize(this.document));
  }
}

function freeze(value: Value): void {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}

/** Returns the row with the commit timestamp in place of placeholders. */
export function resolveRow(row: Row, timestamp: bigint): Row {
  if (!row.unresolved) return row;
  const document = new Copier(MAX_SYSTEM_NESTING, timestamp).object(
    row.document,
    1,
  ) as StoredDocument; // a copy of one
  return { document, size: row.size, unresolved: false };
}

/** Returns whether both rows hold the same document. */
export function sameRow(a: Row, b: Row): boolean {
  // A placeholder has the key of the largest int64, so rows that contain one cannot be compared.
  if (a.unresolved || b.unresolved || a.size !== b.size) return false;
  return encodeKey([a.document]) === encodeKey([b.document]);
}

/** Returns the value at a dotted path; undefined when a step is missing. */
export function fieldAt(document: StoredDocument, path: string): Value | undefined {
  if (!path.includes(".")) return document[path];
  let value: Value | undefined = document;
  for (const field of path.split(".")) {
    if (typeof value !== "object" || value === null || !isPlainObject(value)) return undefined;
    value = value[field];
  }
  return value;
}

function isPlainObject(value: object): value is { [field: string]: Value | undefined } {
  return (
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof CommitTsPlaceholder)
  );
}

function documentSize(document: StoredDocument): number {
  return getDocumentSize(document as Record<string, Value>); // undefined fields count nothing and were dropped anyway
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 1024 / 1024).toFixed(2))} MiB`;
}

function checkSystemFields(id: string, creationTime: number, fields: Fields): void {
  for (const name of Object.keys(fields)) {
    if (!name.startsWith("_")) continue;
    const value = fields[name];
    if (value === undefined) continue;
    if (name === "_id") {
      if (value !== id)
        throw new Error(
          `Provided document ID "${id}" doesn't match '_id' field ${JSON.stringify(value)}`,
        );
    } else if (name === "_creationTime") {
      if (value !== creationTime) {
        throw new Error(
          `Provided creation time ${creationTime} doesn't match '_creationTime' field ${String(value)}`,
        );
      }
    } else {
      throw new Error(
        `Field '${name}' starts with an underscore, which is only allowed for system fields like '_id'`,
      );
    }
  }
}

/**
 * Creates frozen deep copies, enforces the limits on a value's shape, and replaces placeholders
 * when it has a timestamp.
 */
class Copier {
  unresolved = false;
  constructor(
    private readonly maxNesting: number,
    private readonly timestamp?: bigint,
  ) {}

  value(value: Value, depth: number): Value {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof ArrayBuffer) return value;
    if (value instanceof CommitTsPlaceholder) {
      if (this.timestamp !== undefined) return this.timestamp;
      this.unresolved = true;
      return value;
    }
    if (depth >= this.maxNesting) {
      throw new LimitError(
        "TooNestedError",
        `Document is too nested (nested ${depth + 1} levels deep > maximum nesting ${this.maxNesting})`,
      );
    }
    return Array.isArray(value) ? this.array(value, depth + 1) : this.object(value, depth + 1);
  }

  array(values: readonly Value[], depth: number): Value[] {
    if (values.length > MAX_ARRAY_LENGTH) {
      throw new LimitError(
        "ArrayTooLongError",
        `Array length is too long (${values.length} > maximum length ${MAX_ARRAY_LENGTH})`,
      );
    }
    // Frozen at run time; Value's type has no read-only arrays.
    return Object.freeze(values.map((value) => this.value(value, depth))) as Value[];
  }

  object(fields: Fields, depth: number): { [field: string]: Value } {
    const copy: { [field: string]: Value } = {};
    let count = 0;
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      checkFieldName(name);
      copy[name] = this.value(value, depth);
      count++;
    }
    if (count > MAX_FIELDS) {
      throw new LimitError(
        "ObjectTooManyFieldsError",
        `Object has too many fields (${count} > maximum number ${MAX_FIELDS})`,
      );
    }
    return Object.freeze(copy);
  }
}

function checkFieldName(name: string): void {
  if (name.length <= MAX_FIELD_NAME_LENGTH && FIELD_NAME.test(name)) return;
  if (name.startsWith("$"))
    throw new Error(`Field name ${name} starts with '$', which is reserved.`);
  const bad = Array.from(name).find((character) => character < " " || character > "~");
  if (bad !== undefined) {
    throw new Error(
      `Field name ${name} has invalid character '${bad}': Field names can only contain non-control ASCII characters`,
    );
  }
  throw new Error(`Field name ${name} exceeds maximum field name length ${MAX_FIELD_NAME_LENGTH}.`);
}
