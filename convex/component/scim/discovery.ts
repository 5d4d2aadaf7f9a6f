/** What the service provider says of itself (RFC 7643, 5 to 7; RFC 7644, 4). */
import { MAX_BULK_OPERATIONS } from "./bulk";
import { type JsonObject, MAX_BODY_BYTES } from "./json";
import { listResponse, MAX_COUNT } from "./lists";
import {
  type AttributeRow,
  type Attributes,
  RESOURCE_TYPES,
  type ResourceKind,
  type SchemaRow,
} from "./schemas";

/** The resource types that have an endpoint. */
const SERVED = ["User", "Group"] as const satisfies readonly ResourceKind[];

const CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const RESOURCE_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/** The answer of `GET /ServiceProviderConfig`. `baseUrl` ends before the slash. */
export const serviceProviderConfig = (baseUrl: string): JsonObject => ({
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: {
    supported: true,
    maxOperations: MAX_BULK_OPERATIONS,
    maxPayloadSize: MAX_BODY_BYTES,
  },
  filter: { supported: true, maxResults: MAX_COUNT },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "The directory's token in the Authorization header.",
      specUri: "https://www.rfc-editor.org/rfc/rfc6750",
      primary: true,
    },
  ],
  meta: {
    resourceType: "ServiceProviderConfig",
    location: `${baseUrl}/ServiceProviderConfig`,
  },
});

function formatResourceType(baseUrl: string, kind: ResourceKind): JsonObject {
  const { endpoint, description, core, extensions } = RESOURCE_TYPES[kind];
  return {
    schemas: [RESOURCE_TYPE],
    id: kind,
    name: kind,
    endpoint,
    description,
    schema: core.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/${kind}` },
  };
}

const listOf = (resources: readonly JsonObject[]): JsonObject =>
  listResponse({ totalResults: resources.length, startIndex: 1, resources });

/** The answer of `GET /ResourceTypes`. */
export const resourceTypes = (baseUrl: string): JsonObject =>
  listOf(SERVED.map((kind) => formatResourceType(baseUrl, kind)));

/** The answer of `GET /ResourceTypes/{name}`, null for an unknown one. */
export function resourceType(baseUrl: string, name: string): JsonObject | null {
  const kind = SERVED.find((each) => each === name);
  return kind ? formatResourceType(baseUrl, kind) : null;
}

const formatAttribute = ([name, row]: readonly [string, AttributeRow]): JsonObject => ({
  name,
  type: row.type,
  multiValued: row.multiValued ?? false,
  description: row.description,
  required: row.required ?? false,
  mutability: row.mutability ?? "readWrite",
  returned: row.returned ?? "default",
  // Of texts alone (RFC 7643, 7).
  ...(["string", "reference", "binary"].includes(row.type) && {
    caseExact: row.caseExact ?? row.type === "reference",
    uniqueness: row.uniqueness ?? "none",
  }),
  ...(row.canonicalValues && { canonicalValues: row.canonicalValues }),
  ...(row.referenceTypes && { referenceTypes: row.referenceTypes }),
  ...(row.subAttributes && { subAttributes: formatAttributes(row.subAttributes) }),
});

const formatAttributes = (attributes: Attributes): readonly JsonObject[] =>
  Object.entries(attributes).map(formatAttribute);

const formatSchema = (
  baseUrl: string,
  { id, name, description, attributes }: SchemaRow,
): JsonObject => ({
  schemas: [SCHEMA],
  id,
  name,
  description,
  attributes: formatAttributes(attributes),
  meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/${id}` },
});

const servedSchemas = SERVED.flatMap((kind) => [
  RESOURCE_TYPES[kind].core,
  ...RESOURCE_TYPES[kind].extensions,
]);

/** The answer of `GET /Schemas`. */
export const schemas = (baseUrl: string): JsonObject =>
  listOf(servedSchemas.map((each) => formatSchema(baseUrl, each)));

/** The answer of `GET /Schemas/{id}`, null for an unknown one. URNs have no case. */
export function schema(baseUrl: string, id: string): JsonObject | null {
  const found = servedSchemas.find((each) => each.id.toLowerCase() === id.toLowerCase());
  return found ? formatSchema(baseUrl, found) : null;
}
