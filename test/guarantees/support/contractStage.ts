/**
 * The operations as functions of the installing app (`convex/banata.ts`), called with the token of
 * a signed-in user, on the test engine.
 */
import { makeFunctionReference, type FunctionReference } from "convex/server";
import type { ContractReply } from "../../../src/index";
import { beginOwnSession } from "../../support/ownSessions";
import type { TestProject } from "../../support/runtime";
import { operationNamed } from "./operations";
import { inProcessStage, type Answer, type InProcessStage, type KeyedOperation } from "./stage";

/** What Convex verified of a token. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly project: string;
  readonly sid: string;
}
type CallArguments = { operation: string; input: string; idempotencyKey?: string };

export interface ContractStage extends InProcessStage {
  /** Calls by the function of the operation's kind. */
  callWith(claims: Claims | null, operation: KeyedOperation, input: object): Promise<Answer>;
  /** The claims for a session of the user's own. */
  signIn(project: TestProject, userId: string): Promise<Claims>;
  /** Calls as a user of the project who may do everything. */
  readonly callAs: NonNullable<InProcessStage["callAs"]>;
}

export async function contractStage(): Promise<ContractStage> {
  process.env.CONVEX_SITE_URL = ISSUER;
  const stage = await inProcessStage();
  const signIn: ContractStage["signIn"] = async (project, userId) => {
    const client = stage.runtime.client(project);
    const { id } = await beginOwnSession(stage.runOnRows, client, userId);
    return { issuer: ISSUER, subject: userId, project: project.id, sid: id };
  };
  const callWith: ContractStage["callWith"] = async (claims, operation, input) =>
    toAnswer(await run(stage, claims, operation, JSON.stringify(input)));
  const operators = new Map<string, Claims>();
  const findOperator = async (project: TestProject): Promise<Claims> => {
    const known = operators.get(project.id);
    if (known) return known;
    const { users } = stage.runtime.client(project);
    const { user } = await users.createUser({ email: "operator@example.com", name: "Operator" });
    await users.setRole({ userId: user.id, role: "super_admin" });
    const claims = await signIn(project, user.id);
    operators.set(project.id, claims);
    return claims;
  };
  return {
    ...stage,
    signIn,
    callWith,
    callAs: async (project, operation, input) =>
      await callWith(await findOperator(project), operation, input),
  };
}

/** Where the test engine says that it is. */
const ISSUER = "https://some.convex.site";

/** The raw call of one of the three functions. */
async function run(
  { engine }: Pick<InProcessStage, "engine">,
  claims: Claims | null,
  { name, idempotencyKey }: KeyedOperation,
  input: string,
): Promise<ContractReply> {
  const caller = claims ? engine.withIdentity({ ...claims }) : engine;
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return operationNamed(name).definition.kind === "query"
    ? await caller.query(reference("query"), { operation: name, input })
    : await caller.mutation(reference("mutation"), { operation: name, input, ...key });
}

const reference = <Kind extends "query" | "mutation" | "action">(
  kind: Kind,
): FunctionReference<Kind, "public", CallArguments, ContractReply> =>
  makeFunctionReference<Kind, CallArguments, ContractReply>(`banata:${kind}`);

/** As the wire would answer, except that it is only the field that the client resolves to. */
export function toAnswer(reply: ContractReply): Answer {
  if ("problem" in reply) return { status: reply.problem.status, body: reply.problem };
  return {
    status: 200,
    body: reply.answer === null ? null : (JSON.parse(reply.answer) as unknown),
  };
}
