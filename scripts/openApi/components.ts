import type * as z from "zod/mini";
import { ApiKey, apiKeys } from "../../convex/component/apiKeys/contract";
import { RuntimeAuthConfig } from "../../convex/component/configuration/contract";
import { idPrefixes, type IdKind } from "../../convex/component/core/ids";
import { webhooks } from "../../convex/component/webhooks/contract";
import { email, idInput, listMetadata, ok, pageInput } from "../../convex/component/wire/fields";
import { toJsonSchema, type JsonSchema } from "../contract/jsonSchema";
import { namedSchemas } from "../contract/schemas";
import type { Components } from "./extraction";
import { headers, idempotencyKey, problem, responses } from "./messages";

/** The components of the document; those that it does not use are left out. */
export function namedComponents(): Components {
  return {
    schemas: { ...inputs(), ...outputs(), Problem: problem },
    parameters: { IdempotencyKey: idempotencyKey },
    headers,
    responses: { ...responses, Success: successResponse(ok()) },
  };
}

export const successResponse = (output: z.core.$ZodType) => ({
  description: "Success",
  headers: { "x-request-id": headers["x-request-id"] },
  content: { "application/json": { schema: toJsonSchema(output, "output") } },
});

function inputs(): Record<string, JsonSchema> {
  const kinds = Object.keys(idPrefixes) as IdKind[]; // the type of its keys
  const { rateLimit, quota } = apiKeys.createKey.input.shape;
  return {
    ...Object.fromEntries(
      kinds.map((kind) => [`${toPascalCase(kind)}Id`, toJsonSchema(idInput(kind), "input")]),
    ),
    Cursor: toJsonSchema(pageInput().after, "input"),
    EmailAddress: toJsonSchema(email(), "input"),
    RateLimitInput: toJsonSchema(rateLimit._zod.def.innerType, "input"),
    QuotaInput: toJsonSchema(quota._zod.def.innerType, "input"),
  };
}

/** Shapes have the names that the contract exports them under. */
function outputs(): Record<string, JsonSchema> {
  const { rateLimit, quota } = ApiKey.shape;
  const unexported: Record<string, z.core.$ZodType> = {
    ListMetadata: listMetadata(),
    Success: ok(),
    RateLimit: rateLimit._zod.def.innerType,
    Quota: quota._zod.def.innerType,
    AuthMethods: RuntimeAuthConfig.shape.authMethods,
    ApiKeyWithSecret: apiKeys.createKey.output,
    WebhookEndpointWithSecret: webhooks.createEndpoint.output,
  };
  const named = namedSchemas.map(({ name, schema }): [string, z.core.$ZodType] => [name, schema]);
  return Object.fromEntries(
    [...named, ...Object.entries(unexported)].map(([name, schema]) => [
      name,
      toJsonSchema(schema, "output"),
    ]),
  );
}

const toPascalCase = (text: string) => text[0]!.toUpperCase() + text.slice(1);
