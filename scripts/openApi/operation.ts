import { callerList } from "../contract/callers";
import { inputSchema } from "../contract/inputSchema";
import type { DocumentedOperation } from "../contract/operations";
import { successResponse } from "./components";
import { idempotencyKey, responses } from "./messages";
import { getSecurity } from "./security";

export function toOperationObject(documented: DocumentedOperation) {
  const { group, name, definition, doc, summary } = documented;
  const schema = inputSchema(documented);
  const hasBody = Object.keys(definition.input.shape).length > 0 && definition.method !== "GET";
  const required = (schema.required ?? []).length > 0;
  const takesIdempotencyKey = definition.kind === "mutation" && !definition.repeatable;
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary,
    description: `${doc}\n\n${callerList(definition)}`,
    ...getSecurity(definition),
    ...(takesIdempotencyKey ? { parameters: [idempotencyKey] } : {}),
    ...(hasBody ? { requestBody: { required, content: { "application/json": { schema } } } } : {}),
    responses: {
      "200": successResponse(definition.output),
      ...(definition.public ? {} : { "429": responses.LimitReached }),
      default: responses.Failure,
    },
  };
}
