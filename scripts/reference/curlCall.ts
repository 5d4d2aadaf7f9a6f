import type { OperationDefinition } from "../../convex/component/wire/operation";
import type { DocumentedOperation } from "../contract/operations";

/** Returns a call with `curl`. README.md of the reference says how to set its variables. */
export function curlCall(
  { definition }: DocumentedOperation,
  input: Readonly<Record<string, unknown>>,
): string {
  const body = JSON.stringify(input);
  if (body.includes("'")) throw new Error(`The sample input contains a quote: ${body}`);
  const hasBody = definition.method !== "GET";
  return [
    `curl "${formatUrl(definition)}"`,
    ...formatAuthorization(definition),
    ...(hasBody ? [`-H "Content-Type: application/json"`, `-d '${body}'`] : []),
  ].join(" \\\n  ");
}

const formatUrl = ({ path, sessionOnly }: OperationDefinition): string =>
  sessionOnly ? `$BASE_URL/p/$PROJECT_ID${path}` : `$BASE_URL${path}`;

function formatAuthorization({ public: isPublic, sessionOnly }: OperationDefinition): string[] {
  if (isPublic) return [];
  return [`-H "Authorization: Bearer ${sessionOnly ? "$SESSION_TOKEN" : "$API_KEY"}"`];
}
