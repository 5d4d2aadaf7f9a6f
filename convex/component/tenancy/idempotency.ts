/**
 * `Idempotency-Key`: the first answer of a write is stored in the write's own transaction, scoped to project, caller and operation.
 * Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { problem } from "../core/errors";
import { deleteSome } from "../core/readBudget";
import { acceptedMacs } from "../core/secrets";
import { boundedJson } from "./boundedCopy";
import type { Caller } from "./caller";
import type { TenantReader, TenantWriter } from "./database";

const KEPT_FOR = 24 * 3_600_000;
const DELETED_PER_RUN = 1_000;
/** In characters; of a row's 1 MiB, where each may take three bytes. */
const LARGE = 300_000;

export interface IdempotentRequest {
  readonly callerId: string;
  readonly operation: string;
  readonly key: string;
  /** Under each accepted secret; the first one is stored. */
  readonly inputHashes: readonly string[];
}

/**
 * A keyed hash, because an input may hold a password: without the deployment's secret the stored
 * hash tells nothing about it.
 */
export async function idempotentRequest(
  caller: Caller,
  operation: string,
  key: string,
  input: string,
): Promise<IdempotentRequest> {
  return {
    callerId: caller.actor.id,
    operation,
    key,
    inputHashes: await acceptedMacs(caller.project.id, "idempotency", input),
  };
}

/** The stored body of the same request, or null when it is new. */
export async function storedAnswer(
  db: TenantReader,
  request: IdempotentRequest,
  now: number,
): Promise<string | null> {
  const row = await findRow(db, request);
  if (!row || row.createdAt + KEPT_FOR <= now) return null;
  if (!request.inputHashes.includes(row.inputHash)) {
    throw problem("validation_error", "This Idempotency-Key was used with another body", {
      errors: [
        {
          field: "Idempotency-Key",
          message: "Used with another body; send a new key",
          code: "idempotency_key_reused",
        },
      ],
    });
  }
  if (row.body === null) {
    throw problem(
      "secret_already_shown",
      "The first answer to this Idempotency-Key showed a secret, which is shown only once",
      {
        resourceId: row.resourceId ?? undefined,
      },
    );
  }
  return row.body;
}

/** `body` null: the answer holds a secret, only the resource's id is kept. */
export async function storeAnswer(
  db: TenantWriter,
  request: IdempotentRequest,
  answer: { body: string | null; resourceId: string | null },
  now: number,
): Promise<void> {
  const expired = await findRow(db, request);
  if (expired) await db.delete("idempotencyKeys", expired);
  const { body, resourceId } = answer;
  const { inputHashes, ...place } = request;
  await db.insert("idempotencyKeys", {
    ...place,
    inputHash: inputHashes[0]!, // the current secret's
    // With a row of before the field rules an answer could be larger than a row may be.
    body: body !== null && body.length > LARGE ? boundedJson(JSON.parse(body) as object) : body,
    resourceId,
    createdAt: now,
  });
}

const findRow = (db: TenantReader, request: IdempotentRequest) =>
  db
    .range("idempotencyKeys", "byKey", (q) =>
      q.eq("callerId", request.callerId).eq("operation", request.operation).eq("key", request.key),
    )
    .unique();

/** Deletes what is older than a day, oldest first, in batches. Run by crons.ts. */
export const purge = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const expired = ctx.db
      .query("idempotencyKeys")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - KEPT_FOR));
    if (await deleteSome(expired, DELETED_PER_RUN, async ({ _id }) => await ctx.db.delete(_id)))
      await ctx.scheduler.runAfter(0, internal.tenancy.idempotency.purge, {});
    return null;
  },
});
