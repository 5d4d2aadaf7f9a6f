/**
 * Authorizes a call. This folder knows which user a session belongs to; what that user may do is
 * known by slices (organizations with their roles and policies, settings, limits), which provide it
 * as `SessionRules`.
 */
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { fieldProblem, invalidField, problem, unauthenticated } from "../core/errors";
import type { OperationDefinition, OperationInput } from "../wire/operation";
import { fromQueryParameters, parseBody, parseInput } from "../wire/parse";
import { resolveCaller, type Caller, type CallersSession, type Credential } from "./caller";
import { TenantReader } from "./database";
import { isLimited } from "./keyLimits";
import { asOperator, enterProject, isOperatorCall } from "./operators";
import type { FindSessionPermissions } from "./portalCaller";
import { findForbiddenField } from "./portalFields";
import { mayPortalCall } from "./portalOperations";
import type { RequestArgs } from "./request";

type Fields = { readonly [field: string]: unknown };

/** A request by session: the caller and the input. */
export interface SessionRequest {
  readonly db: TenantReader;
  readonly definition: OperationDefinition;
  readonly credential: Credential;
  readonly caller: Caller & { readonly session: CallersSession };
  readonly body: Fields;
  /** The input came as query parameters. */
  readonly isGet: boolean;
  readonly now: number;
}
/**
 * The caller bound to what it may do, with the input in the contract's terms; or the response, when
 * there is nothing to run.
 */
export type Admission =
  { readonly caller: Caller; readonly body: Fields } | { readonly answer: string };
/** The request must first be counted against the key's limits (limitedRequest.ts). */
export interface Uncounted {
  readonly limited: true;
}
/** A request by an operator's session. */
export interface OperatorRequest {
  readonly definition: OperationDefinition;
  readonly credential: Credential;
  readonly session: CallersSession;
  readonly now: number;
}
/** Whose writes are counted, in their own project. */
interface Writer {
  readonly projectId: string;
  readonly id: string;
}
/** Rules for operators and portal sessions that only slices know: lifetimes, factors, limits. */
export interface OperatorRules {
  /** Throws unless the session may act as an operator at all. */
  readonly assertSession: (request: OperatorRequest) => void;
  /** Throws unless the last sign-in is recent enough for the operation. */
  readonly assertSteppedUp: (request: OperatorRequest) => void;
  /** Counts a write against the limit of the operator or the portal session; throws 429. */
  readonly count: (ctx: MutationCtx, writer: Writer) => Promise<void>;
  /** For a portal session whose link a user made. */
  readonly findSessionPermissions: FindSessionPermissions;
}
/**
 * Rules for end users' sessions that only slices know: organizations with their policies, settings,
 * limits.
 */
export interface SessionRules {
  readonly admit: (request: SessionRequest) => Promise<Admission>;
  /** Counts a write against the user's limit; throws 429. */
  readonly count: (ctx: MutationCtx, caller: Caller) => Promise<void>;
}

/** Resolves the caller and checks that it may call the operation. */
export async function authorize(
  ctx: QueryCtx | MutationCtx,
  definition: OperationDefinition,
  args: RequestArgs,
  rules: { readonly now: number } & Rules,
): Promise<Admission | Uncounted> {
  const { credential } = args;
  if (credential.kind === "client" && !definition.public) throw unauthenticated();
  if (credential.kind === "session" && definition.session === "none") throw unauthenticated();
  const { findSessionPermissions = null } = rules.operators ?? {};
  const caller = await resolveCaller(ctx.db, credential, rules.now, findSessionPermissions);
  if (caller.key && !args.counted && !definition.uncounted && isLimited(caller.key, caller.project))
    return { limited: true };
  if (caller.session)
    return await authorizeSession(ctx, definition, args, {
      ...rules,
      caller: { ...caller, session: caller.session },
    });
  if (definition.sessionOnly)
    throw problem("forbidden", "This operation requires a user session; API keys cannot call it");
  // Without rules, nothing would count its writes.
  if (caller.portal && !(rules.operators && mayPortalCall(caller.portal.intent, definition.path)))
    throw problem(
      "forbidden",
      `A portal session for ${caller.portal.intent} cannot call this operation`,
    );
  if (caller.portal) assertPortalFields(caller.portal.intent, definition.path, args.input);
  const isAllowed =
    definition.permission === null || caller.permissions.allows(definition.permission);
  if (!isAllowed && !isOnItself(definition, caller, args)) {
    throw problem("forbidden", `Missing permission: ${definition.permission}`);
  }
  if (caller.organizationId !== null && !definition.organizationKeys) {
    throw problem(
      "forbidden",
      `This key is restricted to organization ${caller.organizationId}; use a key without an organization for this operation`,
    );
  }
  return { caller, body: parseBody(args.input) };
}

function assertPortalFields(
  intent: NonNullable<Caller["portal"]>["intent"],
  path: string,
  input: string,
): void {
  const field = findForbiddenField(intent, path, parseBody(input));
  if (field === null) return;
  const message = `A portal session for ${intent} cannot set this field`;
  throw fieldProblem("forbidden", { field, message, code: "not_allowed" });
}

interface Rules {
  /** Null for operations that no session may call. */
  readonly operators: OperatorRules | null;
  /** Null for operations that end users' sessions may not call. */
  readonly sessions: SessionRules | null;
}

async function authorizeSession(
  ctx: QueryCtx | MutationCtx,
  definition: OperationDefinition,
  args: RequestArgs,
  rules: Rules & {
    readonly now: number;
    readonly caller: Caller & { readonly session: CallersSession };
  },
): Promise<Admission> {
  const { caller, operators, sessions, now } = rules;
  const { credential } = args;
  const body = parseBody(args.input);
  if (
    operators &&
    definition.session !== "none" &&
    isOperatorCall(caller, definition, body.projectId)
  ) {
    const request = { definition, credential, session: caller.session, now };
    operators.assertSession(request);
    const admission = await authorizeOperator(ctx, definition, caller, body);
    operators.assertSteppedUp(request);
    return admission;
  }
  if (!sessions || definition.inImpersonation === undefined) {
    if (credential.kind === "session") throw unauthenticated();
    throw problem("forbidden", "Sessions cannot call this operation; use an API key");
  }
  if (!definition.inImpersonation && caller.session.row.impersonatedBy !== null)
    throw fieldProblem("forbidden", {
      field: "",
      message: IN_IMPERSONATION,
      code: "impersonation",
    });
  const db = new TenantReader(ctx.db, caller.project.id);
  const isGet = args.fromQueryParameters === true;
  return await sessions.admit({ db, definition, credential, caller, body, isGet, now });
}

/** In the project that the input names; or, for the operator's own projects, in none. */
async function authorizeOperator(
  ctx: QueryCtx | MutationCtx,
  definition: OperationDefinition,
  caller: Caller & { readonly session: CallersSession },
  { projectId, ...body }: Fields,
): Promise<Admission> {
  if (definition.sessionOnly)
    throw problem("forbidden", "This operation is about an end user; operators cannot call it");
  if (projectId === undefined && definition.session !== "operator")
    throw invalidField("projectId", "Required: the project to work in", "invalid_type");
  if (projectId !== undefined && typeof projectId !== "string")
    throw invalidField("projectId", "Expected the id of a project", "invalid_type");
  const inProject = projectId === undefined ? null : await enterProject(ctx.db, caller, projectId);
  if (inProject === null || definition.session === "operator")
    return { caller: asOperator(caller), body };
  const { permission } = definition;
  if (permission !== null && !inProject.permissions.allows(permission))
    throw problem("forbidden", `Missing permission: ${permission}`);
  return { caller: inProject, body };
}

/** Whether a key calls the operation about itself, for which it needs no permission. */
const isOnItself = ({ onItself }: OperationDefinition, { key }: Caller, { input }: RequestArgs) =>
  onItself !== undefined && key !== null && parseBody(input)[onItself] === key.id;

/** An impersonation must leave nothing that outlives it, whatever its user may do. */
const IN_IMPERSONATION =
  "Not allowed during impersonation, which must not leave lasting changes; use an API key";

/**
 * Parses the input by the contract's schema. Throws `forbidden` if it names another project or
 * environment.
 */
export function parseOperationInput<D extends OperationDefinition>(
  definition: D,
  args: RequestArgs,
  { caller, body: sent }: Extract<Admission, { body: Fields }>,
): OperationInput<D> {
  const { projectId, environmentId, ...body } = sent;
  const { project } = caller;
  if (projectId !== undefined && projectId !== project.id)
    throw problem("forbidden", "projectId does not match this credential's project");
  if (
    environmentId !== undefined &&
    project.environment !== null &&
    environmentId !== project.environment
  ) {
    throw problem(
      "forbidden",
      "environmentId does not match the environment of this credential's project",
    );
  }
  return parseInput(
    definition.input,
    args.fromQueryParameters ? fromQueryParameters(definition.input, body) : body,
  ) as OperationInput<D>; // the output type of D["input"]
}
