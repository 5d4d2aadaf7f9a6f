import type { JSONValue, Value } from "convex/values";
import type {
  DeployedComponent,
  IndexBound,
  IndexPosition,
  IndexRange,
  StoredDocument,
  Transaction,
} from "../../types";
import { unavailableMessage } from "../isolate";
import { parseOptional } from "./document";
import { compileFilter } from "./filter";

/** A query as convex/server serializes it (`query_impl.ts`). */
export interface SerializedQuery {
  readonly source:
    | {
        readonly type: "FullTableScan";
        readonly tableName: string;
        readonly order: "asc" | "desc" | null;
      }
    | {
        readonly type: "IndexRange";
        readonly indexName: string;
        readonly range: readonly RangeExpression[];
        readonly order: "asc" | "desc" | null;
      }
    | { readonly type: "Search"; readonly indexName: string };
  readonly operators: readonly ({ readonly filter: JSONValue } | { readonly limit: number })[];
}
interface RangeExpression {
  readonly type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
  readonly fieldPath: string;
  readonly value: JSONValue;
}

export interface Row {
  readonly document: StoredDocument;
  readonly position: IndexPosition;
}

/** Called for each row that is read, whether it passes or not; may end the walk before it. */
export type RowListener = (row: Row) => "continue" | "stop";

/** A query over one index: the range that it walks, and the filters. */
export class DocumentQuery {
  readonly range: IndexRange;
  /** In the order of the query: a limit before a filter counts rows that the filter would drop. */
  private readonly operators: readonly ((rows: Iterable<Row>) => Iterable<Row>)[];

  constructor(component: DeployedComponent, query: SerializedQuery) {
    this.range = indexRange(component, query.source);
    this.operators = query.operators.map((operator) =>
      "limit" in operator ? first(operator.limit) : passing(compileFilter(operator.filter)),
    );
  }

  /** Yields all rows that pass. */
  rows(tx: Transaction, start?: IndexPosition, onRow?: RowListener): Iterator<Row> {
    let rows: Iterable<Row> = read(tx, this.range, start, onRow);
    for (const operator of this.operators) rows = operator(rows);
    return rows[Symbol.iterator]();
  }
}

function* read(
  tx: Transaction,
  range: IndexRange,
  start?: IndexPosition,
  onRow?: RowListener,
): Generator<Row> {
  const rows = tx.scan(range, start);
  for (let next = rows.next(); next.done !== true; next = rows.next()) {
    if (onRow?.(next.value) === "stop") return;
    yield next.value;
  }
}

function first(limit: number) {
  return function* (rows: Iterable<Row>): Generator<Row> {
    let left = limit;
    if (left <= 0) return;
    for (const row of rows) {
      yield row;
      if (--left <= 0) return;
    }
  };
}

function passing(passes: (document: StoredDocument) => boolean) {
  return function* (rows: Iterable<Row>): Generator<Row> {
    for (const row of rows) if (passes(row.document)) yield row;
  };
}

function indexRange(component: DeployedComponent, source: SerializedQuery["source"]): IndexRange {
  if (source.type === "Search")
    throw new Error(unavailableMessage("Text search (withSearchIndex)"));
  const order = source.order ?? "asc";
  if (source.type === "FullTableScan") {
    return {
      component: component.path,
      table: source.tableName,
      index: "by_creation_time",
      lower: null,
      upper: null,
      order,
    };
  }
  const dot = source.indexName.indexOf(".");
  const table = source.indexName.slice(0, dot);
  const index = source.indexName.slice(dot + 1);
  checkRange(component, table, index, source.range);
  return { component: component.path, table, index, order, ...bounds(source.range) };
}

function bounds(range: readonly RangeExpression[]): {
  lower: IndexBound | null;
  upper: IndexBound | null;
} {
  const prefix: (Value | undefined)[] = [];
  let lower: IndexBound | null = null;
  let upper: IndexBound | null = null;
  for (const { type, value } of range) {
    const key = [...prefix, parseOptional(value)];
    if (type === "Eq") prefix.push(key.at(-1));
    else if (type === "Gt" || type === "Gte") lower = { key, inclusive: type === "Gte" };
    else upper = { key, inclusive: type === "Lte" };
  }
  const whole = prefix.length === 0 ? null : { key: prefix, inclusive: true };
  return { lower: lower ?? whole, upper: upper ?? whole };
}

/**
 * Throws unless the range has equalities on the first fields in order, then bounds on the next one:
 * anything else would silently select another range.
 */
function checkRange(
  component: DeployedComponent,
  table: string,
  index: string,
  range: readonly RangeExpression[],
): void {
  const fields = indexFields(component, table, index);
  const used = [...new Set(range.map(({ fieldPath }) => fieldPath))];
  const firstWrong = fields === null ? -1 : used.findIndex((field, at) => field !== fields[at]);
  if (firstWrong !== -1) {
    throw new Error(
      `Tried to query index ${table}.${index} but the query didn't use the index fields in order.\n` +
        `Index fields: ${JSON.stringify(fields)}\nQuery fields: ${JSON.stringify(used)}\nFirst incorrect field: ${JSON.stringify(used[firstWrong])}`,
    );
  }
  const bounded = new Set<string>();
  for (const { type, fieldPath } of range) {
    const side = type === "Eq" ? "equality" : type.startsWith("G") ? "lower bound" : "upper bound";
    if (bounded.has(side + fieldPath))
      throw new Error(`Already defined ${side} in index range for ${table}.${index}: ${fieldPath}`);
    bounded.add(side + fieldPath);
  }
}

function indexFields(
  component: DeployedComponent,
  table: string,
  index: string,
): readonly string[] | null {
  if (index === "by_id") return ["_id"];
  if (index === "by_creation_time") return ["_creationTime"];
  const definition = component.schema?.tables.find(({ tableName }) => tableName === table);
  const fields = definition?.indexes.find(
    ({ indexDescriptor }) => indexDescriptor === index,
  )?.fields;
  return fields === undefined ? null : [...fields, "_creationTime"];
}
