/**
 * `Idempotency-Key`: the first response to a write is stored in the write's own transaction, scoped
 * to project, caller and operation. Source:
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header
 */
import { internal } from "../_generated/api";
import { fieldProblem, problem } from "../core/errors";
import { acceptedMacs } from "../core/secrets";
import { boundedJson } from "./boundedCopy";
import type { Caller } from "./caller";
import type { TenantReader, TenantWriter } from "./database";
import { purgeJob } from "./purgeJob";

const HOUR_MS = 3_600_000;
const KEPT_FOR_MS = 24 * HOUR_MS;
const DELETED_PER_RUN = 1_000;
/** In characters, which may take three bytes each; a row holds at most 1 MiB. */
const LARGE = 300_000;

export interface IdempotentRequest {
  readonly callerId: string;
  readonly operation: string;
  readonly key: string;
  /** Hashes under each accepted secret; the first one is stored. */
  readonly inputHashes: readonly string[];
}

/**
 * Hashes the input with a key, because it may contain a password: without the deployment's secret
 * the stored hash reveals nothing.
 */
export async function createIdempotentRequest(
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

/** The stored response to the same request, or null for a new one. */
export async function findStoredAnswer(
  db: TenantReader,
  request: IdempotentRequest,
  now: number,
): Promise<string | null> {
  const row = await findRow(db, request);
  if (!row || row.createdAt + KEPT_FOR_MS <= now) return null;
  if (!request.inputHashes.includes(row.inputHash)) {
    throw fieldProblem(
      "validation_error",
      {
        field: "Idempotency-Key",
        message: "Already used with a different body; send a new key",
        code: "idempotency_key_reused",
      },
      "This Idempotency-Key was already used with a different body; send a new key",
    );
  }
  if (row.body === null) {
    throw problem(
      "secret_already_shown",
      "The first response to this Idempotency-Key contained a secret, which is shown only once",
      {
        resourceId: row.resourceId ?? undefined,
      },
    );
  }
  return row.body;
}

/** `body` is null if the response contained a secret; then only the resource's id is stored. */
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
    inputHash: inputHashes[0]!, // under the current secret
    // With a row from before the field rules, a response could exceed the size limit of a row.
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

/**
 * Deletes stored responses older than a day, and rows of requests that died in the queue of a
 * contended write, oldest first, in batches. Run by crons.ts.
 */
export const purge = purgeJob(
  { idempotencyKeys: KEPT_FOR_MS, contenders: HOUR_MS },
  DELETED_PER_RUN,
  () => internal.tenancy.idempotency.purge,
);
