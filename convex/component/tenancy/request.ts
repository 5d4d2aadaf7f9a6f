/** What a transport passes to an operation's function, and what it gets back. */
import { makeFunctionReference, type FunctionReference } from "convex/server";
import { v, type Infer } from "convex/values";
import { credentialValidator } from "./caller";

export const requestArgs = {
  credential: credentialValidator,
  /** The input as JSON text; from query parameters, every value is a string. */
  input: v.string(),
  fromQueryParameters: v.optional(v.boolean()),
  /** Set in the second call of an operation with `hashes`: the hash that replaces the password. */
  hashed: v.optional(v.string()),
  /** Set in the second call of an operation with `prepares`: the result, as JSON text. */
  prepared: v.optional(v.string()),
  /**
   * Set in the second call of an operation that replied `lookUp`: what DNS has, or `later` from a
   * transport that cannot look it up.
   */
  lookedUp: v.optional(v.union(v.array(v.string()), v.literal("later"))),
  /** The request was counted against its key's limits in this transaction (limitedRequest.ts). */
  counted: v.optional(v.boolean()),
  request: v.object({
    id: v.string(),
    ip: v.union(v.string(), v.null()),
    /** The deployment's proxy named `ip`; else it is only a claim, for the record. */
    hasTrustedIp: v.optional(v.boolean()),
    userAgent: v.union(v.string(), v.null()),
    idempotencyKey: v.union(v.string(), v.null()),
  }),
};

/**
 * Asks the transport to hash the password in field `hash` under the project's policy and to repeat
 * the call.
 */
const hashNeedValidator = v.object({
  hash: v.string(),
  circumstances: v.object({ refuseBreached: v.boolean(), names: v.array(v.string()) }),
});
/** Asks the transport to do the work that the operation `prepares`, and to repeat the call. */
const preparationNeedValidator = v.object({ prepare: v.literal("samlMetadata") });
/**
 * What a handler returns, before it does anything, to have the values of a domain's TXT records
 * looked up (domains/lookup.ts). The transport does so, and repeats the call.
 */
export class TxtLookup {
  constructor(readonly domain: string) {}
}

export const replyValidator = v.union(
  v.object({
    body: v.string(),
    /**
     * The key whose use is due to be recorded. Only queries set it; mutations record it themselves.
     */
    markUse: v.optional(
      v.object({ projectId: v.string(), keyId: v.string(), ip: v.union(v.string(), v.null()) }),
    ),
  }),
  hashNeedValidator,
  preparationNeedValidator,
  v.object({ lookUp: v.string() }),
  /**
   * Nothing was done: the key has a limit, so the transport must repeat the request through
   * limitedRequest.ts, which counts it.
   */
  v.object({ limited: v.literal(true) }),
);
export type Reply = Infer<typeof replyValidator>;
export type HashNeed = Infer<typeof hashNeedValidator>;
export type PreparationNeed = Infer<typeof preparationNeedValidator>;
export type RequestArgs = {
  credential: Infer<typeof credentialValidator>;
  input: string;
  fromQueryParameters?: boolean;
  hashed?: string;
  prepared?: string;
  lookedUp?: string[] | "later";
  counted?: boolean;
  request: Infer<(typeof requestArgs)["request"]>;
};

/**
 * The function of an operation: each operation of the manifest has one, in its group's
 * functions.ts.
 */
export const toReference = <K extends "query" | "mutation">(
  _kind: K,
  group: string,
  name: string,
): FunctionReference<K, "public", RequestArgs, Reply> =>
  makeFunctionReference<K, RequestArgs, Reply>(`${group}/functions:${name}`);
