import type { OperationDefinition } from "../../convex/component/wire/operation";
import { callerList } from "../contract/callers";
import { inputSchema } from "../contract/inputSchema";
import { toJsonSchema, type JsonSchema } from "../contract/jsonSchema";
import type { DocumentedOperation } from "../contract/operations";
import { clientCall } from "./clientCall";
import { curlCall } from "./curlCall";
import { errorTable } from "./errors";
import { inputTable, outputTable } from "./fields";
import { code, joinBlocks } from "./markdown";
import { withObjectReferences } from "./objects";
import { sampleInput } from "./sampleInput";
import { describeType } from "./types";

/** Describes one operation: everything that a caller needs, in the same order each time. */
export function operationSection(operation: DocumentedOperation): string {
  const { name, doc, definition } = operation;
  const sample = sampleInput(operation);
  const errors = errorTable(operation);
  return joinBlocks([
    `## ${name}`,
    doc,
    describeEndpoint(definition),
    `**Who may call it**\n\n${callerList(definition)}`,
    describeInput(inputSchema(operation)),
    describeAnswer(withObjectReferences(toJsonSchema(definition.output, "output"))),
    errors ? `**Errors**, besides [those of every operation](README.md#errors)\n\n${errors}` : null,
    describeEvents(definition),
    "**Example**",
    `\`\`\`sh\n${curlCall(operation, sample)}\n\`\`\``,
    definition.sessionOnly
      ? "In a Convex function, with `convexTransport` and [`as: { sessionId }`](README.md#credentials):"
      : null,
    `\`\`\`js\n${clientCall(operation, sample)}\n\`\`\``,
  ]);
}

function describeEndpoint({
  path,
  kind,
  method,
  repeatable,
  secret,
  uncounted,
}: OperationDefinition) {
  const takesGet = kind === "query" && !method;
  const sentences = [
    `\`${method ?? "POST"} ${path}\`${takesGet ? ", or `GET` with the input as query parameters" : ""}.`,
    ...(kind === "query" ? ["Reads only."] : []),
    ...(kind === "mutation" && repeatable ? ["Writes, and is safe to repeat."] : []),
    ...(kind === "mutation" && !repeatable
      ? ["Writes; accepts an [idempotency key](README.md#idempotency)."]
      : []),
    ...(secret ? ["The answer shows a secret, once."] : []),
    ...(uncounted ? ["Does not count against the limits of the calling key."] : []),
  ];
  return sentences.join(" ");
}

const describeInput = (schema: JsonSchema): string =>
  Object.keys(schema.properties ?? {}).length === 0
    ? "**Input**: none"
    : `**Input**\n\n${inputTable(schema)}`;

function describeAnswer(schema: JsonSchema): string {
  const [object] = [schema, ...(schema.anyOf ?? [])].filter(({ properties }) => properties);
  if (!object) return `**Answer**: ${describeType(schema)}`;
  const fields = Object.entries(object.properties ?? {});
  if (fields.every(([, field]) => field.const !== undefined))
    return `**Answer**: \`{ ${fields.map(([name, field]) => `${name}: ${String(field.const)}`).join(", ")} }\``;
  const orNull = schema.anyOf ? ": an object with these fields, or `null`" : "";
  return `**Answer**${orNull}\n\n${outputTable(object)}`;
}

const describeEvents = ({ events }: OperationDefinition): string | null =>
  events && events.length > 0
    ? `**[Events](events.md#event-types)**: ${events.map(code).join(", ")}`
    : null;
