/**
 * The client's types, derived from the contract. Every mapping is homomorphic, so that editors show
 * the contract's docstring on `client.users.createUser`.
 */
import type * as z from "zod/mini";
import type { Contract } from "../convex/component/contract";
import type { OperationDefinition } from "../convex/component/wire/operation";
import type { IsoDate } from "../convex/component/wire/fields";
import type { Alias, groupAliases, methodAliases, nestedMethods } from "./aliases";
import type { CompositionsOf } from "./compositions";
import type { Arguments, Input } from "./parameters";
import type { OperationKind } from "./transport";

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

type Definition<Group, Name extends keyof Group> = Group[Name] extends OperationDefinition
  ? Group[Name]
  : never;
type NamesOfKind<Group, Kind extends OperationKind> = {
  [Name in keyof Group]: Group[Name] extends { kind: Kind } ? Name : never;
}[keyof Group];

// `Name extends keyof Group` without an `as` clause: any other form loses the docstrings.
type Methods<Group, Name extends keyof Group> = {
  readonly [N in Name]: Method<Definition<Group, N>>;
};

/** The operation under another name; parameters of its own replace those of the contract. */
type Aliased<Group, A> = A extends { operation: infer Name extends keyof Group }
  ? A extends { parameters: infer P }
    ? Definition<Group, Name> & { client: { parameters: P } }
    : Definition<Group, Name>
  : never;
type AliasNamesOfKind<Group, Aliases, Kind extends OperationKind> = {
  [A in keyof Aliases]: Aliases[A] extends { operation: NamesOfKind<Group, Kind> } ? A : never;
}[keyof Aliases];
type AliasMethods<Group, Aliases, Name extends keyof Aliases> = {
  readonly [A in Name]: Method<Aliased<Group, Aliases[A]>>;
};
type AliasesOf<G> = G extends keyof typeof methodAliases
  ? (typeof methodAliases)[G]
  : Record<never, never>;

type NestedOf<G> = G extends keyof typeof nestedMethods
  ? (typeof nestedMethods)[G]
  : Record<never, never>;
/** The operations that are methods of an object inside the group. */
type MovedNames<Nested> = {
  [N in keyof Nested]: {
    [M in keyof Nested[N]]: Nested[N][M] extends Alias ? Nested[N][M]["operation"] : never;
  }[keyof Nested[N]];
}[keyof Nested];
type NestedObjects<Group, Nested, Kind extends OperationKind> = {
  readonly [N in keyof Nested]: AliasMethods<
    Group,
    Nested[N],
    AliasNamesOfKind<Group, Nested[N], Kind>
  >;
};

/** A resource group with its operations of that kind, aliases included. */
export type Group<G extends keyof Contract, Kind extends OperationKind = OperationKind> = Methods<
  Contract[G],
  Exclude<NamesOfKind<Contract[G], Kind>, MovedNames<NestedOf<G>>>
> &
  AliasMethods<Contract[G], AliasesOf<G>, AliasNamesOfKind<Contract[G], AliasesOf<G>, Kind>> &
  NestedObjects<Contract[G], NestedOf<G>, Kind>;

/** A group with its composed methods. */
type WholeGroup<G extends keyof Contract, Kind extends OperationKind> = Group<G, Kind> &
  CompositionsOf<G, Kind>;

/** All resource groups of the contract. */
export type Groups<Kind extends OperationKind = OperationKind> = {
  readonly [G in keyof Contract]: WholeGroup<G, Kind>;
};
export type AliasedGroups<Kind extends OperationKind = OperationKind> = {
  readonly [A in keyof typeof groupAliases]: WholeGroup<(typeof groupAliases)[A], Kind>;
};
