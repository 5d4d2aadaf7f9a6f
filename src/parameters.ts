/**
 * How a method of the client differs from its operation on the wire: types and conversion. Declared
 * by `client` in the contract.
 */
import type * as z from "zod/mini";
import type { Encoded } from "../convex/component/wire/fields";
import type {
  ClientShape,
  OperationDefinition,
  ParameterName,
} from "../convex/component/wire/operation";
import { createError, ValidationError } from "./errors";
import type { CallOptions, Operation } from "./transport";

/** A time: a `Date`, ISO 8601 text, or epoch milliseconds. */
export type TimeInput = Date | string | number;

/** What the client accepts for a field. */
type FieldInput<T> = T extends string | number
  ? "__encoding" extends keyof T
    ? T extends Encoded<string, "json", infer Value>
      ? Value | string
      : TimeInput
    : T
  : T;

type Shape<D extends OperationDefinition> = D extends { client: infer C extends ClientShape }
  ? C
  : Record<never, never>;
type Names<D extends OperationDefinition> =
  Shape<D> extends { names: infer N extends Readonly<Record<string, string>> }
    ? N
    : Record<never, never>;
type ClientName<N, Wire> = {
  [C in keyof N]: N[C] extends Wire ? C : never;
}[keyof N] extends infer Found
  ? [Found] extends [never]
    ? Wire
    : Found
  : never;
type Renamed<Fields, N> = {
  [K in keyof Fields as ClientName<N, K> & PropertyKey]: FieldInput<Fields[K]>;
};

/** Every operation accepts the expected project. */
interface Scope {
  /** The expected project of the credential; a `ForbiddenError` otherwise. */
  readonly projectId?: string;
}

/** All input of an operation, by the client's names. */
export type Input<D extends OperationDefinition> = Renamed<z.input<D["input"]>, Names<D>> & Scope;

/** The parameters' names, as editors show them. */
interface Labels<V> {
  category: [category: V];
  clientId: [clientId: V];
  connectionId: [connectionId: V];
  data: [data: V];
  deliveryId: [deliveryId: V];
  directoryId: [directoryId: V];
  directoryGroupId: [directoryGroupId: V];
  directoryUserId: [directoryUserId: V];
  endpointId: [endpointId: V];
  id: [id: V];
  idOrSlug: [idOrSlug: V];
  invitationId: [invitationId: V];
  keyId: [keyId: V];
  messageId: [messageId: V];
  newPassword: [newPassword: V];
  organizationId: [organizationId: V];
  projectId: [projectId: V];
  providerId: [providerId: V];
  role: [role: V];
  secretId: [secretId: V];
  sessionId: [sessionId: V];
  slug: [slug: V];
  teamId: [teamId: V];
  template: [template: V];
  to: [to: V];
  userId: [userId: V];
}

type Parameter<I, Name extends ParameterName> = Name extends keyof I
  ? undefined extends I[Name]
    ? Partial<Labels<Exclude<I[Name], undefined>>[Name]>
    : Labels<I[Name]>[Name]
  : never;
type Positions<I, Parameters extends readonly ParameterName[]> = Parameters extends readonly [
  infer First extends ParameterName,
  ...infer Others extends readonly ParameterName[],
]
  ? [...Parameter<I, First>, ...Positions<I, Others>]
  : [];

/** Optional unless a field is required. */
type LastArgument<Fields> =
  Record<never, never> extends Fields ? [options?: Fields] : [options: Fields];

type ObjectArguments<I> =
  Record<never, never> extends I
    ? [input?: I, options?: CallOptions]
    : [input: I, options?: CallOptions];

type PositionalArguments<I, Parameters extends readonly ParameterName[]> =
  | [
      ...Positions<I, Parameters>,
      ...LastArgument<Omit<I, Parameters[number]> & Omit<CallOptions, "projectId">>,
    ]
  // Parameters that are all optional can be left out, or given by name.
  | (Record<never, never> extends Pick<I, Parameters[number] & keyof I>
      ? Record<never, never> extends I
        ? [options?: I & CallOptions]
        : never
      : never);

/** The arguments of a method whose input is `I`. */
export type Arguments<D extends OperationDefinition, I = Input<D>> =
  Shape<D> extends { parameters: infer P extends readonly ParameterName[] }
    ? PositionalArguments<I, P>
    : string extends keyof z.input<D["input"]> // no fields: z.input is Record<string, never>
      ? [options?: CallOptions]
      : ObjectArguments<I>;

type Fields = { readonly [field: string]: unknown };

/** Splits the arguments of a call into the wire's input and the options. */
export function readArguments(
  operation: Operation,
  args: readonly unknown[],
): { input: Fields; options: CallOptions } {
  const { parameters, names = {}, encodings = {} } = operation;
  const { fields, options } =
    parameters === undefined
      ? readObject(operation, args)
      : readPositions(operation, parameters, args);
  // An undefined field is absent; otherwise it would replace the client's own `projectId`.
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const renamed = given.map(([name, value]) => {
    const wireName = Object.hasOwn(names, name) ? names[name]! : name;
    const encoding = Object.hasOwn(encodings, wireName) ? encodings[wireName] : undefined;
    return [wireName, encode(encoding, value)] as const;
  });
  return { input: Object.fromEntries(renamed), options };
}

function readObject(operation: Operation, [input = {}, options = {}]: readonly unknown[]) {
  const { projectId, ...others } = requireObject(operation, options) as CallOptions;
  const fields = requireObject(operation, input);
  return { fields: projectId === undefined ? fields : { ...fields, projectId }, options: others };
}

function readPositions(
  operation: Operation,
  parameters: readonly string[],
  args: readonly unknown[],
) {
  const isByName = parameters.every((name) => name.endsWith("?")) && isFields(args[0]);
  const positions = isByName
    ? []
    : parameters.map((name, i) => [name.replace("?", ""), args[i]] as const);
  const last = requireObject(operation, (isByName ? args[0] : args[parameters.length]) ?? {});
  const { signal, timeout, idempotencyKey, ...fields } = last as CallOptions & Fields;
  return {
    fields: {
      ...fields,
      ...Object.fromEntries(positions.filter(([, value]) => value !== undefined)),
    },
    options: { signal, timeout, idempotencyKey },
  };
}

function requireObject({ group, name }: Operation, value: unknown): Fields {
  if (isFields(value)) return value;
  throw new TypeError(`${group}.${name} expects an object, not ${describe(value)}.`);
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const describe = (value: unknown) =>
  value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;

/** A value that cannot be converted is sent as it is, so that the runtime's error names the field. */
function encode(encoding: "epoch" | "iso" | "json" | undefined, value: unknown): unknown {
  if (encoding === undefined || value === null) return value;
  if (encoding === "json") return typeof value === "string" ? value : JSON.stringify(value);
  const time = value instanceof Date ? value.getTime() : toTime(value);
  if (Number.isNaN(time)) return String(value);
  return encoding === "epoch" ? time : formatTime(time, value);
}

const toTime = (value: unknown): number =>
  typeof value === "number" ? value : typeof value === "string" ? Date.parse(value) : Number.NaN;

/** Text stays as it is: the runtime requires an offset, and a `Date` would guess one. */
const formatTime = (time: number, value: unknown): unknown =>
  typeof value === "string" || Math.abs(time) > 8.64e15 ? value : new Date(time).toISOString();

/** Names the fields of an error as the client does. */
export function withClientNames(error: unknown, { names }: Operation): unknown {
  if (!(error instanceof ValidationError) || names === undefined) return error;
  const clientNames = new Map(Object.entries(names).map(([client, wire]) => [wire, client]));
  const rename = (path: string) => path.replace(/^\w+/, (name) => clientNames.get(name) ?? name);
  const [first] = error.errors;
  const { status, code, requestId, retryAfter, cause } = error;
  return createError({
    status,
    code,
    requestId,
    retryAfter,
    cause,
    message:
      first && error.message.startsWith(`${first.field}: `) ? rename(error.message) : error.message,
    errors: error.errors.map((each) => ({ ...each, field: rename(each.field) })),
  });
}
