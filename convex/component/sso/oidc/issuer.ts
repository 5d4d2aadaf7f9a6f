/** The issuer of a connection: what its discovery document and the connection's own fields say. */
import { discoveryRequest, processDiscoveryResponse, type AuthorizationServer } from "oauth4webapi";
import { targetFault } from "../../outbound/targets";
import type { StoredOidc } from "../fields";
import type { Network } from "./network";

/**
 * Algorithms of ID tokens: asymmetric ones that Web Crypto verifies. `none` and HS256, which would
 * make the client secret a signing key, are never accepted, whatever the issuer announces.
 */
const ALGORITHMS: readonly string[] = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** The parts of the discovery document that are kept, with what the connection itself names. */
export interface IssuerMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint?: string;
  readonly jwks_uri: string;
  readonly authorization_response_iss_parameter_supported?: boolean;
  readonly id_token_signing_alg_values_supported: readonly string[];
}

export type ConfiguredOidc = StoredOidc & { readonly issuer: string; readonly clientId: string };

/** Why the issuer's metadata cannot be used; shown to administrators. */
export class IssuerFault extends Error {}

/**
 * Fetches and checks the discovery document, unless the connection names every endpoint itself. The
 * document's `issuer` must equal the connection's exactly, which also refuses the documents of
 * Entra's multi-tenant endpoints (`{tenantid}`). Throws `IssuerFault`, `AskError`, or an error of
 * `oauth4webapi`.
 */
export async function discover(
  oidc: ConfiguredOidc,
  { get, options }: Network,
): Promise<IssuerMetadata> {
  if (!needsDiscovery(oidc)) return toMetadata(oidc, { issuer: oidc.issuer });
  const issuer = new URL(oidc.issuer);
  const response =
    oidc.discoveryUrl === null
      ? await discoveryRequest(issuer, options)
      : await get(oidc.discoveryUrl);
  const document = await processDiscoveryResponse(issuer, response);
  if (document.issuer !== oidc.issuer)
    throw new IssuerFault(`The discovery document is of ${document.issuer}`);
  return toMetadata(oidc, document);
}

const needsDiscovery = ({ authorizationUrl, tokenUrl, jwksUrl, discoveryUrl }: StoredOidc) =>
  discoveryUrl !== null || authorizationUrl === null || tokenUrl === null || jwksUrl === null;

function toMetadata(oidc: ConfiguredOidc, document: AuthorizationServer): IssuerMetadata {
  const announced = document.id_token_signing_alg_values_supported ?? ["RS256"];
  const algorithms = announced.filter((each) => ALGORITHMS.includes(each));
  if (algorithms.length === 0)
    throw new IssuerFault(`No supported signature algorithm: ${announced.join(", ")}`);
  const userinfo = oidc.userinfoUrl ?? document.userinfo_endpoint;
  return {
    issuer: oidc.issuer,
    authorization_endpoint: requireUrl(
      "authorization_endpoint",
      oidc.authorizationUrl ?? document.authorization_endpoint,
    ),
    token_endpoint: requireUrl("token_endpoint", oidc.tokenUrl ?? document.token_endpoint),
    jwks_uri: requireUrl("jwks_uri", oidc.jwksUrl ?? document.jwks_uri),
    ...(userinfo === undefined
      ? {}
      : { userinfo_endpoint: requireUrl("userinfo_endpoint", userinfo) }),
    authorization_response_iss_parameter_supported:
      document.authorization_response_iss_parameter_supported === true,
    id_token_signing_alg_values_supported: algorithms,
  };
}

/** The browser is sent to one of them, so they obey the same rules as the URLs that are fetched. */
function requireUrl(name: string, url: string | null | undefined): string {
  if (typeof url !== "string") throw new IssuerFault(`The issuer announces no ${name}`);
  const fault = targetFault(url);
  if (fault !== null) throw new IssuerFault(`${name}: ${fault}`);
  return url;
}
