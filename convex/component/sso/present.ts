import type { Doc } from "../_generated/dataModel";
import { MEMBER } from "../rbac/catalogue";
import type { TenantReader } from "../tenancy/database";
import { toIsoDate } from "../wire/fields";
import type { SsoConnection } from "./contract";
import type { StoredOidc, StoredSaml } from "./fields";
import { oidcCallbackUrl, spAcsUrl, spMetadataUrl } from "./urls";
import { hasVerifiedDomain } from "./verifiedDomains";

export type ConnectionRow = Omit<Doc<"ssoConnections">, "_id" | "_creationTime" | "projectId">;

/** The only place that converts a row to the `SsoConnection` of the API. */
export async function presentConnection(
  db: TenantReader,
  row: ConnectionRow,
): Promise<SsoConnection> {
  const { id, organizationId, type, state, name, domains, jit, trustMfa } = row;
  const place = { projectId: db.projectId, id };
  return {
    id,
    organizationId,
    type,
    state,
    name,
    domains,
    ...(row.saml ? { samlConfig: presentSaml(row.saml, row, place) } : {}),
    ...(row.oidc ? { oidcConfig: presentOidc(row.oidc, row, place) } : {}),
    domainVerified: await hasVerifiedDomain(db, row),
    spMetadataUrl: type === "saml" ? spMetadataUrl(place) : null,
    jit,
    defaultRole: row.defaultRole ?? MEMBER,
    roleMapping: row.roleMapping,
    trustMfa,
    defaultRedirectUri: row.defaultRedirectUri,
    testedAt: toDate(row.testedAt),
    lastSignInAt: toDate(row.lastSignInAt ?? null),
    projectId: db.projectId,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

type Place = Parameters<typeof spAcsUrl>[0];

const presentSaml = (
  { idpCertificates, attributeMapping, ...saml }: StoredSaml,
  { certificateExpiresAt }: ConnectionRow,
  place: Place,
) => ({
  ...saml,
  idpSloUrl: null,
  idpCertificate: idpCertificates.map(({ pem }) => `${pem.trimEnd()}\n`).join(""),
  idpCertificateExpiresAt: toDate(certificateExpiresAt),
  spEntityId: spMetadataUrl(place),
  spAcsUrl: spAcsUrl(place),
  spMetadataUrl: spMetadataUrl(place),
  digestAlgorithm: toDigest[saml.signatureAlgorithm],
  attributeMapping: Object.fromEntries(
    attributeMapping.map(({ field, attribute }) => [field, attribute]),
  ),
});

const toDigest = {
  "rsa-sha256": "sha256",
  "rsa-sha384": "sha384",
  "rsa-sha512": "sha512",
} as const;

const presentOidc = (
  { claimMapping, ...oidc }: StoredOidc,
  { sealedClientSecret }: ConnectionRow,
  place: Place,
) => ({
  ...oidc,
  hasClientSecret: sealedClientSecret !== null,
  redirectUrl: oidcCallbackUrl(place),
  responseType: "code" as const,
  claimMapping: Object.fromEntries(claimMapping.map(({ field, claim }) => [field, claim])),
});

const toDate = (time: number | null) => (time === null ? null : toIsoDate(time));

export const toTarget = ({ id, name }: Pick<ConnectionRow, "id" | "name">) => ({
  type: "sso_connection",
  id,
  name,
});
