import type { JSONValue } from "convex/values";
import type {
  DeployedComponent,
  IndexPosition,
  IndexRange,
  StoredDocument,
  Transaction,
} from "../../types";
import { unavailableMessage } from "../isolate";
import { compileFilter } from "./filter";
import { indexBounds, type RangeExpression } from "./indexBounds";

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
  return {
    component: component.path,
    table,
    index,
    order,
    ...indexBounds(component, table, index, source.range),
  };
}
