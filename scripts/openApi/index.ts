/** The OpenAPI document of a contract. `openapi.json` is the published one. */
import { documentedOperations, type Groups } from "../contract/operations";
import { resources } from "../contract/resources";
import { namedComponents } from "./components";
import { extractComponents } from "./extraction";
import { toOperationObject } from "./operation";
import { securitySchemes } from "./security";
import { describeWebhooks } from "./webhooks";

/** Returns the document in which repeated parts are references to components. */
export const openApiDocument = (contract: Groups) =>
  extractComponents(flatOpenApiDocument(contract), namedComponents());

/** Returns the same document without references: every operation is complete in its place. */
export function flatOpenApiDocument(contract: Groups) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of documentedOperations(contract)) {
    const { path, method } = operation.definition;
    (paths[path] ??= {})[method === "GET" ? "get" : "post"] = toOperationObject(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Banata Auth",
      version: "1",
      summary: "Multi-tenant auth inside a Convex deployment",
      description:
        "Paths are relative to the runtime's base URL. Reads also accept `GET`, with the input as query parameters. docs/reference describes the same operations for people.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "http://127.0.0.1:3211/banata", description: "`npm start`" }],
    security: [{ apiKey: [] }],
    tags: Object.entries(resources).map(([name, { description }]) => ({ name, description })),
    paths,
    webhooks: describeWebhooks(),
    components: { securitySchemes },
  };
}
