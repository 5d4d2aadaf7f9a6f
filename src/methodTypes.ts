/** The types of one method of the client. */
import type * as z from "zod/mini";
import type { OperationDefinition } from "../convex/component/wire/operation";
import type { IsoDate } from "../convex/component/wire/fields";
import type { Arguments, Input } from "./parameters";

/**
 * The wire shape with a `Date` for each declared time. Free JSON (`metadata`, `data`) is unchanged.
 */
export type WithDates<T> = T extends IsoDate
  ? Date
  : T extends readonly (infer Item)[]
    ? WithDates<Item>[]
    : T extends object
      ? { [K in keyof T]: WithDates<T[K]> }
      : T;

type WireAnswer<D extends OperationDefinition> = WithDates<z.output<D["output"]>>;
/** A method's result. */
export type Answer<D extends OperationDefinition> = D extends {
  client: { returns: infer Field };
}
  ? Field extends keyof WireAnswer<D>
    ? WireAnswer<D>[Field]
    : void
  : WireAnswer<D>;

/** One page of a list. A cursor is null exactly when there are no more items on that side. */
export interface PaginatedResult<Item> {
  data: Item[];
  listMetadata: { before: string | null; after: string | null };
}

/**
 * One operation as a function; a list also has `all`. Both arms spell the function out: editors
 * would show only the name of an alias.
 */
export type Method<D extends OperationDefinition> =
  Answer<D> extends PaginatedResult<infer Item>
    ? ((...args: Arguments<D>) => Promise<Answer<D>>) & Paged<Item, D>
    : (...args: Arguments<D>) => Promise<Answer<D>>;

/** The iteration over all pages that a list method has in addition. */
export interface Paged<Item, D extends OperationDefinition> {
  /**
   * Iterates over all items of the list and reads each page when the loop reaches it. `limit` is
   * the page size (default 100), not the total; `after` starts behind a cursor. Break out of the
   * loop at any time.
   *
   * ```ts
   * for await (const user of client.users.listUsers.all({ role: "user" })) console.log(user.email);
   * ```
   */
  all(...args: Arguments<D, Omit<Input<D>, "before">>): AsyncIterable<Item>;
}
