/**
 * Calls operations of the API for a page, with the credential of its visitor, so that their
 * permissions, policies, records and limits apply.
 */
import type * as z from "zod/mini";
import type { ActionCtx } from "../_generated/server";
import type { Contract } from "../contract";
import { findProblem, isRecorded, type Problem } from "../core/errors";
import type { Credential } from "../tenancy/caller";
import { requestTransactions } from "../tenancy/contenders";
import type { RequestArgs } from "../tenancy/request";
import { readSender } from "./clientAddress";
import { recordDenial } from "./denials";
import { manifest, type ManifestEntry } from "./manifest.generated";
import { runOperation } from "./operationRun";

type Named<
  Group extends keyof Contract,
  Name extends keyof Contract[Group],
> = Contract[Group][Name] extends infer Operation extends {
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
}
  ? Operation
  : never;

export type OperationName<Group extends keyof Contract> = keyof Contract[Group] & string;
export type Input<Group extends keyof Contract, Name extends keyof Contract[Group]> = z.input<
  Named<Group, Name>["input"]
>;
/** What the operation answers, as it crosses the wire. */
export type Answered<Group extends keyof Contract, Name extends keyof Contract[Group]> = z.output<
  Named<Group, Name>["output"]
>;

export type OperationAnswer<Body> =
  | { readonly body: Body; readonly problem: null }
  | { readonly body: null; readonly problem: Problem };

/** The visit of a page that calls an operation. */
export interface Calling {
  readonly ctx: ActionCtx;
  readonly request: Request;
  readonly requestId: string;
  readonly projectId: string;
  /** Of the token in the visitor's cookie. */
  readonly tokenHash: string;
  readonly credential: Credential;
}

export async function callOperation<
  Group extends keyof Contract,
  Name extends OperationName<Group>,
>(
  { ctx, request, requestId, projectId, tokenHash, credential }: Calling,
  [group, name]: readonly [Group, Name],
  input: Input<Group, Name>,
  idempotencyKey: string | null = null,
): Promise<OperationAnswer<Answered<Group, Name>>> {
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const args: RequestArgs = {
    credential,
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
