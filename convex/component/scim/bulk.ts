/** Several requests in one (RFC 7644, 3.7). */
import { errorBody, invalidSyntax, invalidValue, ScimError } from "./errors";
import {
  checkString,
  createDraft,
  type Draft,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  readName,
} from "./json";
import { checkMessage } from "./lists";
import { RESOURCE_TYPES, type ResourceKind } from "./schemas";

const BULK_REQUEST = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const BULK_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

export const MAX_BULK_OPERATIONS = 100;
const MAX_BULK_ID = 256;
const REFERENCE = "bulkId:";

const methods = ["POST", "PUT", "PATCH", "DELETE"] as const;
export type BulkMethod = (typeof methods)[number];

export interface BulkOperation {
  /** From 0, in the request. */
  readonly index: number;
  readonly method: BulkMethod;
  readonly kind: ResourceKind;
  /** Null for POST. May be `bulkId:…`, until {@link resolveBulkIds}. */
  readonly id: string | null;
  readonly bulkId: string | null;
  /** For `checkIfMatch`. */
  readonly version: string | null;
  /** The body of the single request. */
  readonly data: unknown;
}

export interface BulkRequest {
  /** Stop after so many errors; null for never. */
  readonly failOnErrors: number | null;
  /** Each one behind those that make the resources it refers to. */
  readonly operations: readonly BulkOperation[];
}

export interface BulkResult {
  readonly operation: BulkOperation;
  readonly status: number;
  readonly location?: string;
  readonly version?: string;
  readonly error?: ScimError;
}

/** The operations of a BulkRequest. Throws 400, 413 above 100 operations, 409 for a circle. */
export function parseBulk(body: unknown): BulkRequest {
  if (!isObject(body)) throw invalidSyntax("A BulkRequest is a JSON object.");
  checkMessage(body, BULK_REQUEST);
  const sent = readName(body, "Operations");
  if (!isArray(sent)) throw invalidSyntax('"Operations" must be an array.');
  if (sent.length > MAX_BULK_OPERATIONS)
    throw new ScimError(413, `A request has at most ${MAX_BULK_OPERATIONS} operations.`);
  const operations = sent.map(parseOperation);
  const bulkIds = operations.flatMap(({ bulkId }) => bulkId ?? []);
  if (new Set(bulkIds).size < bulkIds.length) throw invalidValue('Each "bulkId" must be unique.');
  return {
    failOnErrors: parseFailOnErrors(readName(body, "failOnErrors") ?? null),
    operations: sortByReference(operations),
  };
}

function parseFailOnErrors(value: JsonValue): number | null {
  if (value === null) return null;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1)
    throw invalidValue('"failOnErrors" must be an integer from 1.');
  return value;
}

function parseOperation(operation: JsonValue, index: number): BulkOperation {
  if (!isObject(operation)) throw invalidSyntax("An operation is a JSON object.");
  const text = (name: string): string | null => {
    const value = readName(operation, name) ?? null;
    if (value !== null && typeof value !== "string")
      throw invalidSyntax(`"${name}" must be a string.`);
    return value === null ? null : checkString(value, name, MAX_BULK_ID);
  };
  const sent = text("method")?.toUpperCase();
  const method = methods.find((each) => each === sent);
  if (!method) throw invalidSyntax('"method" must be POST, PUT, PATCH or DELETE.');
  const { kind, id } = parsePath(text("path") ?? "", method);
  const bulkId = text("bulkId");
  if (method === "POST" && !bulkId) throw invalidSyntax('A POST operation needs a "bulkId".');
  const data = readName(operation, "data");
  return { index, method, kind, id, bulkId, version: text("version"), data };
}

function parsePath(
  path: string,
  method: BulkMethod,
): { readonly kind: ResourceKind; readonly id: string | null } {
  const [, endpoint, id = null] = /^(\/[A-Za-z]+)(?:\/([^/?#]+))?$/.exec(path) ?? [];
  const kind = (["User", "Group"] as const).find(
    (each) => RESOURCE_TYPES[each].endpoint === endpoint,
  );
  if (!kind || (method === "POST") !== (id === null))
    throw invalidSyntax('"path" must be like /Users for POST, and like /Users/{id} else.');
  return { kind, id };
}

/** An order in which each operation comes behind those that it refers to. */
function sortByReference(operations: readonly BulkOperation[]): readonly BulkOperation[] {
  const made = new Set(operations.flatMap(({ bulkId }) => bulkId ?? []));
  let waiting = operations.map((operation) => ({
    operation,
    needs: referencesOf(operation).filter((each) => made.has(each) && each !== operation.bulkId),
  }));
  const sorted: BulkOperation[] = [];
  while (waiting.length > 0) {
    const ready = waiting.find(({ needs }) => needs.length === 0);
    if (!ready) throw new ScimError(409, "Operations refer to each other in a circle.");
    sorted.push(ready.operation);
    waiting = waiting
      .filter((each) => each !== ready)
      .map(({ operation, needs }) => ({
        operation,
        needs: needs.filter((each) => each !== ready.operation.bulkId),
      }));
  }
  return sorted;
}

function referencesOf({ id, data }: BulkOperation): readonly string[] {
  const found: string[] = [];
  mapTexts([id, data as JsonValue], (text) => {
    // of a request's JSON
    if (text.startsWith(REFERENCE)) found.push(text.slice(REFERENCE.length));
    return text;
  });
  return found;
}

/**
 * The operation with the ids of the resources that others of the request have made, by their
 * bulkId. Throws 400 `invalidValue` for one that was not made.
 */
export function resolveBulkIds(
  operation: BulkOperation,
  ids: ReadonlyMap<string, string>,
): BulkOperation {
  const resolve = (text: string): string => {
    if (!text.startsWith(REFERENCE)) return text;
    const id = ids.get(text.slice(REFERENCE.length));
    if (id === undefined) throw invalidValue(`"${text}" is no resource that this request made.`);
    return id;
  };
  return {
    ...operation,
    id: operation.id === null ? null : resolve(operation.id),
    data: mapTexts(operation.data as JsonValue, resolve), // of a request's JSON
  };
}

const MAX_DEPTH = 32;

/** The JSON with another text for each of its texts. */
function mapTexts(
  value: JsonValue | undefined,
  change: (text: string) => string,
  depth = 0,
): JsonValue | undefined {
  if (depth > MAX_DEPTH) throw invalidValue(`"data" has more than ${MAX_DEPTH} levels.`);
  if (typeof value === "string") return change(value);
  if (isArray(value)) return value.map((each) => mapTexts(each, change, depth + 1) ?? null);
  if (!isObject(value)) return value;
  const mapped: Draft = createDraft();
  for (const [name, each] of Object.entries(value))
    mapped[name] = mapTexts(each, change, depth + 1) ?? null;
  return mapped;
}

/** The body of the answer, in the order of the request. */
export const bulkResponse = (results: readonly BulkResult[]): JsonObject => ({
  schemas: [BULK_RESPONSE],
  Operations: [...results]
    .sort((one, other) => one.operation.index - other.operation.index)
    .map(formatResult),
});

const formatResult = ({
  operation: { method, bulkId },
  status,
  location,
  version,
  error,
}: BulkResult): JsonObject => ({
  method,
  ...(bulkId !== null && { bulkId }),
  ...(location !== undefined && { location }),
  ...(version !== undefined && { version }),
  status: String(status),
  ...(error && { response: errorBody(error) }),
});
