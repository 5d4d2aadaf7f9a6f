/**
 * The client's types, derived from the contract. Every mapping is homomorphic, so that editors show
 * the contract's docstring on `client.users.createUser`.
 */
import type * as z from "zod/mini";
import type { Contract } from "../convex/component/contract";
import type { OperationDefinition } from "../convex/component/wire/operation";
import type { IsoDate } from "../convex/component/wire/fields";
import type { groupAliases, methodAliases } from "./aliases";
import type { CompositionsOf } from "./compositions";
import type { CallOptions, OperationKind, WriteOptions } from "./transport";

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

/**
 * A method's input. An operation without input takes an object without fields, because `{}` would
 * accept any object.
 */
export type Input<D extends OperationDefinition> = keyof z.input<D["input"]> extends never
  ? Record<string, never>
  : z.input<D["input"]>;

/** A method's result. */
export type Answer<D extends OperationDefinition> = WithDates<z.output<D["output"]>>;

type OptionsOf<D extends OperationDefinition> = D extends { kind: "query" } | { repeatable: true }
  ? CallOptions
  : WriteOptions;
type StringInput<D extends OperationDefinition> = D extends { positional: string } ? string : never;
type Arguments<D extends OperationDefinition> =
  Record<never, never> extends Input<D>
    ? [input?: Input<D> | StringInput<D>, options?: OptionsOf<D>]
    : [input: Input<D> | StringInput<D>, options?: OptionsOf<D>];

/**
 * One operation as a function; a list also has `all`. Both arms spell the function out: editors
 * would show only the name of an alias.
 */
export type Method<D extends OperationDefinition> =
  Answer<D> extends { data: (infer Item)[]; listMetadata: object }
    ? ((...args: Arguments<D>) => Promise<Answer<D>>) & Paged<Item, Input<D>>
    : (...args: Arguments<D>) => Promise<Answer<D>>;

type Start<ListInput> = Omit<ListInput, "before">;

/** The iteration over all pages that a list method has in addition. */
export interface Paged<Item, ListInput> {
  /**
   * Iterates over all items of the list and reads each page when the loop reaches it. `limit` is
   * the page size (default 100), not the total; `after` starts behind a cursor. Break out of the
   * loop at any time.
   *
   * ```ts
   * for await (const user of client.users.listUsers.all({ role: "user" })) console.log(user.email);
   * ```
   */
  all(
    ...args: Record<never, never> extends ListInput
      ? [input?: Start<ListInput>, options?: CallOptions]
      : [input: Start<ListInput>, options?: CallOptions]
  ): AsyncIterable<Item>;
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

type AliasesOf<G> = G extends keyof typeof methodAliases
  ? (typeof methodAliases)[G]
  : Record<never, never>;
type NamesOfTargets<Aliases, Target> = {
  [A in keyof Aliases]: Aliases[A] extends Target ? A : never;
}[keyof Aliases];
type AliasMethods<Group, Aliases, Name extends keyof Aliases> = {
  readonly [A in Name]: Aliases[A] extends keyof Group
    ? Method<Definition<Group, Aliases[A]>>
    : never;
};

/** A resource group with its operations of that kind, aliases included. */
export type Group<G extends keyof Contract, Kind extends OperationKind = OperationKind> = Methods<
  Contract[G],
  NamesOfKind<Contract[G], Kind>
> &
  AliasMethods<
    Contract[G],
    AliasesOf<G>,
    NamesOfTargets<AliasesOf<G>, NamesOfKind<Contract[G], Kind>>
  >;

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
