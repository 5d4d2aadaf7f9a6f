/**
 * The client inside a Convex function of the installing app: no HTTP, no key, and in a mutation
 * everything is part of the mutation's own transaction.
 */
import type { FunctionReference } from "convex/server";
import type { Contract } from "../../convex/component/contract";
import { errorStatus, findProblem } from "../../convex/component/core/errors";
import { BanataAuthError, errorOf } from "../errors";
import type { Operation, OperationKind, Transport, WriteOptions } from "../transport";

type Fields = { readonly [field: string]: unknown };
type Arguments = Record<string, unknown>;
type Reference<Kind extends OperationKind> = FunctionReference<
  Kind,
  "public" | "internal",
  Arguments,
  unknown
>;

/** `components.banataAuth` of the installing app. */
export type BanataAuthComponent = {
  readonly [G in keyof Contract]: {
    readonly functions: { readonly [M in keyof Contract[G]]: Reference<KindOf<Contract[G][M]>> };
  };
} & { readonly auditLogs: { readonly denials: { readonly record: Reference<"mutation"> } } };
type KindOf<D> = D extends { kind: infer Kind extends OperationKind } ? Kind : never;

/** The `ctx` of a query. */
export interface QueryContext {
  readonly runQuery: (query: Reference<"query">, args: Arguments) => Promise<unknown>;
}
/** The `ctx` of a mutation or an action. */
export interface MutationContext extends QueryContext {
  readonly runMutation: (mutation: Reference<"mutation">, args: Arguments) => Promise<unknown>;
}

/** What acts, and where. */
export interface ConvexTransportOptions {
  /**
   * The project to work in. The app is trusted with all of it, so decide yourself who may cause the
   * call; never take the id from a browser unchecked.
   */
  readonly projectId: string;
  /**
   * Acts as that session instead of the app, with what its user may do and under the policies of
   * organizations, for the operations that a session may call (the others are refused with
   * `forbidden`). Take the id from a verified token, as `requireUser` answers it: `as: { sessionId: session.id }`. A session that is over is refused with `authentication_required`.
   */
  readonly as?: { readonly sessionId: string };
}

/**
 * Calls the installed component instead of a URL. Acts as the app, with all powers in that one
 * project, unless `as` names a session.
 *
 * From a mutation or an action the client has every method, from a query those that read. A
 * password is hashed between two transactions, which takes an action: `createUser` with one is
 * refused with `not_available` in a mutation.
 *
 * ```ts
 * export const invite = mutation({
 *   args: { email: v.string(), name: v.string() },
 *   handler: async (ctx, args) => {
 *     const client = new BanataAuth({ transport: convexTransport(ctx, components.banataAuth, { projectId: process.env.BANATA_PROJECT_ID! }) });
 *     return (await client.users.createUser(args)).user.id;
 *   },
 * });
 * ```
 */
export function convexTransport(
  ctx: MutationContext,
  component: BanataAuthComponent,
  options: ConvexTransportOptions,
): Transport;
export function convexTransport(
  ctx: QueryContext,
  component: BanataAuthComponent,
  options: ConvexTransportOptions,
): Transport<"query">;
export function convexTransport(
  ctx: QueryContext | MutationContext,
  component: BanataAuthComponent,
  options: ConvexTransportOptions,
): Transport {
  return {
    request: async (operation, input, call) => {
      call.signal?.throwIfAborted();
      const run = runnerOf(ctx, component, operation);
      const args = argumentsOf(operation, input, call, options);
      try {
        const reply = await run(args);
        if ("body" in reply) return JSON.parse(reply.body) as unknown;
        const hashed = await hashOf(ctx, operation, reply, input[reply.hash]);
        const second = await run({ ...args, hashed });
        if ("body" in second) return JSON.parse(second.body) as unknown;
        throw new Error(`${operation.group}.${operation.name} asked for a hash twice.`);
      } catch (error) {
        if (options.as && findProblem(error)?.code === "forbidden")
          await recordDenial(ctx, component, operation, args, findProblem(error)!.message);
        throw typed(error, args.request.id);
      }
    },
  };
}

type HashNeed = { hash: string; circumstances: { refuseBreached: boolean; names: string[] } };
type Reply = { body: string } | HashNeed;

function argumentsOf(
  operation: Operation,
  input: Fields,
  call: WriteOptions,
  { projectId, as: session }: ConvexTransportOptions,
) {
  const idempotencyKey = operation.repeatable ? null : (call.idempotencyKey ?? null); // nothing is retried here, so none is made up
  return {
    credential: session
      ? { kind: "appSession", projectId, sessionId: session.sessionId }
      : { kind: "app", projectId },
    input: JSON.stringify(input),
    request: { id: `req_${crypto.randomUUID()}`, ip: null, userAgent: null, idempotencyKey },
  };
}

/**
 * What a session was denied goes into the audit log, where the context can write: in an action in a
 * transaction of its own, in a mutation as a part of the app's, which undoes it by throwing on.
 * What becomes of it changes nothing in the error.
 */
async function recordDenial(
  ctx: QueryContext | MutationContext,
  component: BanataAuthComponent,
  { group, name }: Operation,
  args: ReturnType<typeof argumentsOf>,
  reason: string,
): Promise<void> {
  if (!("runMutation" in ctx)) return;
  const { id, ip, userAgent } = args.request;
  try {
    await ctx.runMutation(component.auditLogs.denials.record, {
      credential: args.credential,
      request: { id, ip, userAgent },
      operation: `${group}.${name}`,
      input: args.input,
      reason,
    });
  } catch (error) {
    console.error(`[${id}] A denied attempt was not recorded:`, error);
  }
}

function runnerOf(
  ctx: QueryContext | MutationContext,
  component: BanataAuthComponent,
  operation: Operation,
): (args: Arguments) => Promise<Reply> {
  // The manifest was made from the contract, and the component has a function for each of its
  // operations, which answers a `Reply`.
  const { functions } = (
    component as unknown as Record<string, { functions: Record<string, Reference<OperationKind>> }>
  )[operation.group]!;
  const reference = functions[operation.name]!;
  if (operation.kind === "query")
    return async (args) => (await ctx.runQuery(reference as Reference<"query">, args)) as Reply;
  if ("runMutation" in ctx)
    return async (args) =>
      (await ctx.runMutation(reference as Reference<"mutation">, args)) as Reply;
  throw refused(
    operation,
    "writes, which a Convex query cannot do: call it from a mutation or an action",
  );
}

/**
 * In an action only: there is dynamic import, and time. The import is dynamic so that no query has
 * to evaluate the hash function.
 */
async function hashOf(
  ctx: object,
  operation: Operation,
  { hash, circumstances }: HashNeed,
  password: unknown,
): Promise<string> {
  if (!("runAction" in ctx))
    throw refused(
      operation,
      "hashes a password, which happens outside of transactions: call it from an action",
    );
  const { hashNewPassword } = await import("../../convex/component/passwords/newPassword");
  return await hashNewPassword(hash, String(password), circumstances);
}

const refused = (operation: Operation, why: string) =>
  new BanataAuthError({
    status: 0,
    code: "not_available",
    message: `${operation.group}.${operation.name} ${why}`,
  });

function typed(error: unknown, requestId: string): BanataAuthError {
  if (error instanceof BanataAuthError) return error;
  const problem = findProblem(error);
  if (!problem)
    return errorOf({
      status: 500,
      code: "internal_error",
      message: "The auth component failed",
      requestId,
      cause: error,
    });
  const { code, message, errors, retryAfterSeconds, resourceId } = problem;
  return errorOf({
    status: errorStatus[code],
    code,
    message,
    requestId,
    cause: error,
    errors,
    retryAfter: retryAfterSeconds,
    resourceId,
  });
}
