/** The bounds of connections: what an organization can store, and what a caller can send. */
export const bounds = {
  /** Connections of one organization. */
  connections: 20,
  /** Domains of one connection. */
  domains: 20,
  /** Rows of one role mapping. */
  mappings: 50,
  /** Scopes that one connection asks for. */
  scopes: 20,
  /** UTF-16 units. */
  name: 100,
  entityId: 1_024,
  clientId: 512,
  clientSecret: 4_096,
  scope: 100,
  attribute: 256,
  attributeValue: 512,
  /** Ten certificates, with room for what stands around them. */
  certificates: 65_536,
  metadataXml: 262_144,
} as const;
