import type * as z from "zod/mini";
import { eventTypes } from "../../convex/component/events/types";
import { toJsonSchema, type JsonSchema } from "../contract/jsonSchema";
import { eventDocs } from "../eventTypes";
import { code, joinBlocks, table } from "./markdown";
import { withObjectReferences } from "./objects";
import { describeType } from "./types";

/** Lists every event type, with its meaning and its `data`. */
export function eventTypesSection(): string {
  const docs = eventDocs();
  return joinBlocks([
    "## Event types",
    "`data` is the object as the API returned it at the time of the event, with times as ISO 8601 strings. [Webhooks](webhooks.md) deliver the same events.",
    table(
      ["type", "meaning", "`data`"],
      Object.entries<z.ZodMiniObject>(eventTypes).map(([type, data]) => [
        code(type),
        docs.get(type) ?? "",
        describeData(withObjectReferences(toJsonSchema(data, "output"))),
      ]),
    ),
  ]);
}

const describeData = (schema: JsonSchema): string =>
  schema.properties
    ? Object.entries(schema.properties)
        .map(([field, inner]) => `${code(field)}: ${describeType(inner)}`)
        .join("; ")
    : describeType(schema);
