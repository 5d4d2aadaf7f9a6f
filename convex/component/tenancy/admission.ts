/**
 * Whether a caller may do what an operation does. Of a session this folder knows whose it is; what
 * its user may do is known by slices (organizations with their roles and policies, settings,
 * limits), which hand that in as `SessionRules`.
 */
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { problem, unauthenticated } from "../core/errors";
import type { OperationDefinition, OperationInput } from "../wire/operation";
import { fromQueryParameters, parseBody, parseInput } from "../wire/parse";
import { resolveCaller, type Caller, type CallersSession, type Credential } from "./caller";
import { TenantReader } from "./database";
import { isLimited } from "./keyLimits";
import type { RequestArgs } from "./functions";

type Fields = { readonly [field: string]: unknown };

/** A request by session: who it is, and what was sent. */
export interface SessionRequest {
  readonly db: TenantReader;
  readonly definition: OperationDefinition;
  readonly credential: Credential;
  readonly caller: Caller & { readonly session: CallersSession };
  readonly body: Fields;
  /** Sent as query parameters. */
  readonly isGet: boolean;
  readonly now: number;
}
/**
 * What the caller may do there, with the input as it is meant; or an answer, when there is nothing
 * to ask.
 */
export type Admission =
  { readonly caller: Caller; readonly body: Fields } | { readonly answer: string };
/** Not before it is counted (limitedRequest.ts). */
export interface Uncounted {
  readonly limited: true;
}
/**
 * The part of letting sessions in that slices know about: organizations with their policies,
 * settings, limits.
 */
export interface SessionRules {
  readonly admit: (request: SessionRequest) => Promise<Admission>;
  /** Counts a write against the user's limit; throws 429. */
  readonly count: (ctx: MutationCtx, caller: Caller) => Promise<void>;
}

/** Who calls, and that they may. */
export async function authorize(
  ctx: QueryCtx | MutationCtx,
  definition: OperationDefinition,
  args: RequestArgs,
  now: number,
  sessions: SessionRules | null,
): Promise<Admission | Uncounted> {
  const { credential } = args;
  if (credential.kind === "client" && !definition.public) throw unauthenticated();
  if (credential.kind === "session" && !definition.session) throw unauthenticated();
  const caller = await resolveCaller(ctx.db, credential, now);
  if (caller.key && !args.counted && !definition.uncounted && isLimited(caller.key, caller.project))
    return { limited: true };
  if (caller.session) {
    if (!definition.session || !sessions) throw problem("forbidden", "This is not for sessions");
    if (!definition.inImpersonation && caller.session.row.impersonatedBy !== null)
      throw problem("forbidden", IN_IMPERSONATION, {
        errors: [{ field: "", message: IN_IMPERSONATION, code: "impersonation" }],
      });
    const db = new TenantReader(ctx.db, caller.project.id);
    return await sessions.admit({
      db,
      definition,
      credential,
      caller: { ...caller, session: caller.session },
      body: parseBody(args.input),
      isGet: args.fromQueryParameters === true,
      now,
    });
  }
  if (definition.sessionOnly)
    throw problem("forbidden", "Only who is signed in can do this, with a session");
  const isAllowed =
    definition.permission === null || caller.permissions.allows(definition.permission);
  if (!isAllowed && !isOnItself(definition, caller, args)) {
    throw problem("forbidden", `Missing permission: ${definition.permission}`);
  }
  if (caller.organizationId !== null && !definition.organizationKeys) {
    throw problem(
      "forbidden",
      `This key works on organization ${caller.organizationId} alone, and this operation is not about one`,
    );
  }
  return { caller, body: parseBody(args.input) };
}

/** Whether a key asks about itself where that needs no permission. */
const isOnItself = ({ onItself }: OperationDefinition, { key }: Caller, { input }: RequestArgs) =>
  onItself !== undefined && key !== null && parseBody(input)[onItself] === key.id;

/** An impersonation leaves nothing that outlives it, whatever its user may do. */
const IN_IMPERSONATION =
  "Not possible in an impersonation, which may read but leave nothing behind: use an API key";

/** What they ask for: by the contract's schema. */
export function inputOf<D extends OperationDefinition>(
  definition: D,
  args: RequestArgs,
  { caller, body: sent }: Extract<Admission, { body: Fields }>,
): OperationInput<D> {
  const { projectId, environmentId, ...body } = sent;
  const { project } = caller;
  if (projectId !== undefined && projectId !== project.id)
    throw problem("forbidden", "projectId is not the project of this credential");
  if (
    environmentId !== undefined &&
    project.environment !== null &&
    environmentId !== project.environment
  ) {
    throw problem("forbidden", "environmentId is not the environment of this credential's project");
  }
  return parseInput(
    definition.input,
    args.fromQueryParameters ? fromQueryParameters(definition.input, body) : body,
  ) as OperationInput<D>; // D["input"]'s own output
}
