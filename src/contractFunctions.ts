/**
 * The operations of the contract as functions of the installing app, for its signed-in user. They
 * are public: everything in their arguments comes from a browser. The user and the project come
 * from the verified token.
 */
import { actionGeneric, mutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";
import { manifest, type ManifestEntry } from "../convex/component/api/manifest.generated";
import { fieldProblem, invalidField, problem } from "../convex/component/core/errors";
import { MAXIMUM_BODY_BYTES, requireIdempotencyKey } from "../convex/component/core/requestLimits";
import { jsonFault } from "../convex/component/core/storableJson";
import type { BanataAuthError, FieldError } from "./errors";
import { requireUser, type AuthContext, type SignInComponent } from "./functions";
import { readArguments, withClientNames } from "./parameters";
import type { Operation, OperationKind, Transport } from "./transport";
import {
  convexTransport,
  toTypedError,
  type BanataAuthComponent,
  type ConvexTransportOptions,
} from "./transports/convex";

/** The part of the installing app's `components.banataAuth` that these functions use. */
export type ContractComponent = BanataAuthComponent & Pick<SignInComponent, "signIn">;

/** A call's result. Refusals are values, so that a mutation can record them. */
export type ContractReply =
  | {
      /** What the client's method resolves to, as JSON; null for nothing. */
      readonly answer: string | null;
      /** Where the answer holds times: dotted paths, `[]` for each item of an array. */
      readonly times: readonly string[];
    }
  | { readonly problem: ContractProblem };

/** The fields of a `BanataAuthError`. */
export interface ContractProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];
  readonly retryAfter: number | null;
  readonly resourceId: string | null;
}

const callArgs = {
  /** `organizations.listMembers` */
  operation: v.string(),
  /** The input by the client's names, as JSON, whose keys Convex values could not all hold. */
  input: v.string(),
};
const writeArgs = { ...callArgs, idempotencyKey: v.optional(v.string()) };

/**
 * Every operation that a session may call, as reactive functions for `useBanataQuery`,
 * `useBanataMutation` and `useBanataAction`. Put them into `convex/banata.ts`:
 *
 * ```ts
 * import { contractFunctions } from "@banata-auth/convex";
 * import { components } from "./_generated/api";
 * export const { query, mutation, action } = contractFunctions(components.banataAuth);
 * ```
 *
 * A call acts as the session of the caller's token, in the token's project, and is authorized by
 * the same code as that session's request over HTTP: permissions in the organization, policies,
 * second factor, impersonation, the limit of writes, idempotency keys. The rows of session, user
 * and roles are read in the call's own transaction, so an open query runs again, and is refused, as
 * soon as a role changes, the user is banned, or the session is revoked. When a session expires,
 * nothing changes in the database: the query then ends with the token, which the browser cannot
 * renew.
 *
 * Two things differ from HTTP:
 *
 * - A denied read is not recorded in the audit log, because a query cannot write. Denied writes are
 *   recorded.
 * - The project's trusted origins do not apply. They protect cookies, which a browser sends for any
 *   page; here a page has to hold the session's token.
 *
 * The functions resolve to a `ContractReply`, also for refused calls. They throw only for
 * unexpected failures.
 */
export function contractFunctions(component: ContractComponent) {
  return {
    /** Runs a read. */
    query: queryGeneric({
      args: callArgs,
      handler: async (ctx, call): Promise<ContractReply> =>
        await reply(ctx, component, {
          ...call,
          kind: "query",
          connect: (options) => convexTransport(ctx, component, options),
        }),
    }),

    /** Runs a write. It and its audit entry take effect together or not at all. */
    mutation: mutationGeneric({
      args: writeArgs,
      handler: async (ctx, call): Promise<ContractReply> =>
        await reply(ctx, component, {
          ...call,
          kind: "mutation",
          connect: (options) => convexTransport(ctx, component, options),
        }),
    }),

    /** Runs a write that hashes a password, which a transaction cannot do. */
    action: actionGeneric({
      args: writeArgs,
      handler: async (ctx, call): Promise<ContractReply> =>
        await reply(ctx, component, {
          ...call,
          kind: "mutation",
          connect: (options) => convexTransport(ctx, component, options),
        }),
    }),
  };
}

interface Call<Kind extends OperationKind> {
  readonly operation: string;
  readonly input: string;
  readonly idempotencyKey?: string;
  /** What the function can run. */
  readonly kind: Kind;
  readonly connect: (options: ConvexTransportOptions) => Transport<Kind>;
}

async function reply<Kind extends OperationKind>(
  ctx: AuthContext,
  component: Pick<SignInComponent, "signIn">,
  call: Call<Kind>,
): Promise<ContractReply> {
  try {
    return await perform(ctx, component, call);
  } catch (error) {
    const known = toTypedError(error, null);
    // Convex logs it, rolls back, and hides it from the browser.
    if (known.code === "internal_error") throw known.cause ?? known;
    return { problem: toProblem(known) };
  }
}

async function perform<Kind extends OperationKind>(
  ctx: AuthContext,
  component: Pick<SignInComponent, "signIn">,
  { operation: name, input: text, idempotencyKey, kind, connect }: Call<Kind>,
): Promise<ContractReply> {
  const operation = requireOperation(name, kind);
  const key = requireIdempotencyKey(idempotencyKey ?? null) ?? undefined;
  const { input } = readArguments({ ...operation, parameters: undefined }, [parseFields(text)]);
  const { session } = await requireUser(ctx, component);
  const transport = connect({ projectId: session.projectId, as: { sessionId: session.id } });
  try {
    const answer = await transport.request(operation, input, { idempotencyKey: key });
    return pickResult(answer, operation);
  } catch (error) {
    throw withClientNames(error, operation);
  }
}

/** Whether a session may call it is checked where every transport checks it, in the component. */
function requireOperation<Kind extends OperationKind>(name: string, kind: Kind): Operation<Kind> {
  const [group = "", method = "", ...rest] = name.split(".");
  const groups: { readonly [group: string]: { readonly [name: string]: ManifestEntry } } = manifest;
  const operations = Object.hasOwn(groups, group) ? groups[group]! : {};
  if (rest.length > 0 || !Object.hasOwn(operations, method))
    throw problem("not_found", "No operation has this name");
  const entry = operations[method]!;
  if (entry.kind !== kind)
    throw problem(
      "not_available",
      `${group}.${method} ${entry.kind === "query" ? "reads; call it as a query" : "writes; call it as a mutation"}`,
    );
  return { ...entry, kind, group, name: method };
}

function parseFields(text: string): object {
  // A character takes at most three bytes.
  if (text.length * 3 > MAXIMUM_BODY_BYTES && byteLength(text) > MAXIMUM_BODY_BYTES)
    throw invalidField("", "The input is larger than 1 MiB", "too_big");
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidField("", "Expected a JSON object", "invalid_type");
  // Before the text is written again: `1e400` would become null, and deep nesting exhaust the stack.
  const fault = jsonFault(value);
  if (fault) throw fieldProblem("validation_error", fault);
  return value;
}

const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw problem("invalid_json", "The input is not valid JSON");
  }
}

/** Reduces the answer to what the client's method resolves to. */
function pickResult(answer: unknown, { returns, dates = [] }: Operation): ContractReply {
  if (returns === null) return { answer: null, times: [] };
  if (returns === undefined) return { answer: JSON.stringify(answer), times: [...dates] };
  const field = (answer as { readonly [field: string]: unknown })[returns]; // an object by the contract
  const inField = dates.filter(
    (path) => path.startsWith(`${returns}.`) || path.startsWith(`${returns}[`),
  );
  return {
    answer: JSON.stringify(field),
    times: inField.map((path) => path.slice(returns.length)),
  };
}

function toProblem(error: BanataAuthError): ContractProblem {
  const { status, code, message, requestId, errors, retryAfter, resourceId } = error;
  return { status, code, message, requestId, errors: [...errors], retryAfter, resourceId };
}
