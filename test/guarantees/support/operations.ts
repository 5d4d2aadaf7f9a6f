/**
 * Every operation of the contract, as a list to test over. Nothing here names an operation: a new
 * one is in every guarantee by itself, once samples.ts (which does not compile without it) has an
 * input for it.
 */
import type * as z from "zod/mini";
import { contract, type Contract } from "../../../convex/component/contract";
import type { IdKind } from "../../../convex/component/core/ids";
import type { OperationDefinition } from "../../../convex/component/wire/operation";
import { servedIntents } from "../../../convex/component/portal/intents";
import { wireMetadata } from "../../../convex/component/wire/fields";

/** `users.getUser` and so on. */
export type OperationName = {
  [G in keyof Contract]: `${G}.${keyof Contract[G] & string}`;
}[keyof Contract];
export type DefinitionOf<N extends OperationName> = {
  [G in keyof Contract]: N extends `${G}.${infer M}`
    ? M extends keyof Contract[G]
      ? Contract[G][M]
      : never
    : never;
}[keyof Contract];

/**
 * Those that only a session may call; test/sessions/callers.test.ts tries them, and every other
 * operation, by session.
 */
export type SessionOnlyName = {
  [N in OperationName]: DefinitionOf<N> extends { sessionOnly: true } ? N : never;
}[OperationName];

export interface NamedOperation {
  readonly name: OperationName;
  readonly group: string;
  readonly method: string;
  readonly definition: OperationDefinition;
}

export const everyOperation: readonly NamedOperation[] = Object.entries(contract).flatMap(
  ([group, methods]) =>
    Object.entries<OperationDefinition>(methods).map(([method, definition]) => ({
      name: `${group}.${method}` as OperationName, // made the way the type is
      group,
      method,
      definition,
    })),
);

export type KeyOperationName = Exclude<OperationName, SessionOnlyName>;

/** Those that a key may call. */
export const operations = everyOperation.filter(
  (operation): operation is NamedOperation & { readonly name: KeyOperationName } =>
    !operation.definition.sessionOnly,
);

export const operationNamed = (name: OperationName): NamedOperation =>
  everyOperation.find((operation) => operation.name === name)!; // the type has only those

/** HTTP methods that an operation answers, the one that a client uses first. */
export function httpMethods({ definition }: NamedOperation): readonly ("GET" | "POST")[] {
  if (definition.method) return [definition.method];
  return definition.kind === "query" ? ["POST", "GET"] : ["POST"];
}

export interface IdField {
  /** Keys from the input down to the id; 0 for the first item of an array. */
  readonly path: readonly (string | number)[];
  readonly kind: IdKind;
}

/** Where an operation's input takes ids of other resources. */
export const idFields = (definition: OperationDefinition): readonly IdField[] =>
  idsIn(definition.input, []);

function idsIn(schema: z.core.$ZodType, path: readonly (string | number)[]): IdField[] {
  const kind = wireMetadata.get(schema as z.ZodMiniType)?.idOf; // the registry takes every schema
  if (kind) return [{ path, kind }];
  const { innerType, element, shape, in: input } = childrenOf(schema);
  if (innerType) return idsIn(innerType, path);
  if (input) return idsIn(input, path);
  if (element) return idsIn(element, [...path, 0]);
  return Object.entries(shape ?? {}).flatMap(([field, inner]) => idsIn(inner, [...path, field]));
}

interface Children {
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  /** Of a pipe. */
  readonly in?: z.core.$ZodType;
}
const childrenOf = (schema: z.core.$ZodType): Children => schema._zod.def as Children; // each kind of schema has some of them

/**
 * Fields of the input that take a sealed cursor of an earlier answer. (The number that goes on with
 * an export is a time.)
 */
export const cursorFields = ({ input }: OperationDefinition): readonly string[] =>
  Object.keys(input.shape).filter((field) => ["after", "before"].includes(field));

/** A copy of the input with another value at the path. */
export function withValue(
  input: object,
  [first, ...rest]: readonly (string | number)[],
  value: unknown,
): object {
  const fields = (Array.isArray(input) ? [...(input as unknown[])] : { ...input }) as Record<
    string | number,
    unknown
  >; // either takes the path's keys
  const inner = fields[first!]; // no id is the whole input
  const empty = typeof rest[0] === "number" ? [] : {};
  fields[first!] =
    rest.length === 0
      ? value
      : withValue(typeof inner === "object" && inner !== null ? inner : empty, rest, value);
  return fields;
}

/** The permissions of an operation; the link of a portal takes those of what it is for, too. */
export function neededPermissions({ name, definition }: NamedOperation): string[] {
  const own = definition.permission === null ? [] : [definition.permission];
  return name === "portal.generateLink"
    ? [...own, ...servedIntents.domain_verification!.permissions]
    : own;
}
