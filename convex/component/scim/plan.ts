/** How a filter is answered: by one index, and by a check of the rows that it finds. */
import { ScimError } from "./errors";
import { holds, type Scope } from "./evaluate";
import { foldCase, foldGroupName } from "./facts";
import { type Comparison, type Filter, parseFilter } from "./filter";
import { completePath, findContainer } from "./paths";
import { type Entry, toDocument } from "./project";
import type { ResourceKind } from "./schemas";

export type LookupIndex = "id" | "userName" | "externalId" | "email" | "displayName" | "members";

export interface Lookup {
  readonly index: LookupIndex;
  /** Folded for `userName`, `email` and `displayName` (facts.ts); else as it was sent. */
  readonly value: string;
}

export interface FilterPlan {
  readonly lookup: Lookup;
  /** Whether the rest of the filter holds for a resource that the lookup has found. */
  matches(entry: Entry): boolean;
}

interface LookupRow {
  readonly index: LookupIndex;
  readonly attribute: string;
  fold(value: string): string;
}

const asSent = (value: string): string => value;

/** The index to take first comes first: `members` cannot be checked afterwards. */
const LOOKUPS: Readonly<Record<ResourceKind, readonly LookupRow[]>> = {
  User: [
    { index: "id", attribute: "id", fold: asSent },
    { index: "userName", attribute: "userName", fold: foldCase },
    { index: "externalId", attribute: "externalId", fold: asSent },
    { index: "email", attribute: "emails", fold: foldCase },
    { index: "displayName", attribute: "displayName", fold: foldCase },
  ],
  Group: [
    { index: "members", attribute: "members", fold: asSent },
    { index: "id", attribute: "id", fold: asSent },
    { index: "externalId", attribute: "externalId", fold: asSent },
    { index: "displayName", attribute: "displayName", fold: foldGroupName },
  ],
};

/** Attributes that are in rows of their own, and not in the resource. */
const ELSEWHERE: Readonly<Record<ResourceKind, string>> = { User: "groups", Group: "members" };

const invalidFilter = (detail: string) => new ScimError(400, detail, "invalidFilter");

/**
 * The index that answers a filter. Throws 400 `invalidFilter` for one that no index answers: it has
 * to be one of these comparisons with `eq`, or several terms with `and` of which one is.
 */
export function planFilter(kind: ResourceKind, text: string): FilterPlan {
  const filter = parseFilter(kind, text);
  const terms = termsOf(filter);
  const candidates = LOOKUPS[kind].flatMap((row) =>
    terms.flatMap((term) => {
      const value = lookedUp(row, term);
      return value === null ? [] : [{ row, term, value }];
    }),
  );
  const [chosen] = candidates;
  if (!chosen) throw invalidFilter(`A filter needs ${describe(kind)}, alone or with "and".`);
  const { row, term, value } = chosen;
  // The lookup decides a comparison alone; a value in brackets may have further conditions.
  const isDecided = term.is === "comparison" || row.index === "members";
  const rest = isDecided ? terms.filter((each) => each !== term) : terms;
  if (rest.some((each) => namesElsewhere(kind, each)))
    throw invalidFilter(`"${ELSEWHERE[kind]}" cannot be in this part of a filter.`);
  return {
    lookup: { index: row.index, value: row.fold(value) },
    matches: (entry) => rest.every((each) => holds(each, scopeOf(kind, entry))),
  };
}

const termsOf = (filter: Filter): readonly Filter[] =>
  filter.is === "and" ? filter.terms.flatMap(termsOf) : [filter];

const describe = (kind: ResourceKind): string =>
  kind === "User"
    ? "id, userName, externalId, emails.value or displayName with eq"
    : "id, displayName, externalId or members.value with eq";

/** The value that the index of a row has for every resource for which the term holds. */
function lookedUp({ attribute }: LookupRow, term: Filter): string | null {
  if (term.is === "comparison") return equalText(term, attribute, "value");
  if (term.is !== "element" || !isNamed(term, attribute)) return null;
  const inner = termsOf(term.filter).flatMap((each) =>
    each.is === "comparison" ? (equalText(each, "value", null) ?? []) : [],
  );
  // Members are found by id alone: nothing else of the term could be checked.
  const isWhole = attribute !== "members" || termsOf(term.filter).length === 1;
  return isWhole ? (inner[0] ?? null) : null;
}

function equalText(term: Comparison, attribute: string, sub: string | null): string | null {
  const { comparator, value, path } = term;
  const isSub = path.sub === null || path.sub.toLowerCase() === sub;
  return comparator === "eq" && typeof value === "string" && isNamed(term, attribute) && isSub
    ? value
    : null;
}

const isNamed = ({ path }: Exclude<Filter, { is: "and" | "or" | "not" }>, name: string): boolean =>
  path.schema === null && path.attribute?.toLowerCase() === name.toLowerCase();

function namesElsewhere(kind: ResourceKind, filter: Filter): boolean {
  switch (filter.is) {
    case "and":
    case "or":
      return filter.terms.some((each) => namesElsewhere(kind, each));
    case "not":
      return namesElsewhere(kind, filter.term);
    case "comparison":
    case "present":
    case "element":
      return isNamed(filter, ELSEWHERE[kind]);
  }
}

function scopeOf(kind: ResourceKind, entry: Entry): Scope {
  const document = toDocument(kind, entry);
  return {
    locate: (path) => {
      const { schema } = completePath(kind, path, document);
      return findContainer(kind, document, schema);
    },
  };
}
