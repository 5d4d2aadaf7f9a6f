/**
 * Calls operations as they cross the wire: the input as one object (or the string of its first
 * positional field), the whole answer, with times as `Date`s. The tests of the runtime use it, so
 * that they state the wire; those of the client's own interface are in test/client.
 */
import type * as z from "zod/mini";
import { manifest } from "../../convex/component/api/manifest.generated";
import type { Contract } from "../../convex/component/contract";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import { withDates } from "../../src/dates";
import type { CallOptions, OperationKind, Transport } from "../../src/index";
import { allItems } from "../../src/pages";
import type { WithDates } from "../../src/methodTypes";
import { httpTransport, type HttpOptions } from "../../src/transports/http";

/** A field of the wire; times may be `Date`s, which JSON turns into ISO 8601. */
type Field<T> = T extends string & { readonly __encoding?: { readonly kind: "iso" } }
  ? T | Date
  : T;
type FieldInput<T> = T extends string ? ("__encoding" extends keyof T ? Field<T> : T) : T;
export type WireInput<D extends OperationDefinition> = keyof z.input<D["input"]> extends never
  ? Record<string, never>
  : { [K in keyof z.input<D["input"]>]: FieldInput<z.input<D["input"]>[K]> };
export type WireAnswer<D extends OperationDefinition> = WithDates<z.output<D["output"]>>;

/** The string of the first positional field. */
type Lone<D extends OperationDefinition> = D extends { client: { parameters: readonly string[] } }
  ? string
  : never;
type Arguments<D extends OperationDefinition> =
  Record<never, never> extends WireInput<D>
    ? [input?: WireInput<D> | Lone<D>, options?: CallOptions]
    : [input: WireInput<D> | Lone<D>, options?: CallOptions];
type Method<D extends OperationDefinition> = ((...args: Arguments<D>) => Promise<WireAnswer<D>>) &
  (WireAnswer<D> extends { data: (infer Item)[]; listMetadata: object }
    ? { all(...args: Arguments<D>): AsyncIterable<Item> }
    : unknown);

/** One method for each operation of the contract. */
export type WireClient<Kind extends OperationKind = OperationKind> = {
  readonly [G in keyof Contract]: {
    readonly [
      N in keyof Contract[G] as Contract[G][N] extends { kind: Kind } ? N : never
    ]: Contract[G][N] extends OperationDefinition ? Method<Contract[G][N]> : never;
  };
};

type Fields = { readonly [field: string]: unknown };

export function wireClient(options: HttpOptions | { transport: Transport }): WireClient {
  const transport = "transport" in options ? options.transport : httpTransport(options);
  const groups = Object.entries(manifest).map(([group, operations]) => [
    group,
    Object.fromEntries(
      Object.entries(operations).map(([name, entry]) => {
        const operation = { ...entry, group, name };
        const call = async (input: Fields | string = {}, call: CallOptions = {}) =>
          withDates(
            await transport.request(operation, toFields(operation, input), call),
            operation.dates ?? [],
          );
        const all = (input: Fields = {}, options: CallOptions = {}) =>
          allItems(async (page) => await call(page, options), input);
        return [name, Object.assign(call, { all })];
      }),
    ),
  ]);
  return Object.fromEntries(groups) as WireClient; // the manifest is generated from the contract
}

interface Named {
  readonly parameters?: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
}

function toFields({ parameters = [], names = {} }: Named, input: Fields | string): Fields {
  if (typeof input !== "string") return input;
  const name = parameters[0]!.replace("?", "");
  return { [names[name] ?? name]: input };
}
