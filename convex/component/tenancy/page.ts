/**
 * Keyset pagination in both directions over one or several consecutive index ranges. The cost of a
 * page does not depend on the number of rows: it reads its own rows, one more to see whether there
 * is a next page, and one on the other side.
 */
import type { IndexRange } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import { invalidCursor, openCursor, sealCursor } from "./cursor";
import { PAGE_BYTES, ReadBudget } from "../core/readBudget";
import type { ReadContext } from "./functions";
import type { TenantIndex, TenantTable } from "./database";

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
 * One index range: equal in the fields of `equal`, ordered by `key`, which is unique in the range
 * (usually `id`).
 */
export interface Segment<T extends TenantTable> {
  readonly index: TenantIndex<T>;
  readonly equal?: readonly (readonly [field: string, value: string | null])[];
  readonly key: keyof Doc<T> & string;
  /** Only keys with this prefix. */
  readonly prefix?: string;
  /** Only keys from this one on. */
  readonly from?: string;
  /** Only keys before this one. */
  readonly until?: string;
  /**
   * Additional rows of the segment that the index does not have, within the same key bounds and in
   * the same order.
   */
  readonly others?: (bounds: KeyBounds, order: "asc" | "desc") => AsyncIterable<Doc<T>>;
  /** Rows to leave out, such as those that an earlier segment has shown. */
  readonly skip?: (row: Doc<T>) => boolean;
  /** What `skip` depends on, unless `prefix` implies it; part of the cursor's scope. */
  readonly skipBy?: string;
}

/** At most one lower and one upper bound. */
export type KeyBounds = readonly (readonly [bound: "gt" | "gte" | "lt" | "lte", key: string])[];
/**
 * Applies the bounds to a field of an index range. Convex's types cannot express this for a generic
 * index.
 */
export const bounded = (range: unknown, field: string, bounds: KeyBounds): IndexRange =>
  bounds.reduce(
    (bound, [operator, key]) => bound[operator](field, key),
    range as Bounds,
  ) as unknown as IndexRange;
type Bounds = {
  [Operator in "eq" | "gt" | "gte" | "lt" | "lte"]: (field: string, value: string | null) => Bounds;
};

/** Where a page starts: after the key in the direction of the walk, or at it when `inclusive`. */
interface Position {
  readonly segment: number;
  readonly key: string;
  readonly inclusive?: boolean;
}

/** A search that skips this many rows returns a short page and a cursor instead of reading on. */
const MAXIMUM_SKIPPED = 400;

/**
 * A page of a table's rows. Large rows (PAGE_BYTES) make it shorter than `limit`, with a cursor to
 * continue. Throws `validation_error` for a cursor that does not belong to this list.
 */
export async function page<T extends TenantTable>(
  ctx: ReadContext,
  table: T,
  segments: readonly Segment<T>[],
  input: PageInput,
): Promise<Page<Doc<T>>> {
  return await pageOfLoaded(ctx, table, { segments, load: async (row) => row }, input);
}

/**
 * A page of what the rows refer to, such as the users of assignments. `load` returns null for what
 * no longer exists. Loaded bytes count towards the page.
 */
export async function pageOfLoaded<T extends TenantTable, Loaded extends object>(
  ctx: ReadContext,
  table: T,
  {
    segments,
    load,
  }: {
    readonly segments: readonly Segment<T>[];
    readonly load: (row: Doc<T>) => Promise<Loaded | null>;
  },
  input: PageInput,
): Promise<Page<Loaded>> {
  if (input.after !== undefined && input.before !== undefined)
    throw invalidCursor("before", "Use either after or before, not both");
  const walk = new Walk(ctx, table, segments, input.order);
  const scope = walk.scope();
  const from = await openPosition(ctx, scope, input);
  const backward = input.before !== undefined;

  const found = await walk.read(from, backward, input.limit, load);
  const steps = found.steps;
  if (backward) steps.reverse();
  const first = steps[0];
  const last = steps[steps.length - 1];

  const near: Position | null = backward
    ? (last?.position ?? flip(from))
    : (first?.position ?? flip(from));
  // If the walk stopped among rows to skip, an earlier segment has shown them, so there are rows in
  // the opposite direction.
  const behind = from && near ? (await walk.read(near, !backward, 0, load)).isMore : false;
  const far: Position | null = found.isMore
    ? (found.stoppedAt ?? (backward ? first?.position : last?.position) ?? null)
    : null;
  const [previous, next] = backward ? [far, behind ? near : null] : [behind ? near : null, far];
  return {
    rows: steps.flatMap(({ loaded }) => (loaded === null ? [] : [loaded])),
    listMetadata: {
      before: await sealPosition(ctx, scope, previous),
      after: await sealPosition(ctx, scope, next),
    },
  };
}

interface Step<Loaded> {
  readonly loaded: Loaded | null;
  readonly position: Position;
}
interface Walked<Loaded> {
  readonly steps: Step<Loaded>[];
  /** There are, or may be, more rows. */
  readonly isMore: boolean;
  /** Where to continue, if not after the last step. */
  readonly stoppedAt: Position | null;
}

class Walk<T extends TenantTable> {
  constructor(
    private readonly ctx: ReadContext,
    private readonly table: T,
    private readonly segments: readonly Segment<T>[],
    private readonly order: "asc" | "desc",
  ) {}

  /** Cursors are valid only for the same operation, filters and order. */
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

  /**
   * Reads at most `count` rows within the byte budget; at least one if `count` allows and one
   * exists.
   */
  async read<Loaded extends object>(
    from: Position | null,
    backward: boolean,
    count: number,
    load: (row: Doc<T>) => Promise<Loaded | null>,
  ): Promise<Walked<Loaded>> {
    const steps: Step<Loaded>[] = [];
    const shown = new ReadBudget(PAGE_BYTES);
    const passed = new ReadBudget(PAGE_BYTES);
    let skipped = 0;
    for await (const { row, segment, position } of this.rows(from, backward)) {
      if (segment.skip?.(row)) {
        passed.spend(row);
        if (++skipped === MAXIMUM_SKIPPED || passed.isSpent)
          return { steps, isMore: true, stoppedAt: position };
        continue;
      }
      const isFull = steps.length === count || (steps.length > 0 && !shown.hasRoomFor(row));
      if (isFull) return { steps, isMore: true, stoppedAt: null };
      const loaded = await load(row);
      shown.spend(loaded ?? row);
      steps.push({ loaded, position });
    }
    return { steps, isMore: false, stoppedAt: null };
  }

  private async *rows(from: Position | null, backward: boolean) {
    const step = backward ? -1 : 1;
    const start = from?.segment ?? (backward ? this.segments.length - 1 : 0);
    const ascending = (this.order === "asc") !== backward;
    for (let i = start; i >= 0 && i < this.segments.length; i += step) {
      const segment = this.segments[i]!; // i is within bounds
      for await (const row of this.range(segment, i === from?.segment ? from : null, ascending))
        yield { row, segment, position: { segment: i, key: String(row[segment.key]) } };
    }
  }

  private range(
    segment: Segment<T>,
    from: Position | null,
    ascending: boolean,
  ): AsyncIterable<Doc<T>> {
    const { key, index, equal = [], others } = segment;
    const order = ascending ? "asc" : "desc";
    const bounds = getBounds(segment, from, ascending);
    const start = (q: unknown) =>
      equal.reduce<Bounds>((bound, [field, value]) => bound.eq(field, value), q as Bounds); // the fields belong to the segment's index
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

function getBounds(
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

/** Merges two walks with the same order. Reads at most one row ahead in each. */
async function* merged<Row>(
  one: AsyncIterable<Row>,
  other: AsyncIterable<Row>,
  isFirst: (row: Row, other: Row) => boolean,
): AsyncIterable<Row> {
  const left = one[Symbol.asyncIterator]();
  const right = other[Symbol.asyncIterator]();
  let a = await left.next();
  let b = await right.next();
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
