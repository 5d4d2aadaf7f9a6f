/**
 * Calls operations of the API in the visitor's session, so that their permissions, policies and
 * limits apply. A form is checked before (forms.ts), as a cookie's origin is elsewhere.
 */
import { readSender } from "../api/clientAddress";
import { recordDenial } from "../api/denials";
import { manifest } from "../api/manifest.generated";
import { findProblem, isRecorded, type Problem } from "../core/errors";
import { requestTransactions } from "../tenancy/contenders";
import { toReference, type Reply, type RequestArgs } from "../tenancy/request";
import type { SignedInVisit } from "./visit";

export type OrganizationOperation = keyof typeof manifest.organizations;
type Fields = Readonly<Record<string, unknown>>;

export interface OperationAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly problem: Problem | null;
}

export async function callOperation(
  visit: SignedInVisit,
  name: OrganizationOperation,
  input: Fields,
): Promise<OperationAnswer> {
  const { ctx, request, requestId, place, tokenHash } = visit;
  const { projectId, audience } = place;
  const sender = await readSender(ctx, request);
  const { ip, hasTrustedIp, userAgent } = sender;
  const tokens = [{ projectId, tokenHash }];
  const args: RequestArgs = {
    credential: { kind: "session", tokens, projectPath: projectId, page: null, audience },
    input: JSON.stringify(input),
    request: { id: requestId, ip, hasTrustedIp, userAgent, idempotencyKey: null },
  };
  try {
    const reply = await run(visit, name, args);
    if (!("body" in reply)) throw new Error(`organizations.${name} asked for more work.`);
    return { body: JSON.parse(reply.body) as Fields, problem: null }; // serialized by the operation
  } catch (error) {
    const known = findProblem(error);
    if (!known) throw error;
    if (isRecorded(known)) await recordDenial(ctx, `organizations.${name}`, args, known);
    return { body: {}, problem: known };
  }
}

async function run(
  { ctx, place, tokenHash }: SignedInVisit,
  name: OrganizationOperation,
  args: RequestArgs,
): Promise<Reply> {
  const { kind, path } = manifest.organizations[name];
  if (kind === "query")
    return await ctx.runQuery(toReference("query", "organizations", name), args);
  const contended = () => ({ subject: [path, place.projectId], caller: tokenHash });
  return await requestTransactions(ctx, contended).run(
    async () => await ctx.runMutation(toReference("mutation", "organizations", name), args),
  );
}
