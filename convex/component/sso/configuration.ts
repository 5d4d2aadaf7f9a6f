/** Merges what a caller sends into the stored configuration of a connection, and checks it. */
import { invalidField } from "../core/errors";
import { isLocalTarget, targetFault } from "../outbound/targets";
import type { OperationInput } from "../wire/operation";
import { readCertificates } from "./certificates";
import type { sso } from "./contract";
import type { StoredOidc, StoredSaml } from "./fields";
import { sharedIssuerFault } from "./issuers";
import type { IdpMetadata } from "../saml/metadata";

type Input = OperationInput<typeof sso.updateConnection>;
export type SamlInput = NonNullable<Input["samlConfig"]>;
export type OidcInput = NonNullable<Input["oidcConfig"]>;

/** The result of `readMetadata`, whose modules only an action loads; null without one. */
export const parseMetadata = (json: string | null): IdpMetadata | null =>
  json === null ? null : (JSON.parse(json) as IdpMetadata); // written by readMetadata

const EMPTY_SAML: StoredSaml = {
  idpEntityId: null,
  idpSsoUrl: null,
  idpSsoBinding: "redirect",
  idpCertificates: [],
  metadataUrl: null,
  nameIdFormat: null,
  signatureAlgorithm: "rsa-sha256",
  signRequest: false,
  allowIdpInitiated: false,
  attributeMapping: [],
};
const EMPTY_OIDC: StoredOidc = {
  issuer: null,
  clientId: null,
  discoveryUrl: null,
  authorizationUrl: null,
  tokenUrl: null,
  userinfoUrl: null,
  jwksUrl: null,
  scopes: ["openid", "email", "profile"],
  tokenEndpointAuthMethod: "client_secret_basic",
  claimMapping: [],
};

/** `metadata` fills in what the input does not give itself. Throws 422. */
export function mergeSaml(
  before: StoredSaml | null,
  input: SamlInput = {},
  metadata: IdpMetadata | null = null,
): StoredSaml {
  const { idpCertificate, attributeMapping, metadataUrl, metadataXml, ...given } = input;
  const read = metadata ? toStored(metadata) : {};
  const merged: StoredSaml = {
    ...(before ?? EMPTY_SAML),
    ...read,
    ...given,
    ...(metadata ? { metadataUrl: metadataXml === undefined ? (metadataUrl ?? null) : null } : {}),
    ...(idpCertificate === undefined
      ? {}
      : { idpCertificates: readCertificates([idpCertificate], "samlConfig.idpCertificate") }),
    ...(attributeMapping
      ? {
          attributeMapping: toPairs(attributeMapping).map(([field, attribute]) => ({
            field,
            attribute,
          })),
        }
      : {}),
  };
  if (merged.idpSsoUrl !== null) assertBrowserUrl("samlConfig.idpSsoUrl", merged.idpSsoUrl);
  return merged;
}

/** HTTP-Redirect is preferred, because it needs no page of ours. */
function toStored(metadata: IdpMetadata): Partial<StoredSaml> {
  const { entityId, ssoUrls, certificates, wantsSignedRequests } = metadata;
  return {
    idpEntityId: entityId,
    idpSsoUrl: ssoUrls.redirect ?? ssoUrls.post,
    idpSsoBinding: ssoUrls.redirect === null ? "post" : "redirect",
    idpCertificates: readCertificates(certificates, "samlConfig.metadataUrl"),
    ...(wantsSignedRequests ? { signRequest: true } : {}),
  };
}

/** The client secret is not part of it. Throws 422. */
export function mergeOidc(before: StoredOidc | null, input: OidcInput = {}): StoredOidc {
  const { clientSecret: _, claimMapping, scopes, ...given } = input;
  const urls = ["issuer", "discoveryUrl", "authorizationUrl", "tokenUrl", "userinfoUrl", "jwksUrl"];
  for (const name of urls as (keyof typeof given)[]) {
    const url = given[name];
    const fault = url == null ? null : targetFault(url);
    if (fault !== null) throw invalidField(`oidcConfig.${name}`, fault, "invalid_target");
  }
  const issuerFault = given.issuer === undefined ? null : sharedIssuerFault(given.issuer);
  if (issuerFault !== null) throw invalidField("oidcConfig.issuer", issuerFault, "shared_issuer");
  return {
    ...(before ?? EMPTY_OIDC),
    ...given,
    ...(scopes ? { scopes: [...new Set(["openid", ...scopes])] } : {}),
    ...(claimMapping
      ? { claimMapping: toPairs(claimMapping).map(([field, claim]) => ({ field, claim })) }
      : {}),
  };
}

const toPairs = (names: Readonly<Record<string, string | undefined>>) =>
  Object.entries(names).flatMap(([field, name]) =>
    name === undefined ? [] : [[field, name] as const],
  );

/** Only the browser goes there, so the host may be one that is reachable in a company alone. */
function assertBrowserUrl(field: string, url: string): void {
  const { protocol, username, password } = new URL(url);
  if (username !== "" || password !== "")
    throw invalidField(
      field,
      "URLs with a user name or password are not accepted",
      "invalid_target",
    );
  if (protocol !== "https:" && !isLocalTarget(url))
    throw invalidField(field, "Expected an https URL", "invalid_target");
}
