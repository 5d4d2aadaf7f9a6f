import * as z from "zod/mini";
import { eventTypes } from "../../convex/component/events/types";
import { idOutput, isoDate } from "../../convex/component/wire/fields";
import { toJsonSchema } from "../contract/jsonSchema";
import { eventDocs } from "../eventTypes";
import { responses } from "./messages";

/** Describes every event type as a webhook delivery. */
export function describeWebhooks() {
  const docs = eventDocs();
  return Object.fromEntries(
    Object.entries<z.ZodMiniObject>(eventTypes).map(([type, data]) => {
      const doc = docs.get(type);
      if (!doc) throw new Error(`${type} has no docstring in events/types.ts.`);
      const body = z.object({
        id: idOutput("event"),
        type: z.literal(type),
        timestamp: isoDate(),
        createdAt: isoDate(),
        data,
      });
      const operation = {
        operationId: `webhook.${type}`,
        tags: ["webhooks"],
        summary: doc,
        requestBody: {
          required: true,
          content: { "application/json": { schema: toJsonSchema(body, "output") } },
        },
        responses: { "2XX": responses.Received },
      };
      return [type, { post: operation }];
    }),
  );
}
