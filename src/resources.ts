/**
 * The client's types, derived from the contract. Every mapping keeps the properties of the contract
 * as they are, so that an editor shows the contract's docstring at `client.users.createUser`.
 */
import type * as z from "zod/mini";
import type { Contract } from "../convex/component/contract";
import type { OperationDefinition } from "../convex/component/wire/operation";
import type { IsoDate } from "../convex/component/wire/fields";
import type { groupAliases, methodAliases } from "./aliases";
import type { CompositionsOf } from "./compositions";
import type { CallOptions, OperationKind, WriteOptions } from "./transport";

/**
 * The wire's shape with a `Date` for each declared time. Free JSON (`metadata`, `data`) stays as it
 * is.
 */
export type WithDates<T> = T extends IsoDate
  ? Date
  : T extends readonly (infer Item)[]
    ? WithDates<Item>[]
    : T extends object
      ? { [K in keyof T]: WithDates<T[K]> }
      : T;

/**
 * What a method is given. `{}` would take any object, so an operation without input takes one
 * without fields.
 */
export type Input<D extends OperationDefinition> = keyof z.input<D["input"]> extends never
  ? Record<string, never>
  : z.input<D["input"]>;

/** What a method answers. */
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
 * One operation as a function; a list has `all` too. Written out in both arms: a name for the
 * function would be all that an editor shows.
 */
export type Method<D extends OperationDefinition> =
  Answer<D> extends { data: (infer Item)[]; listMetadata: object }
    ? ((...args: Arguments<D>) => Promise<Answer<D>>) & Paged<Item, Input<D>>
    : (...args: Arguments<D>) => Promise<Answer<D>>;

type Start<ListInput> = Omit<ListInput, "before">;

/** What a list method has besides: the walk through all pages. */
export interface Paged<Item, ListInput> {
  /**
   * All items of the list, page after page, each page read when the loop comes to it. `limit` is
   * the size of a page (100 unless given), not of the whole;
   * `after` begins behind a cursor. Leave the loop whenever you have enough.
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

// `Name extends keyof Group`, and no `as` clause: only so the docstrings come along.
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

/** A resource group with the operations of that kind, under all their names. */
export type Group<G extends keyof Contract, Kind extends OperationKind = OperationKind> = Methods<
  Contract[G],
  NamesOfKind<Contract[G], Kind>
> &
  AliasMethods<
    Contract[G],
    AliasesOf<G>,
    NamesOfTargets<AliasesOf<G>, NamesOfKind<Contract[G], Kind>>
  >;

/** A group with the methods that are made of operations, too. */
type WholeGroup<G extends keyof Contract, Kind extends OperationKind> = Group<G, Kind> &
  CompositionsOf<G, Kind>;

/** All resource groups that the contract has. */
export type Groups<Kind extends OperationKind = OperationKind> = {
  readonly [G in keyof Contract]: WholeGroup<G, Kind>;
};
export type AliasedGroups<Kind extends OperationKind = OperationKind> = {
  readonly [A in keyof typeof groupAliases]: WholeGroup<(typeof groupAliases)[A], Kind>;
};
