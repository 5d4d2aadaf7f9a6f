/** Responses of the protocol (RFC 7644 §3.12). */
import { ScimError, errorBody } from "../../scim/errors";
import { CONTENT_TYPE } from "../../scim/json";
import type { Fault } from "./faults";
import type { ResourceAnswer } from "./users";

export const answerJson = (body: object, requestId: string): Response =>
  respond(200, JSON.stringify(body), requestId);

export const answerResource = (
  { status, body, location, etag }: ResourceAnswer,
  requestId: string,
): Response =>
  respond(status, body, requestId, {
    ...(location === null ? {} : { location }),
    ...(etag === null ? {} : { etag }),
  });

export const answerNotModified = (etag: string, requestId: string): Response =>
  respond(304, null, requestId, { etag });

export function answerFault({ error, retryAfterSeconds }: Fault, requestId: string): Response {
  return respond(error.status, JSON.stringify(errorBody(error)), requestId, {
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    ...(error.status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(error instanceof MethodNotAllowed ? { allow: error.allow.join(", ") } : {}),
  });
}

/** The URL exists, but not with this method. */
export class MethodNotAllowed extends ScimError {
  constructor(
    method: string,
    readonly allow: readonly string[],
  ) {
    super(405, `${method} is not supported here; use ${allow.join(" or ")}`);
  }
}

const respond = (
  status: number,
  body: string | null,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(body, {
    status,
    headers: {
      ...(body === null ? {} : { "content-type": CONTENT_TYPE }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...headers,
    },
  });
