/**
 * The client's groups of methods, derived from the contract. Every mapping is homomorphic, so that
 * editors show the contract's docstring on `client.users.createUser`.
 */
import type { Contract } from "../convex/component/contract";
import type { OperationDefinition } from "../convex/component/wire/operation";
import type { Alias, groupAliases, methodAliases, nestedMethods } from "./aliases";
import type { CompositionsOf } from "./compositions";
import type { Method } from "./methodTypes";
import type { OperationKind } from "./transport";

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
