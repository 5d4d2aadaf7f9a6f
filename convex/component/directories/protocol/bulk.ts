/** Bulk requests (RFC 7644 §3.7): each operation is a transaction of its own, in order. */
import { bulkResponse, parseBulk, resolveBulkIds } from "../../scim/bulk";
import type { JsonObject } from "../../scim/json";
import { findFault } from "./faults";
import type { Asking } from "./asking";
import { runWrite } from "./changes";

/** The response has no resources; only the ids of new ones are needed. */
const ID_ALONE = { attributes: ["id"], excluded: [] };

type Request = ReturnType<typeof parseBulk>;
type Operation = Request["operations"][number];
type Result = Parameters<typeof bulkResponse>[0][number];

export async function runBulk(asking: Asking, body: unknown): Promise<JsonObject> {
  const { failOnErrors, operations } = parseBulk(body);
  const ids = new Map<string, string>();
  const results: Result[] = [];
  let failures = 0;
  for (const operation of operations) {
    if (failOnErrors !== null && failures >= failOnErrors) break;
    const result = await runOperation(asking, operation, ids);
    if (result.error) failures++;
    results.push(result);
  }
  return bulkResponse(results);
}

/** Adds the id of what a POST creates to `ids`, for the operations that refer to it. */
async function runOperation(
  asking: Asking,
  operation: Operation,
  ids: Map<string, string>,
): Promise<Result> {
  try {
    const { method, kind, id, version, data } = resolveBulkIds(operation, ids);
    const { status, location, etag, body } = await runWrite(asking, {
      ...{ kind, method, id, ifMatch: version, selection: ID_ALONE },
      body: method === "DELETE" ? null : data,
    });
    if (method === "POST" && operation.bulkId !== null && body !== null)
      ids.set(operation.bulkId, String((JSON.parse(body) as { id: unknown }).id));
    return {
      ...{ operation, status },
      ...(location === null ? {} : { location }),
      ...(etag === null ? {} : { version: etag }),
    };
  } catch (error) {
    const fault = findFault(error);
    if (!fault) throw error;
    return { operation, status: fault.error.status, error: fault.error };
  }
}
