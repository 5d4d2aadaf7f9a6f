/**
 * The stored configuration of a connection, and its bounds. Imports no schema library, because
 * tables import it.
 */
import { v, type Infer } from "convex/values";

const text = v.union(v.string(), v.null());

/** Formats whose NameID is the same at every sign-in. */
export const nameIdFormats = [
  "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
] as const;

export const storedSaml = v.object({
  /** Null in a draft. */
  idpEntityId: text,
  idpSsoUrl: text,
  /** How requests are sent to `idpSsoUrl`. */
  idpSsoBinding: v.union(v.literal("redirect"), v.literal("post")),
  /** PEM, normalized. Several during a roll-over: any of them may sign. */
  idpCertificates: v.array(v.object({ pem: v.string(), expiresAt: v.number() })),
  /** Where the metadata was last read from; null when it was given as text or by hand. */
  metadataUrl: text,
  nameIdFormat: v.union(...nameIdFormats.map((format) => v.literal(format)), v.null()),
  signatureAlgorithm: v.union(
    v.literal("rsa-sha256"),
    v.literal("rsa-sha384"),
    v.literal("rsa-sha512"),
  ),
  signRequest: v.boolean(),
  allowIdpInitiated: v.boolean(),
  /** Our field → name of the attribute in the assertion. */
  attributeMapping: v.array(v.object({ field: v.string(), attribute: v.string() })),
});
export type StoredSaml = Infer<typeof storedSaml>;

export const storedOidc = v.object({
  /** Null in a draft. */
  issuer: text,
  clientId: text,
  discoveryUrl: text,
  /** From the discovery document, or as given. */
  authorizationUrl: text,
  tokenUrl: text,
  userinfoUrl: text,
  jwksUrl: text,
  scopes: v.array(v.string()),
  tokenEndpointAuthMethod: v.union(
    v.literal("client_secret_basic"),
    v.literal("client_secret_post"),
  ),
  /** Our field → name of the claim. */
  claimMapping: v.array(v.object({ field: v.string(), claim: v.string() })),
});
export type StoredOidc = Infer<typeof storedOidc>;

/** A person with this value in the attribute gets the organization role. */
export const storedMapping = v.object({
  attribute: v.string(),
  value: v.string(),
  role: v.string(),
});
export type StoredMapping = Infer<typeof storedMapping>;

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
