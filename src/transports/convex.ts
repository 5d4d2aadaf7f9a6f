/**
 * The transport inside a Convex function of the installing app: no HTTP and no key; in a mutation,
 * everything is part of that mutation's transaction.
 */
import type { FunctionReference } from "convex/server";
import type { Contract } from "../../convex/component/contract";
import {
  errorStatus,
  findProblem,
  isRecorded,
  type Problem,
} from "../../convex/component/core/errors";
import { BanataAuthError, createError } from "../errors";
import type { Operation, OperationKind, Transport, CallOptions } from "../transport";

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
} & {
  readonly auditLogs: { readonly denials: { readonly record: Reference<"mutation"> } };
  readonly sso: {
    readonly metadata: {
      readonly read: FunctionReference<"action", "public" | "internal", Arguments, string>;
    };
  };
  readonly domains: {
    readonly lookups: {
      readonly find: FunctionReference<"action", "public" | "internal", Arguments, unknown>;
    };
  };
};
type KindOf<D> = D extends { kind: infer Kind extends OperationKind } ? Kind : never;

/** The `ctx` of a query. */
export interface QueryContext {
  readonly runQuery: (query: Reference<"query">, args: Arguments) => Promise<unknown>;
}
/** The `ctx` of a mutation or an action. */
export interface MutationContext extends QueryContext {
  readonly runMutation: (mutation: Reference<"mutation">, args: Arguments) => Promise<unknown>;
  readonly meta?: { getRequestMetadata(): Promise<RequestMetadata> };
}
/** The connection that called the app's function; null for one that the scheduler started. */
interface RequestMetadata {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Who acts, and in which project. */
export interface ConvexTransportOptions {
  /**
   * The project to work in. The app has full access to it, so authorize callers yourself and never
   * take the id from a browser unchecked.
   */
  readonly projectId: string;
  /**
   * Acts as that session instead of the app: with its user's permissions, under the policies of
   * organizations, and only for operations that sessions may call (others are refused with
   * `forbidden`). Take the id from a verified token, as `requireUser` returns it: `as: { sessionId:
   * session.id }`. An ended session is refused with `authentication_required`.
   */
  readonly as?: { readonly sessionId: string };
}

/**
 * Calls the installed component instead of a URL. Acts as the app, with full access to that one
 * project, unless `as` names a session.
 *
 * In a mutation or an action the client has every method, in a query only those that read. Hashing
 * a password happens between two transactions and needs an action: in a mutation, `createUser` with
 * a password is refused with `not_available`. So does the lookup of `domains.verify`: a mutation
 * schedules it and returns the domain as it is before.
 *
 * ```ts
 * export const invite = mutation({
 *   args: { email: v.string(), name: v.string() },
 *   handler: async (ctx, args) => {
 *     const client = new BanataAuth({ transport: convexTransport(ctx, components.banataAuth, { projectId: process.env.BANATA_PROJECT_ID! }) });
 *     return (await client.users.createUser(args)).id;
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
      const run = requireRunner(ctx, component, operation);
      const metadata = options.as ? await loadRequestMetadata(ctx) : UNKNOWN;
      const args = toArguments({ operation, input, call, metadata }, options);
      try {
        const reply = await run(args);
        if ("body" in reply) return JSON.parse(reply.body) as unknown;
        const done = await doBetween({ ctx, component, operation, input }, reply);
        const second = await run({ ...args, ...done });
        if ("body" in second) return JSON.parse(second.body) as unknown;
        throw new Error(`${operation.group}.${operation.name} was not done after its second call.`);
      } catch (error) {
        const known = findProblem(error);
        if (known && isRecorded(known)) await recordDenial(ctx, component, operation, args, known);
        throw toTypedError(error, args.request.id);
      }
    },
  };
}

type HashNeed = { hash: string; circumstances: { refuseBreached: boolean; names: string[] } };
type Need = HashNeed | { prepare: "samlMetadata" } | { lookUp: string };
type Reply = { body: string } | Need;

const UNKNOWN: RequestMetadata = { ip: null, userAgent: null };

/** For the audit log. A query cannot read them, and records nothing. */
async function loadRequestMetadata(ctx: QueryContext | MutationContext): Promise<RequestMetadata> {
  return ("runMutation" in ctx && (await ctx.meta?.getRequestMetadata())) || UNKNOWN;
}

interface Call {
  readonly operation: Operation;
  readonly input: Fields;
  readonly call: CallOptions;
  readonly metadata: RequestMetadata;
}

function toArguments(
  { operation, input, call, metadata: { ip, userAgent } }: Call,
  { projectId, as: session }: ConvexTransportOptions,
) {
  const idempotencyKey = operation.repeatable ? null : (call.idempotencyKey ?? null); // nothing is retried here, so no key is generated
  return {
    credential: session
      ? { kind: "appSession", projectId, sessionId: session.sessionId }
      : { kind: "app", projectId },
    input: JSON.stringify(input),
    request: { id: `req_${crypto.randomUUID()}`, ip, userAgent, idempotencyKey },
  };
}

/**
 * Records the denied attempt of a session, or of the app at a secret, in the audit log when the
 * context can write. In an action it is a transaction of its own; in a mutation it is part of the
 * app's transaction, so it is rolled back if the app rethrows. A failure to record does not change
 * the error.
 */
async function recordDenial(
  ctx: QueryContext | MutationContext,
  component: BanataAuthComponent,
  { group, name }: Operation,
  args: ReturnType<typeof toArguments>,
  { message, code, errors }: Problem,
): Promise<void> {
  if (!("runMutation" in ctx)) return;
  const { id, ip, userAgent } = args.request;
  try {
    await ctx.runMutation(component.auditLogs.denials.record, {
      credential: args.credential,
      request: { id, ip, userAgent },
      operation: `${group}.${name}`,
      input: args.input,
      reason: message,
      code,
      fieldCode: errors?.[0]?.code ?? null,
    });
  } catch (error) {
    console.error(`[${id}] A denied attempt was not recorded:`, error);
  }
}

function requireRunner(
  ctx: QueryContext | MutationContext,
  component: BanataAuthComponent,
  operation: Operation,
): (args: Arguments) => Promise<Reply> {
  // The manifest is generated from the contract, and the component has a function for each
  // operation, which returns a `Reply`.
  const { functions } = (
    component as unknown as Record<string, { functions: Record<string, Reference<OperationKind>> }>
  )[operation.group]!;
  const reference = functions[operation.name]!;
  if (operation.kind === "query")
    return async (args) => (await ctx.runQuery(reference as Reference<"query">, args)) as Reply;
  if ("runMutation" in ctx)
    return async (args) =>
      (await ctx.runMutation(reference as Reference<"mutation">, args)) as Reply;
  throw createRefusal(
    operation,
    "writes, which a Convex query cannot do; call it from a mutation or an action",
  );
}

/**
 * Actions only: they have dynamic import and time to hash. The import is dynamic so that queries do
 * not evaluate the hash function.
 */
async function hashPassword(
  ctx: object,
  operation: Operation,
  { hash, circumstances }: HashNeed,
  password: unknown,
): Promise<string> {
  if (!("runAction" in ctx))
    throw createRefusal(
      operation,
      "hashes a password, which cannot happen in a transaction; call it from an action",
    );
  const { hashNewPassword } = await import("../../convex/component/passwords/newPassword");
  return await hashNewPassword(hash, String(password), circumstances);
}

interface Between {
  readonly ctx: object;
  readonly component: BanataAuthComponent;
  readonly operation: Operation;
  readonly input: Fields;
}

/** The work between the two calls of an operation. */
async function doBetween(
  { ctx, component, operation, input }: Between,
  need: Need,
): Promise<object> {
  if ("lookUp" in need) return { lookedUp: await lookUp(ctx, component, need.lookUp) };
  if ("prepare" in need)
    return { prepared: await readMetadata(ctx, component, operation, input.samlConfig) };
  return { hashed: await hashPassword(ctx, operation, need, input[need.hash]) };
}

/** The component itself reads it, because only the component may send to URLs of tenants. */
async function readMetadata(
  ctx: object,
  component: BanataAuthComponent,
  operation: Operation,
  samlConfig: unknown,
): Promise<string> {
  if (!("runAction" in ctx))
    throw createRefusal(
      operation,
      "reads SAML metadata, which cannot happen in a transaction; call it from an action",
    );
  const { metadataUrl, metadataXml, idpEntityId } = samlConfig as Fields; // the function has parsed it
  const source = { metadataUrl, metadataXml, idpEntityId };
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value != null));
  const { runAction } = ctx as ActionContext; // as in lookUp
  return (await runAction(component.sso.metadata.read, given)) as string; // as the action declares
}

/** A mutation cannot look up: the component then schedules it. */
async function lookUp(
  ctx: object,
  component: BanataAuthComponent,
  domain: string,
): Promise<unknown> {
  if (!("runAction" in ctx)) return "later";
  const { runAction } = ctx as ActionContext; // a mutation's context has none
  return await runAction(component.domains.lookups.find, { domain });
}

interface ActionContext {
  readonly runAction: (
    action: FunctionReference<"action", "public" | "internal", Arguments, unknown>,
    args: Arguments,
  ) => Promise<unknown>;
}

const createRefusal = (operation: Operation, why: string) =>
  new BanataAuthError({
    status: 0,
    code: "not_available",
    message: `${operation.group}.${operation.name} ${why}`,
  });

/** The client's error for what a function of the component throws. */
export function toTypedError(error: unknown, requestId: string | null): BanataAuthError {
  if (error instanceof BanataAuthError) return error;
  const problem = findProblem(error);
  if (!problem)
    return createError({
      status: 500,
      code: "internal_error",
      message: "The auth component failed",
      requestId,
      cause: error,
    });
  const { code, message, errors, retryAfterSeconds, resourceId } = problem;
  return createError({
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
