/**
 * Builders that turn an operation's declaration and handler into one Convex function. It resolves
 * the caller, checks the permission, parses the input, runs the handler, records the change, and
 * reduces the result to the declared fields, all in one transaction.
 *
 * Input and result cross as JSON text in their wire form. Convex values reject keys that JSON
 * allows (`$`, non-ASCII), and this way each request is parsed once and each response serialized
 * once.
 */
import {
  v,
  type GenericValidator,
  type Infer,
  type ObjectType,
  type PropertyValidators,
} from "convex/values";
import type * as z from "zod/mini";
import {
  internalMutation,
  internalQuery,
  mutation,
  query,
  type MutationCtx,
  type QueryCtx,
} from "../_generated/server";
import type { Doc } from "../_generated/dataModel";
import { notFound, findProblem } from "../core/errors";
import type { PermissionSet } from "../core/permissions";
import type { OperationDefinition, OperationInput } from "../wire/operation";
import { parseBody } from "../wire/parse";
import { authorize, parseOperationInput, type OperatorRules, type SessionRules } from "./admission";
import { credentialValidator, resolveCaller, type Caller, type CallersOperator } from "./caller";
import { TenantReader, TenantWriter } from "./database";
import { DeploymentReader, DeploymentWriter } from "./deployment";
import { createIdempotentRequest, storeAnswer, findStoredAnswer } from "./idempotency";
import { isKeyUseMarked, markKeyUse } from "./keyUse";
import { enterProject, findOperatorPermissions } from "./operators";
import { Outbox } from "./outbox";
import type { FindSessionPermissions } from "./portalCaller";
import {
  replyValidator,
  requestArgs,
  TxtLookup,
  type HashNeed,
  type PreparationNeed,
  type Reply,
  type RequestArgs,
} from "./request";
import { Recorder, type Actor, type Attempt, type Change, type RequestMetadata } from "./records";

/** What models read with. */
export interface ReadContext {
  readonly db: TenantReader;
  readonly caller: Caller;
  readonly now: number;
  /** The operation's path, which is part of a cursor's scope. */
  readonly operation: string;
}
/** What models write with. */
export interface WriteContext extends ReadContext {
  readonly db: TenantWriter;
  /** Records the event and the audit entry of a change; every write makes at least one. */
  record(change: Change): Promise<void>;
  /** Records the event alone, where another audit entry is written. */
  event(change: Change): Promise<void>;
  /** Records an audit entry alone, for what changes nothing. */
  audit(attempt: Attempt): Promise<void>;
  /** The request id, as returned in every response. */
  readonly requestId: string;
  /** What the transport looked up for a `TxtLookup`; null in the first call. */
  readonly lookedUp: NonNullable<RequestArgs["lookedUp"]> | null;
  readonly scheduler: MutationCtx["scheduler"];
  /** For calls of child components, whose writes belong to this transaction. */
  readonly child: Pick<MutationCtx, "runQuery" | "runMutation" | "meta">;
  /** Whether the installing app has registered its Node file (outbound/nodeFile.ts). */
  hasNodeFile(): Promise<boolean>;
  /** Sets whether the project's changes go to the webhook outbox. */
  setHasWebhooks(hasWebhooks: boolean): Promise<void>;
}

/** Only operations declared `deployment: true` can access the deployment's own rows. */
type WithDeployment<
  D extends OperationDefinition,
  Context,
  Deployment,
> = D["deployment"] extends true ? Context & { deployment: Deployment } : Context;

// The handler's result is parsed by the output schema, so its type is that schema's input.
type Answer<D extends OperationDefinition> = Promise<z.input<D["output"]>>;

/** What may call an operation by session, as far as its builder knows the rules for it. */
type Callable<O, S> =
  | "none"
  | (O extends null ? never : "project" | "operator")
  | (S extends null ? never : "organization" | "self");
type Admissible<O, S> = OperationDefinition & { readonly session: Callable<O, S> };

/**
 * Creates the operation builders with the rules for the sessions of operators and of end users; null
 * if no operation accepts them. An operation whose declaration accepts others does not compile.
 */
export function operationBuilders<
  const O extends OperatorRules | null,
  const S extends SessionRules | null,
>(operators: O, sessions: S) {
  /** Builds a query operation. */
  function operationQuery<const D extends Admissible<O, S> & { kind: "query" }>(
    definition: D,
    handler: (
      ctx: WithDeployment<D, ReadContext, DeploymentReader>,
      input: OperationInput<D>,
    ) => Answer<D>,
  ) {
    return query({
      args: requestArgs,
      returns: replyValidator,
      handler: async (ctx: QueryCtx, args): Promise<Reply> => {
        const now = Date.now();
        const admission = await authorize(ctx, definition, args, { now, operators, sessions });
        if ("limited" in admission) return admission;
        if ("answer" in admission) return { body: admission.answer };
        const { caller } = admission;
        const input = parseOperationInput(definition, args, admission);
        const db = new TenantReader(ctx.db, caller.project.id);
        const context: ReadContext = {
          db,
          caller,
          now,
          operation: definition.path,
          ...(definition.deployment ? { deployment: new DeploymentReader(ctx.db) } : {}),
        };
        const answer = parseAnswer(
          definition,
          await handler(context as Parameters<typeof handler>[0], input),
        ); // context has deployment when D declares it
        const body = JSON.stringify(
          caller.session && args.fromQueryParameters && definition.betterAuth?.readsItems
            ? (answer as { data: unknown }).data
            : answer,
        ); // operations with readsItems return a list
        // limitedRequest.ts records the use of a counted request.
        const isUnmarked =
          caller.useIsDue && !args.counted && !(await isKeyUseMarked(db, caller.actor.id, now));
        return isUnmarked
          ? {
              body,
              markUse: {
                projectId: caller.project.id,
                keyId: caller.actor.id,
                ip: args.request.ip,
              },
            }
          : { body };
      },
    });
  }

  /**
   * Builds a mutation operation: the change, its event, its audit entry and its stored idempotent
   * response commit together or not at all.
   */
  function operationMutation<const D extends Admissible<O, S> & { kind: "mutation" }>(
    definition: D,
    handler: (
      ctx: WithDeployment<D, WriteContext, DeploymentWriter>,
      input: OperationInput<D>,
      /** What the transport has made of it: the hash, or the result of the preparation. */
      made: string | null,
    ) => Answer<D> | Promise<z.input<D["output"]> | TxtLookup>,
    /**
     * Required with `hashes`: what the transport needs to hash the field. Throws if the call would
     * fail anyway.
     */
    hashNeed?: (db: TenantReader, field: string, input: OperationInput<D>) => Promise<HashNeed>,
    /**
     * Required with `prepares`: the work to do before this call, or null. Throws if the call would
     * fail anyway.
     */
    preparationNeed?: (
      ctx: ReadContext,
      input: OperationInput<D>,
    ) => Promise<PreparationNeed | null>,
  ) {
    return mutation({
      args: requestArgs,
      returns: replyValidator,
      handler: async (ctx: MutationCtx, args): Promise<Reply> => {
        const now = Date.now();
        const admission = await authorize(ctx, definition, args, { now, operators, sessions });
        if ("limited" in admission) return admission;
        if ("answer" in admission) return { body: admission.answer };
        const { caller } = admission;
        if (caller.session) await sessions?.count(ctx, caller);
        const { operator, portal, project } = caller;
        if (operator)
          await operators?.count(ctx, { projectId: operator.adminProjectId, id: operator.userId });
        if (portal) await operators?.count(ctx, { projectId: project.id, id: portal.sessionId });
        const db = new TenantWriter(ctx.db, caller.project.id);
        const key = definition.repeatable ? null : args.request.idempotencyKey;
        const idempotent =
          key === null
            ? null
            : await createIdempotentRequest(caller, definition.path, key, args.input);
        const stored = idempotent && (await findStoredAnswer(db, idempotent, now));
        if (stored) return { body: stored };

        const input = parseOperationInput(definition, args, admission);
        if (definition.hashes && isGiven(input, definition.hashes) && args.hashed === undefined) {
          if (!hashNeed) throw new Error(`${definition.path} declares hashes without a hashNeed.`);
          return await hashNeed(db, definition.hashes, input);
        }
        if (definition.prepares && args.prepared === undefined) {
          if (!preparationNeed)
            throw new Error(`${definition.path} declares prepares without a preparationNeed.`);
          const need = await preparationNeed(
            { db, caller, now, operation: definition.path },
            input,
          );
          if (need) return need;
        }
        const recorder = new Recorder({
          db,
          actor: caller.actor,
          request: args.request,
          now,
          outbox: new Outbox(db, ctx.scheduler, caller.project.hasWebhooks),
        });
        const context: WriteContext = {
          db,
          caller,
          now,
          operation: definition.path,
          requestId: args.request.id,
          lookedUp: args.lookedUp ?? null,
          scheduler: ctx.scheduler,
          child: ctx,
          hasNodeFile: async () =>
            (await new DeploymentReader(ctx.db).settings())?.nodeHandles !== undefined,
          setHasWebhooks: async (hasWebhooks) =>
            await new DeploymentWriter(ctx.db).setHasWebhooks(caller.project.id, hasWebhooks),
          ...(definition.deployment ? { deployment: new DeploymentWriter(ctx.db) } : {}),
          record: async (change: Change) =>
            await recorder.record(requireDeclared(definition, change)),
          event: async (change: Change) =>
            await recorder.event(requireDeclared(definition, change)),
          audit: async (attempt: Attempt) => await recorder.audit(attempt),
        };
        const result = await handler(
          context as Parameters<typeof handler>[0],
          input,
          args.hashed ?? args.prepared ?? null,
        );
        if (result instanceof TxtLookup) return { lookUp: result.domain };
        const body = formatAnswer(definition, result);
        const mayChangeNothing =
          definition.repeatable ||
          (definition.idempotencyField !== undefined &&
            isGiven(input, definition.idempotencyField));
        if (recorder.count === 0 && !mayChangeNothing)
          throw new Error(`${definition.path} succeeded without recording an event.`);
        if (idempotent)
          await storeAnswer(
            db,
            idempotent,
            definition.secret
              ? { body: null, resourceId: findId(body) }
              : { body, resourceId: null },
            now,
          );
        if (caller.useIsDue)
          await markKeyUse(db, { keyId: caller.actor.id, ip: args.request.ip }, now);
        return { body };
      },
    });
  }

  return { operationQuery, operationMutation };
}

/** For operations that no session can call, in slices whose others load more rules. */
export const { operationMutation } = operationBuilders(null, null);

/** What background jobs get: the database of the project that they were scheduled for. */
export interface JobContext {
  readonly db: TenantWriter;
  readonly now: number;
  readonly scheduler: MutationCtx["scheduler"];
}
/** For jobs that change data and therefore record events. */
export interface RecordingContext extends JobContext {
  recorder(actor: Actor, request: RequestMetadata): Recorder;
  readonly setHasWebhooks: WriteContext["setHasWebhooks"];
  /** Null when it does not exist or is being deleted. */
  project(): Promise<Doc<"projects"> | null>;
  /** See `findOperatorPermissions`. */
  operatorPermissions(
    operator: Pick<CallersOperator, "adminProjectId" | "sessionId">,
  ): Promise<PermissionSet | null>;
}
/** For the runtime's own reads. */
export interface CallContext {
  readonly db: TenantReader;
  readonly now: number;
  readonly project: RecordingContext["project"];
  readonly operatorPermissions: RecordingContext["operatorPermissions"];
}

/**
 * A write about a caller in its own transaction, made by the runtime or `convexTransport`. Does
 * nothing if the credential is not active (any more). An operator is a caller of the project that
 * the input names.
 */
export const callerJob = <A extends PropertyValidators>(
  args: A,
  work: (
    ctx: JobContext & {
      readonly caller: Caller;
      /** Of the caller's request. */
      readonly input: string;
      readonly recorder: Recorder;
    },
    args: ObjectType<A>,
  ) => Promise<void>,
  findSessionPermissions: FindSessionPermissions,
) =>
  mutation({
    args: {
      credential: credentialValidator,
      request: v.object({
        id: v.string(),
        ip: v.union(v.string(), v.null()),
        hasTrustedIp: v.optional(v.boolean()),
        userAgent: v.union(v.string(), v.null()),
      }),
      input: v.string(),
      ...args,
    },
    returns: v.null(),
    handler: async (ctx, all) => {
      const sent = all as Pick<RequestArgs, "credential" | "request" | "input">; // declared above, but lost to TypeScript in the spread of a generic
      const { input, request } = sent;
      const now = Date.now();
      const caller = await findCaller(ctx, sent, { now, findSessionPermissions });
      if (!caller) return null;
      const db = new TenantWriter(ctx.db, caller.project.id);
      await work(
        {
          db,
          now,
          scheduler: ctx.scheduler,
          caller,
          input,
          recorder: new Recorder({
            db,
            actor: caller.actor,
            request,
            now,
            outbox: new Outbox(db, ctx.scheduler, caller.project.hasWebhooks),
          }),
        },
        all,
      );
      return null;
    },
  });

async function findCaller(
  ctx: MutationCtx,
  { credential, input }: Pick<RequestArgs, "credential" | "input">,
  {
    now,
    findSessionPermissions,
  }: { readonly now: number; readonly findSessionPermissions: FindSessionPermissions },
): Promise<Caller | null> {
  try {
    const caller = await resolveCaller(ctx.db, credential, now, findSessionPermissions);
    const { session, project } = caller;
    if (!session || !project.isAdmin) return caller;
    const { projectId } = parseBody(input);
    return typeof projectId === "string" && projectId !== project.id
      ? await enterProject(ctx.db, { ...caller, session }, projectId)
      : caller;
  } catch (error) {
    if (findProblem(error)) return null;
    throw error;
  }
}

/** An internal mutation that the runtime's own actions call, bound to one project. */
export const tenantCall = <A extends PropertyValidators, R extends GenericValidator>(
  args: A,
  returns: R,
  work: (ctx: RecordingContext, args: ObjectType<A>) => Promise<Infer<R>>,
) =>
  internalMutation({
    args: { projectId: v.string(), ...args },
    returns,
    handler: async (ctx, all) => {
      const { projectId } = all as { projectId: string }; // declared above, but lost to TypeScript in the spread of a generic
      const db = new TenantWriter(ctx.db, projectId);
      const now = Date.now();
      const { scheduler } = ctx;
      const project = async () => await new DeploymentReader(ctx.db).project(projectId);
      const outbox = new Outbox(db, scheduler, async () => (await project())?.hasWebhooks === true);
      const recorder: RecordingContext["recorder"] = (actor, request) =>
        new Recorder({ db, actor, request, now, outbox });
      const setHasWebhooks: RecordingContext["setHasWebhooks"] = async (hasWebhooks) =>
        await new DeploymentWriter(ctx.db).setHasWebhooks(projectId, hasWebhooks);
      const operatorPermissions: RecordingContext["operatorPermissions"] = async (operator) =>
        await findOperatorPermissions(ctx.db, projectId, operator, now);
      return await work(
        { db, now, scheduler, recorder, setHasWebhooks, project, operatorPermissions },
        all,
      );
    },
  });

/** The same for reads. */
export const tenantRead = <A extends PropertyValidators, R extends GenericValidator>(
  args: A,
  returns: R,
  work: (ctx: CallContext, args: ObjectType<A>) => Promise<Infer<R>>,
) =>
  internalQuery({
    args: { projectId: v.string(), ...args },
    returns,
    handler: async (ctx, all) => {
      const { projectId } = all as { projectId: string }; // as in tenantCall
      const db = new TenantReader(ctx.db, projectId);
      const project = async () => await new DeploymentReader(ctx.db).project(projectId);
      const now = Date.now();
      const operatorPermissions: RecordingContext["operatorPermissions"] = async (operator) =>
        await findOperatorPermissions(ctx.db, projectId, operator, now);
      return await work({ db, now, project, operatorPermissions }, all);
    },
  });

/**
 * A background job, such as one batch of a long deletion: internal, and bound to the project that
 * scheduled it.
 */
export const tenantJob = <A extends PropertyValidators>(
  args: A,
  work: (ctx: RecordingContext, args: ObjectType<A>) => Promise<void>,
) =>
  tenantCall(args, v.null(), async (ctx, all) => {
    await work(ctx, all);
    return null;
  });

function requireDeclared(definition: OperationDefinition, change: Change): Change {
  if (!definition.events?.includes(change.type))
    throw new Error(`${definition.path} does not declare the event ${change.type}.`);
  return change;
}

/**
 * The organization that a list is restricted to; null for all. For a key bound to one organization,
 * others are not found.
 */
export function callersOrganization(ctx: ReadContext, asked: string | undefined): string | null {
  const bound = ctx.caller.organizationId;
  if (bound !== null && asked !== undefined && asked !== bound) throw notFound("Organization");
  return bound ?? asked ?? null;
}

/** Only declared fields leave the runtime: `z.object` strips the rest. */
const formatAnswer = (definition: OperationDefinition, answer: unknown): string =>
  JSON.stringify(parseAnswer(definition, answer));

function parseAnswer(definition: OperationDefinition, answer: unknown): unknown {
  const result = definition.output.safeParse(answer);
  if (result.success) return result.data;
  throw new Error(
    `${definition.path} returned a result that does not match its declared output: ${result.error.issues.map((issue) => issue.path.join(".")).join(", ")}`,
  );
}

const isGiven = (input: unknown, field: string) =>
  typeof input === "object" && input !== null && (input as Record<string, unknown>)[field] != null;

/** The id of the result, or else of the first resource in it. */
function findId(body: string): string | null {
  const answer = JSON.parse(body) as Record<string, unknown>; // results that show a secret are objects
  for (const each of [answer, ...Object.values(answer)])
    if (typeof each === "object" && each !== null && "id" in each && typeof each.id === "string")
      return each.id;
  return typeof answer.sessionId === "string" ? answer.sessionId : null; // of a portal link
}
