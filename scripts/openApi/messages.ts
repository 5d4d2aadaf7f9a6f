/** What requests and responses of all operations have in common. */
import { errorStatus } from "../../convex/component/core/errors";

export const problem = {
  type: "object",
  description: "RFC 9457 problem details with a machine-readable code.",
  required: ["code", "message", "status", "requestId"],
  properties: {
    code: { enum: Object.keys(errorStatus) },
    message: { type: "string" },
    status: { type: "integer" },
    requestId: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "message", "code"],
        properties: {
          field: { type: "string" },
          message: { type: "string" },
          code: { type: "string" },
        },
      },
    },
    resourceId: {
      type: "string",
      description:
        "With `secret_already_shown`: the id of the resource that the first call created.",
    },
    type: { type: "string" },
    title: { type: "string" },
    detail: { type: "string" },
  },
};

export const headers = {
  "x-request-id": {
    description:
      "Identifies the request in logs and the audit log; the caller's own if it sent one.",
    schema: { type: "string" },
  },
  "retry-after": {
    description: "Seconds until the request can succeed.",
    schema: { type: "integer" },
  },
  "ratelimit-policy": {
    description: 'The limit, as `"<name>";q=<requests>;w=<seconds>`.',
    schema: { type: "string" },
  },
  ratelimit: {
    description: 'What remains of the limit, as `"<name>";r=<requests>;t=<seconds until reset>`.',
    schema: { type: "string" },
  },
};

export const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "1–255 visible ASCII characters that identify this change for 24 hours: a repeat with the same input returns the first call's response, another input fails with 422.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

const content = { "application/problem+json": { schema: problem } };

export const responses = {
  Failure: {
    description: "Failure; `code` tells which",
    headers: { "x-request-id": headers["x-request-id"] },
    content,
  },
  LimitReached: {
    description: "A rate limit or quota was reached (`rate_limit_exceeded`)",
    headers,
    content,
  },
  /** To a webhook delivery. */
  Received: { description: "Received. The runtime retries after any other answer" },
};
