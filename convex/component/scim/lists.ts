/** Lists, pages and selections of attributes (RFC 7644, 3.4.2, 3.4.3 and 3.9). */
import { invalidSyntax, invalidValue } from "./errors";
import { isArray, isObject, type JsonObject, readName } from "./json";
import { isUrn, MAX_EXPRESSION, parseAttributePath } from "./paths";
import type { ResourceKind } from "./schemas";

const LIST_RESPONSE = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const SEARCH_REQUEST = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/** Resources of one page. Also what `filter.maxResults` says. */
export const MAX_COUNT = 200;
const DEFAULT_COUNT = 100;
/** Names of one selection. */
const MAX_NAMES = 100;

export interface Selection {
  /** Names of the attributes to give back; null for all. */
  readonly attributes: string[] | null;
  /** Names of those to leave out. */
  readonly excluded: string[];
}

export interface ListQuery {
  readonly filter: string | null;
  /** From 1. */
  readonly startIndex: number;
  /** 0 to {@link MAX_COUNT}. */
  readonly count: number;
  readonly selection: Selection;
}

/** The query of `GET /Users` or `GET /Groups`. `sortBy` is not supported, and ignored. */
export const parseListQuery = (kind: ResourceKind, parameters: URLSearchParams): ListQuery => ({
  filter: parameters.get("filter") || null,
  startIndex: toStartIndex(parameters.get("startIndex")),
  count: toCount(parameters.get("count")),
  selection: parseSelection(kind, parameters),
});

/** `attributes` and `excludedAttributes` of a request for one resource. */
export function parseSelection(kind: ResourceKind, parameters: URLSearchParams): Selection {
  const words = (name: string) => parameters.get(name)?.split(",") ?? [];
  return toSelection(kind, words("attributes"), words("excludedAttributes"));
}

/** The body of `POST /Users/.search` or `POST /Groups/.search`. */
export function parseSearchRequest(kind: ResourceKind, body: unknown): ListQuery {
  if (!isObject(body)) throw invalidSyntax("A SearchRequest is a JSON object.");
  checkMessage(body, SEARCH_REQUEST);
  const filter = readName(body, "filter") ?? null;
  if (filter !== null && typeof filter !== "string")
    throw invalidValue('"filter" must be a string.');
  const names = (name: string): readonly string[] => {
    const value = readName(body, name) ?? [];
    if (!isArray(value) || !value.every((each) => typeof each === "string"))
      throw invalidValue(`"${name}" must be an array of attribute names.`);
    return value;
  };
  return {
    filter: filter || null,
    startIndex: toStartIndex(toText(readName(body, "startIndex"))),
    count: toCount(toText(readName(body, "count"))),
    selection: toSelection(kind, names("attributes"), names("excludedAttributes")),
  };
}

/** Throws 400 for a body that says it is another message. Some clients leave `schemas` out. */
export function checkMessage(body: JsonObject, urn: string): void {
  const schemas = readName(body, "schemas") ?? null;
  if (schemas === null) return;
  const isNamed = (each: unknown) =>
    typeof each === "string" && each.toLowerCase() === urn.toLowerCase();
  if (!isArray(schemas) || !schemas.some(isNamed))
    throw invalidSyntax(`"schemas" must contain ${urn}.`);
}

const toText = (value: unknown): string | null =>
  value === undefined || value === null ? null : String(value);

function toInteger(text: string, name: string): number {
  if (!/^[+-]?\d{1,15}$/.test(text.trim())) throw invalidValue(`"${name}" must be an integer.`);
  return Number(text);
}

const toStartIndex = (text: string | null): number =>
  text === null ? 1 : Math.max(1, toInteger(text, "startIndex"));

const toCount = (text: string | null): number =>
  text === null ? DEFAULT_COUNT : Math.min(MAX_COUNT, Math.max(0, toInteger(text, "count")));

function toSelection(
  kind: ResourceKind,
  attributes: readonly string[],
  excludedAttributes: readonly string[],
): Selection {
  const [named, excluded] = [attributes, excludedAttributes].map((words) => {
    const names = words.map((word) => word.trim()).filter((word) => word !== "");
    if (names.length > MAX_NAMES)
      throw invalidValue(`At most ${MAX_NAMES} attributes can be selected.`);
    return names.map((word) => checkSelected(kind, word));
  });
  if (named!.length > 0 && excluded!.length > 0)
    throw invalidValue('Send either "attributes" or "excludedAttributes".');
  return { attributes: named!.length > 0 ? named! : null, excluded: excluded! };
}

function checkSelected(kind: ResourceKind, word: string): string {
  const isName =
    word.length <= MAX_EXPRESSION && (parseAttributePath(kind, word) !== null || isUrn(word));
  if (!isName) throw invalidValue(`"${word.slice(0, 64)}" is no attribute's name.`);
  return word;
}

export interface Page {
  /** Of all pages. */
  readonly totalResults: number;
  readonly startIndex: number;
  readonly resources: readonly JsonObject[];
}

/** The body of a list's answer. */
export const listResponse = ({ totalResults, startIndex, resources }: Page): JsonObject => ({
  schemas: [LIST_RESPONSE],
  totalResults,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});
