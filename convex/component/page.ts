/**
 * Keyset pages in both directions over a walk: one index range, or several one after the other.
 * What a page costs does not depend on how many rows there are: it reads its rows, one more to see
 * whether there is a next page, and one on the other side.
 */
import type { IndexRange } from "convex/server";
import type { Doc } from "./_generated/dataModel";
import { invalidCursor, openCursor, sealCursor } from "./cursor";
import type { ReadContext } from "./tenancy/functions";
import type { TenantIndex, TenantTable } from "./tenancy/database";

export interface PageInput {
  limit: number;
  after?: string;
  before?: string;
  order: "asc" | "desc";
}
export interface Page<Row> {
  rows: Row[];
  listMetadata: { before: string | null; after: string | null };
}

/**
 * One range: equal in the fields of `equal`, ordered by `key`, a unique text in the range (usually
 * `id`).
 */
export interface Segment<T extends TenantTable> {
  readonly index: TenantIndex<T>;
  readonly equal?: readonly (readonly [field: string, value: string | null])[];
  readonly key: keyof Doc<T> & string;
  /** Only keys that begin with it. */
  readonly prefix?: string;
  /** Only keys from this one on. */
  readonly from?: string;
  /** Only keys before this one. */
  readonly until?: string;
  /**
   * More rows of the segment, which its index does not have: within the same bounds of the key, in
   * the same order.
   */
  readonly others?: (bounds: KeyBounds, order: "asc" | "desc") => AsyncIterable<Doc<T>>;
  /** Rows that are not shown, such as those that an earlier segment has shown already. */
  readonly skip?: (row: Doc<T>) => boolean;
  /** What `skip` goes by, unless `prefix` says it: a cursor is good for that alone. */
  readonly skipBy?: string;
}

/** At most one from below and one from above. */
export type KeyBounds = readonly (readonly [bound: "gt" | "gte" | "lt" | "lte", key: string])[];
/**
 * Lays them on an index range, whose field is named. The types of a generic index cannot follow
 * that.
 */
export const bounded = (range: unknown, field: string, bounds: KeyBounds): IndexRange =>
  bounds.reduce(
    (bound, [operator, key]) => bound[operator](field, key),
    range as Bounds,
  ) as unknown as IndexRange;
type Bounds = {
  [Operator in "eq" | "gt" | "gte" | "lt" | "lte"]: (field: string, value: string | null) => Bounds;
};

/**
 * Where a page begins: after the key in the walk's direction; `inclusive` when the row itself was
 * not shown.
 */
interface Position {
  readonly segment: number;
  readonly key: string;
  readonly inclusive?: boolean;
}

/** A search that skips this many rows gives a short page and a cursor rather than reading on. */
const MAXIMUM_SKIPPED = 400;

/** A page of one table's rows. Throws `validation_error` for a cursor that is not of this list. */
export async function page<T extends TenantTable>(
  ctx: ReadContext,
  table: T,
  segments: readonly Segment<T>[],
  input: PageInput,
): Promise<Page<Doc<T>>> {
  if (input.after !== undefined && input.before !== undefined)
    throw invalidCursor("before", "after and before exclude each other");
  const walk = new Walk(ctx, table, segments, input.order);
  const scope = walk.scope();
  const from = await openPosition(ctx, scope, input);
  const backward = input.before !== undefined;

  const found = await walk.read(from, backward, input.limit + 1);
  const more = found.rows.length > input.limit || found.stoppedAt !== null;
  const steps = found.rows.slice(0, input.limit);
  if (backward) steps.reverse();
  const [first, last] = [steps[0], steps[steps.length - 1]];

  const near: Position | null = backward
    ? (last?.position ?? flip(from))
    : (first?.position ?? flip(from));
  const other = from && near ? await walk.read(near, !backward, 1) : null;
  // Stopped among rows to skip: those were shown in an earlier segment, so on the way back there is
  // something.
  const behind = other !== null && (other.rows.length > 0 || other.stoppedAt !== null);
  const far: Position | null =
    found.rows.length > input.limit
      ? ((backward ? first?.position : last?.position) ?? null)
      : (found.stoppedAt ?? null);
  const [previous, next] = backward
    ? [more ? far : null, behind ? near : null]
    : [behind ? near : null, more ? far : null];
  return {
    rows: steps.map((step) => step.row),
    listMetadata: {
      before: await sealPosition(ctx, scope, previous),
      after: await sealPosition(ctx, scope, next),
    },
  };
}

class Walk<T extends TenantTable> {
  constructor(
    private readonly ctx: ReadContext,
    private readonly table: T,
    private readonly segments: readonly Segment<T>[],
    private readonly order: "asc" | "desc",
  ) {}

  /** A cursor is good for the same operation, filters and order only. */
  scope(): string {
    return JSON.stringify([
      this.order,
      this.segments.map(({ index, equal, prefix, skipBy, from, until }) => [
        index,
        equal,
        prefix,
        skipBy,
        from,
        until,
      ]),
    ]);
  }

  async read(from: Position | null, backward: boolean, count: number) {
    const rows: { row: Doc<T>; position: Position }[] = [];
    const step = backward ? -1 : 1;
    let skipped = 0;
    for (
      let i = from?.segment ?? (backward ? this.segments.length - 1 : 0);
      i >= 0 && i < this.segments.length;
      i += step
    ) {
      const segment = this.segments[i]!;
      const ascending = (this.order === "asc") !== backward;
      for await (const row of this.range(segment, i === from?.segment ? from : null, ascending)) {
        const position = { segment: i, key: String(row[segment.key]) };
        if (segment.skip?.(row)) {
          if (++skipped === MAXIMUM_SKIPPED) return { rows, stoppedAt: position };
          continue;
        }
        rows.push({ row, position });
        if (rows.length === count) return { rows, stoppedAt: null };
      }
    }
    return { rows, stoppedAt: null };
  }

  private range(
    segment: Segment<T>,
    from: Position | null,
    ascending: boolean,
  ): AsyncIterable<Doc<T>> {
    const { key, index, equal = [], others } = segment;
    const order = ascending ? "asc" : "desc";
    const bounds = boundsOf(segment, from, ascending);
    const start = (q: unknown) =>
      equal.reduce<Bounds>((bound, [field, value]) => bound.eq(field, value), q as Bounds); // the segment names fields of its index
    const rows = this.ctx.db.range(this.table, index, (q) => bounded(start(q), key, bounds), order);
    return others
      ? merged(
          rows,
          others(bounds, order),
          (row, other) => String(row[key]) < String(other[key]) === ascending,
        )
      : rows;
  }
}

function boundsOf(
  segment: Pick<Segment<never>, "prefix" | "from" | "until">,
  position: Position | null,
  ascending: boolean,
): KeyBounds {
  const {
    prefix,
    from = prefix,
    until = prefix === undefined ? undefined : `${prefix}\u{10FFFF}`,
  } = segment;
  const bounds: KeyBounds[number][] = [];
  if (position && ascending) bounds.push([position.inclusive ? "gte" : "gt", position.key]);
  else if (from !== undefined) bounds.push(["gte", from]);
  if (position && !ascending) bounds.push([position.inclusive ? "lte" : "lt", position.key]);
  else if (until !== undefined) bounds.push(["lt", until]);
  return bounds;
}

/** Two walks in the same order as one. Reads at most one row ahead in each. */
async function* merged<Row>(
  one: AsyncIterable<Row>,
  other: AsyncIterable<Row>,
  isFirst: (row: Row, other: Row) => boolean,
): AsyncIterable<Row> {
  const [left, right] = [one[Symbol.asyncIterator](), other[Symbol.asyncIterator]()];
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    if (!a.done && (b.done || isFirst(a.value, b.value))) {
      yield a.value;
      a = await left.next();
    } else if (!b.done) {
      yield b.value;
      b = await right.next();
    }
  }
}

const flip = (from: Position | null): Position | null => from && { ...from, inclusive: true };

async function sealPosition(
  ctx: ReadContext,
  scope: string,
  position: Position | null,
): Promise<string | null> {
  return (
    position &&
    (await sealCursor(
      ctx,
      scope,
      JSON.stringify([position.segment, position.key, position.inclusive === true]),
    ))
  );
}

async function openPosition(
  ctx: ReadContext,
  scope: string,
  input: PageInput,
): Promise<Position | null> {
  const [field, cursor] =
    input.after === undefined
      ? (["before", input.before] as const)
      : (["after", input.after] as const);
  if (cursor === undefined) return null;
  const [segment, key, inclusive] = JSON.parse(await openCursor(ctx, scope, field, cursor)) as [
    number,
    string,
    boolean,
  ];
  return { segment, key, inclusive };
}
