/** The operations of the contract that a session may call, by name, for `contractFunctions`. */
import type * as z from "zod/mini";
import type { Contract } from "../convex/component/contract";
import type { OperationDefinition } from "../convex/component/wire/operation";
import type { Answer } from "./methodTypes";
import type { Input } from "./parameters";

/**
 * The function that runs an operation. Hashing takes an action. Answers with a secret are never
 * offered as a query, whose result Convex keeps.
 */
export type FunctionKind<D extends OperationDefinition> = D extends { hashes: string }
  ? "action"
  : D extends { secret: true }
    ? "mutation"
    : D["kind"];

type SessionUse = "organization" | "self";
type NamesIn<G extends keyof Contract, Kind> = {
  [M in keyof Contract[G] & string]: Contract[G][M] extends OperationDefinition & {
    session: SessionUse;
  }
    ? FunctionKind<Contract[G][M]> extends Kind
      ? `${G}.${M}`
      : never
    : never;
}[keyof Contract[G] & string];
type NamesOfKind<Kind> = { [G in keyof Contract]: NamesIn<G, Kind> }[keyof Contract];

/** A read: `organizations.listMembers`. */
export type ContractQuery = NamesOfKind<"query">;
/** A write: `organizations.addMember`. */
export type ContractMutation = NamesOfKind<"mutation">;
/** A write that hashes a password. No operation of this version that a session may call does. */
export type ContractAction = NamesOfKind<"action">;
type ContractName = ContractQuery | ContractMutation | ContractAction;

type Definition<Name extends ContractName> = Name extends `${infer G}.${infer M}`
  ? G extends keyof Contract
    ? M extends keyof Contract[G]
      ? Contract[G][M] extends OperationDefinition
        ? Contract[G][M]
        : never
      : never
    : never
  : never;

/** What the client's method resolves to, with a `Date` for each time. */
export type ContractAnswer<Name extends ContractName> = Answer<Definition<Name>>;

/** All fields by the client's names, positional ones included. */
export type ContractInput<Name extends ContractName> = string extends keyof z.input<
  Definition<Name>["input"]
> // no fields: z.input is Record<string, never>
  ? { readonly projectId?: string }
  : Input<Definition<Name>>;

/** The input and more arguments; the input is optional unless it has a required field. */
export type ContractArguments<
  Name extends ContractName,
  Instead = never,
  More extends unknown[] = [],
> =
  Record<never, never> extends ContractInput<Name>
    ? [input?: ContractInput<Name> | Instead, ...more: More]
    : [input: ContractInput<Name> | Instead, ...more: More];
