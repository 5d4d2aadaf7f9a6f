/**
 * Calls operations of the API in the portal's session, so that their permissions, records and limits
 * apply. The pages have no other way to change anything of the organization, and read nothing else
 * but what standing.ts has.
 */
import type * as z from "zod/mini";
import { readSender } from "../api/clientAddress";
import { recordDenial } from "../api/denials";
import { manifest, type ManifestEntry } from "../api/manifest.generated";
import { runOperation } from "../api/operationRun";
import type { Contract } from "../contract";
import { findProblem, isRecorded, type Problem } from "../core/errors";
import { requestTransactions } from "../tenancy/contenders";
import type { RequestArgs } from "../tenancy/request";
import type { SessionVisit } from "./visit";

type Named<
  Group extends keyof Contract,
  Name extends keyof Contract[Group],
> = Contract[Group][Name] extends infer Operation extends {
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
}
  ? Operation
  : never;

/** What the operation answers, as it crosses the wire. */
export type Answered<Group extends keyof Contract, Name extends keyof Contract[Group]> = z.output<
  Named<Group, Name>["output"]
>;

export type OperationAnswer<Body> =
  | { readonly body: Body; readonly problem: null }
  | { readonly body: null; readonly problem: Problem };

export async function callOperation<
  Group extends keyof Contract,
  Name extends keyof Contract[Group] & string,
>(
  visit: SessionVisit,
  [group, name]: readonly [Group, Name],
  input: z.input<Named<Group, Name>["input"]>,
  idempotencyKey: string | null = null,
): Promise<OperationAnswer<Answered<Group, Name>>> {
  const { ctx, request, requestId, place, tokenHash } = visit;
  const { projectId } = place;
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const args: RequestArgs = {
    credential: { kind: "portal", projectId, tokenHash },
    input: JSON.stringify(input),
    request: { id: requestId, ip, hasTrustedIp, userAgent, idempotencyKey },
  };
  const entries: Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>> = manifest;
  const entry = entries[group]![name]!; // the manifest has every operation of the contract
  const contended = () => ({ subject: [entry.path, projectId], caller: tokenHash });
  const running = { ctx, transactions: requestTransactions(ctx, contended) };
  try {
    const { body } = await runOperation(running, { ...entry, group, name }, args);
    return { body: JSON.parse(body) as Answered<Group, Name>, problem: null }; // serialized by the operation
  } catch (error) {
    const known = findProblem(error);
    if (!known) throw error;
    if (isRecorded(known)) await recordDenial(ctx, `${group}.${name}`, args, known);
    return { body: null, problem: known };
  }
}
