import * as z from "zod/mini";
import { errorStatus } from "../convex/component/core/errors";
import { eventTypes } from "../convex/component/events/types";
import type { OperationDefinition } from "../convex/component/wire/operation";
import { idOutput, isoDate, wireMetadata } from "../convex/component/wire/fields";
import { eventDocs } from "./eventTypes";
import { operationDocs } from "./contract/operationDocs";

type Groups = Readonly<Record<string, Readonly<Record<string, OperationDefinition>>>>;
type JsonSchema = { [key: string]: unknown };

export function openApiDocument(contract: Groups) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [group, operations] of Object.entries(contract)) {
    const docs = operationDocs(group);
    for (const [name, operation] of Object.entries(operations)) {
      const doc = docs.get(name);
      if (!doc) throw new Error(`${group}.${name} has no docstring in its contract.`);
      const method = operation.method === "GET" ? "get" : "post";
      (paths[operation.path] ??= {})[method] = toOperationObject(group, name, operation, doc);
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Banata Auth",
      version: "1",
      description:
        "Paths are relative to the runtime's base URL. Reads also accept `GET`, with the input as query parameters.",
    },
    servers: [{ url: "http://127.0.0.1:3211/banata", description: "`npm start`" }],
    security: [{ apiKey: [] }],
    paths,
    webhooks: describeWebhooks(),
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "`Authorization: Bearer <api key>` or `x-api-key: <api key>`.",
        },
        sessionToken: {
          type: "http",
          scheme: "bearer",
          description:
            "`Authorization: Bearer <session token>`, at the project's path (`/p/<project id>/api/auth/…`) or for the deployment's default project.",
        },
        sessionCookie: {
          type: "apiKey",
          in: "cookie",
          name: "banata.<project id>.session_token",
          description:
            "The cookie that sign-in sets; over https its name starts with `__Secure-`. Pages of other origins must be trusted by the project.",
        },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

/** Describes every event type as a webhook delivery. */
function describeWebhooks() {
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
        responses: {
          "2XX": { description: "Received. The runtime retries after any other answer" },
        },
      };
      return [type, { post: operation }];
    }),
  );
}

function toOperationObject(
  group: string,
  name: string,
  operation: OperationDefinition,
  doc: string,
) {
  const schema = toJsonSchema(operation.input, "input");
  const hasInput = Object.keys(operation.input.shape).length > 0 && operation.method !== "GET";
  const required = Array.isArray(schema["required"]) && schema["required"].length > 0;
  return {
    operationId: `${group}.${name}`,
    tags: [group],
    summary: doc.split(/(?<=\.)\s/)[0],
    description: `${doc}\n\n${describeCallers(operation)}`,
    ...getSecurity(operation),
    ...(hasInput ? { requestBody: { required, content: { "application/json": { schema } } } } : {}),
    responses: {
      "200": {
        description: "Success",
        content: { "application/json": { schema: toJsonSchema(operation.output, "output") } },
      },
      default: {
        description: "Failure",
        content: {
          "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    },
  };
}

function describeCallers({
  public: isPublic,
  permission,
  session,
  sessionOnly,
}: OperationDefinition): string {
  if (isPublic) return "Requires no credential.";
  if (sessionOnly) return "Sessions only; requires no permission.";
  const byKey =
    permission === null ? "Any API key can call it." : `Requires the permission \`${permission}\`.`;
  if (session === "self")
    return `${byKey} A session can call it for its own user without the permission.`;
  if (session === "organization")
    return `${byKey} A session needs it in the organization that the input names, or else in its active organization.`;
  return byKey;
}

/** Returns security requirements that differ from the document's default, an API key. */
function getSecurity({ public: isPublic, session, sessionOnly }: OperationDefinition) {
  if (isPublic) return { security: [] };
  if (!session) return {};
  return {
    security: [
      ...(sessionOnly ? [] : [{ apiKey: [] }]),
      { sessionToken: [] },
      { sessionCookie: [] },
    ],
  };
}

function toJsonSchema(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const metadata = wireMetadata.get(zodSchema as unknown as z.ZodMiniType);
      if (metadata?.date) jsonSchema.format = "date-time";
      if (metadata?.description) jsonSchema.description = metadata.description;
      if (zodSchema._zod.def.type === "custom") jsonSchema.type = "object"; // free JSON (wire/fields.ts)
    },
  });
  return json;
}

const problemSchema = {
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
