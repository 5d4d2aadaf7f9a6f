/**
 * Calls operations of the API in the portal's session, so that their permissions, records and limits
 * apply. The pages have no other way to read or change anything of the organization.
 */
import { readSender } from "../api/clientAddress";
import { recordDenial } from "../api/denials";
import { manifest } from "../api/manifest.generated";
import { runOperation } from "../api/operationRun";
import { findProblem, isRecorded, type Problem } from "../core/errors";
import { requestTransactions } from "../tenancy/contenders";
import type { RequestArgs } from "../tenancy/request";
import type { SessionVisit } from "./visit";

type Manifest = typeof manifest;
type Fields = Readonly<Record<string, unknown>>;

export type OperationAnswer<Body> =
  | { readonly body: Body; readonly problem: null }
  | { readonly body: null; readonly problem: Problem };

/** `Body` is the operation's declared output, as it crosses the wire. */
export async function callOperation<Group extends keyof Manifest, Body = Fields>(
  visit: SessionVisit,
  [group, name]: readonly [Group, keyof Manifest[Group] & string],
  input: Fields,
): Promise<OperationAnswer<Body>> {
  const { ctx, request, requestId, place, tokenHash } = visit;
  const { projectId } = place;
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const args: RequestArgs = {
    credential: { kind: "portal", projectId, tokenHash },
    input: JSON.stringify(input),
    request: { id: requestId, ip, hasTrustedIp, userAgent, idempotencyKey: null },
  };
  const entry = manifest[group][name] as Manifest["domains"]["list"]; // of one shape
  const contended = () => ({ subject: [entry.path, projectId], caller: tokenHash });
  const running = { ctx, transactions: requestTransactions(ctx, contended) };
  try {
    const { body } = await runOperation(running, { ...entry, group, name }, args);
    return { body: JSON.parse(body) as Body, problem: null }; // serialized by the operation
  } catch (error) {
    const known = findProblem(error);
    if (!known) throw error;
    if (isRecorded(known)) await recordDenial(ctx, `${group}.${name}`, args, known);
    return { body: null, problem: known };
  }
}
