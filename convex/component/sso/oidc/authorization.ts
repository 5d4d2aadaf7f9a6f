/** The authorization request (OpenID Connect Core 1.0, section 3.1.2.1), always with PKCE. */
import { calculatePKCECodeChallenge } from "oauth4webapi";
import type { ConfiguredOidc, IssuerMetadata } from "./issuer";

export interface AuthorizationValues {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly loginHint: string | null;
  readonly domainHint: string | null;
}

export async function toAuthorizationUrl(
  { authorization_endpoint: endpoint }: Pick<IssuerMetadata, "authorization_endpoint">,
  { clientId, scopes }: ConfiguredOidc,
  values: AuthorizationValues,
): Promise<string> {
  const url = new URL(endpoint);
  const parameters: Record<string, string> = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: values.redirectUri,
    scope: [...new Set(["openid", ...scopes])].join(" "),
    state: values.state,
    nonce: values.nonce,
    code_challenge: await calculatePKCECodeChallenge(values.verifier),
    code_challenge_method: "S256",
    ...(values.loginHint === null ? {} : { login_hint: values.loginHint }),
    ...(values.domainHint === null ? {} : { domain_hint: values.domainHint }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
