/**
 * `Idempotency-Key`: the first answer of a write is stored in the write's own transaction, scoped to project, caller and operation.
 * Source: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { problem } from "../errors";
import { acceptedMacs } from "../secrets";
import type { Caller } from "./caller";
import type { TenantReader, TenantWriter } from "./database";

const KEPT_FOR = 24 * 3_600_000;
const DELETED_PER_RUN = 1_000;

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
  const { inputHashes, ...place } = request;
  const inputHash = inputHashes[0]!; // the current secret's
  await db.insert("idempotencyKeys", { ...place, inputHash, ...answer, createdAt: now });
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
    const expired = await ctx.db
      .query("idempotencyKeys")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - KEPT_FOR))
      .take(DELETED_PER_RUN);
    for (const row of expired) await ctx.db.delete("idempotencyKeys", row._id);
    if (expired.length === DELETED_PER_RUN)
      await ctx.scheduler.runAfter(0, internal.tenancy.idempotency.purge, {});
    return null;
  },
});
