/** Exchanges the code of a callback for verified claims (OpenID Connect Core 1.0, section 3.1.3). */
import {
  authorizationCodeGrantRequest,
  AuthorizationResponseError,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  getValidatedIdTokenClaims,
  jwksCache,
  OperationProcessingError,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  ResponseBodyError,
  userInfoRequest,
  validateApplicationLevelSignature,
  validateAuthResponse,
  type AuthorizationServer,
  type Client,
  type JWKSCacheInput,
  type UserInfoResponse,
} from "oauth4webapi";
import { AskError } from "../../outbound/ask";
import { RefusedResponse, type SsoRule } from "../flow/rules";
import { IssuerFault, type ConfiguredOidc, type IssuerMetadata } from "./issuer";
import type { Network } from "./network";

/** Of the clocks of both sides. */
const CLOCK_TOLERANCE_SECONDS = 60;

export interface Exchange {
  readonly oidc: ConfiguredOidc;
  readonly clientSecret: string;
  readonly metadata: IssuerMetadata;
  /**
   * The issuer's keys, if they were fetched before. The library fetches them again after five
   * minutes, and for an unknown key id at most once a minute; it then replaces the contents.
   */
  readonly keys: JWKSCacheInput;
  /** The query of the callback, as the browser sent it. */
  readonly query: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

export interface VerifiedClaims {
  /** Those of the ID token win over those of the userinfo endpoint. */
  readonly claims: Claims;
  /** Whether the userinfo endpoint answered, if there is one. */
  readonly isComplete: boolean;
}

/**
 * Throws `RefusedResponse` with the step that failed. A userinfo endpoint that fails is no reason to
 * refuse a person whose address is in the ID token; one that answers for another person is.
 */
export async function exchangeCode(exchange: Exchange, network: Network): Promise<VerifiedClaims> {
  const { oidc, metadata, redirectUri, nonce, verifier } = exchange;
  const { options } = network;
  const as: AuthorizationServer = {
    ...metadata,
    id_token_signing_alg_values_supported: [...metadata.id_token_signing_alg_values_supported],
  };
  const client: Client = { client_id: oidc.clientId, [clockTolerance]: CLOCK_TOLERANCE_SECONDS };
  const parameters = await atStep("oidc_response", async () =>
    validateAuthResponse(as, client, new URLSearchParams(exchange.query), exchange.state),
  );
  const response = await atStep(
    "oidc_token",
    async () =>
      await authorizationCodeGrantRequest(
        as,
        client,
        toAuthentication(exchange),
        parameters,
        redirectUri,
        verifier,
        options,
      ),
  );
  const tokens = await atStep(
    response.ok ? "oidc_id_token" : "oidc_token",
    async () =>
      await processAuthorizationCodeResponse(as, client, response, {
        expectedNonce: nonce,
        requireIdToken: true,
      }),
  );
  await atStep(
    "oidc_signature",
    async () =>
      await validateApplicationLevelSignature(as, response, {
        ...options,
        [jwksCache]: exchange.keys,
      }),
  );
  const idToken = getValidatedIdTokenClaims(tokens);
  if (!idToken) throw new RefusedResponse("oidc_id_token", "The response contains no ID token");
  if (metadata.userinfo_endpoint === undefined) return { claims: idToken, isComplete: true };
  const answer = await atStep("oidc_userinfo", async () =>
    askUserinfo(async () => await userInfoRequest(as, client, tokens.access_token, options)),
  );
  if (!answer.ok) {
    const address = oidc.claimMapping.find(({ field }) => field === "email")?.claim ?? "email";
    if (idToken[address] === undefined) throw new RefusedResponse("oidc_userinfo", answer.detail);
    return { claims: idToken, isComplete: false };
  }
  const userinfo = await atStep(
    "oidc_userinfo",
    async (): Promise<UserInfoResponse> =>
      await processUserInfoResponse(as, client, idToken.sub, answer.response),
  );
  return { claims: { ...userinfo, ...idToken }, isComplete: true };
}

type UserinfoAnswer =
  | { readonly ok: true; readonly response: Response }
  | { readonly ok: false; readonly detail: string };

async function askUserinfo(send: () => Promise<Response>): Promise<UserinfoAnswer> {
  try {
    const response = await send();
    if (response.status === 200) return { ok: true, response };
    return { ok: false, detail: `The userinfo endpoint answered ${response.status}` };
  } catch (error) {
    if (error instanceof AskError) return { ok: false, detail: error.message };
    throw error;
  }
}

const toAuthentication = ({ oidc, clientSecret }: Exchange) =>
  oidc.tokenEndpointAuthMethod === "client_secret_post"
    ? ClientSecretPost(clientSecret)
    : ClientSecretBasic(clientSecret);

/** Turns every failure of the step into a refusal by its rule. */
export async function atStep<T>(rule: SsoRule, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AuthorizationResponseError)
      throw new RefusedResponse("oidc_error", errorCode(error.error));
    throw new RefusedResponse(rule, toDetail(error));
  }
}

/** Nothing that the identity provider wrote, but for an error code. */
function toDetail(error: unknown): string {
  if (error instanceof AskError || error instanceof IssuerFault) return error.message;
  if (error instanceof ResponseBodyError) return `${error.status} ${errorCode(error.error)}`;
  if (error instanceof OperationProcessingError) return error.message;
  return error instanceof Error ? error.name : "unknown";
}

/** RFC 6749 section 4.1.2.1; what is no code may be anything. */
const errorCode = (code: string): string => (/^[a-z_]{1,60}$/.test(code) ? code : "unknown_error");
