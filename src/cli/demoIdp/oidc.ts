import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";
import { calculateJwkThumbprint, exportJWK, SignJWT, type JWK } from "jose";
import type { Person } from "./person";
import { DemoRefusal } from "./refusal";

export interface OidcClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared as whole strings. */
  readonly redirectUris: readonly string[];
}

export interface AuthorizationRequest {
  readonly client: OidcClient;
  readonly redirectUri: string;
  readonly state: string | null;
  readonly nonce: string | null;
  /** Of PKCE, by S256. */
  readonly challenge: string;
}

/** An answer of the token or userinfo endpoint. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: object;
}

interface Grant {
  readonly request: AuthorizationRequest;
  readonly person: Person;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const CODE_LIFETIME_MS = 60_000;
const TOKEN_LIFETIME_SECONDS = 300;

/** An OpenID provider without passwords: authorization code with PKCE and a client secret. */
export class DemoOidc {
  /** By client id. */
  readonly clients = new Map<string, OidcClient>();
  readonly issuer: string;
  private readonly key: KeyObject;
  private readonly codes = new Map<string, Grant>();
  private readonly accessTokens = new Map<string, Omit<Grant, "request">>();

  /** `privateKey`: PKCS #8 PEM of an RSA key. */
  constructor(origin: string, privateKey: string) {
    this.issuer = `${origin}/oidc`;
    this.key = createPrivateKey(privateKey);
  }

  get discovery(): object {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid", "email", "profile"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  async jwks(): Promise<{ readonly keys: readonly JWK[] }> {
    return { keys: [await this.publicJwk()] };
  }

  /**
   * Reads the parameters of an authorization request. Throws for all that is wrong, instead of
   * redirecting with an error: the developer is the one who reads it.
   */
  readRequest(parameters: URLSearchParams): AuthorizationRequest {
    const client = this.clients.get(parameters.get("client_id") ?? "");
    if (!client) throw new DemoRefusal("client_id is not registered with this demo.");
    const redirectUri = parameters.get("redirect_uri") ?? "";
    if (!client.redirectUris.includes(redirectUri))
      throw new DemoRefusal("redirect_uri is not registered for this client.");
    if (parameters.get("response_type") !== "code")
      throw new DemoRefusal("response_type must be code.");
    if (!parameters.get("scope")?.split(" ").includes("openid"))
      throw new DemoRefusal("scope must contain openid.");
    const challenge = parameters.get("code_challenge") ?? "";
    if (parameters.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(challenge))
      throw new DemoRefusal("A code_challenge by S256 is required.");
    const [state, nonce] = [parameters.get("state"), parameters.get("nonce")];
    return { client, redirectUri, state, nonce, challenge };
  }

  /** The URL of the client that the browser continues at. */
  approve(request: AuthorizationRequest, person: Person): string {
    const code = newToken();
    this.codes.set(code, { request, person, expiresAt: Date.now() + CODE_LIFETIME_MS });
    const url = new URL(request.redirectUri);
    url.searchParams.set("code", code);
    url.searchParams.set("iss", this.issuer);
    if (request.state !== null) url.searchParams.set("state", request.state);
    return url.href;
  }

  /** The token endpoint. `authorization`: the header. */
  async redeem(parameters: URLSearchParams, authorization: string | null): Promise<JsonAnswer> {
    const client = this.authenticate(parameters, authorization);
    if (client === null) return refuse(401, "invalid_client");
    if (parameters.get("grant_type") !== "authorization_code")
      return refuse(400, "unsupported_grant_type");
    const code = parameters.get("code") ?? "";
    const grant = this.codes.get(code);
    this.codes.delete(code); // also after a failed attempt
    const verifier = parameters.get("code_verifier") ?? "";
    if (
      !grant ||
      grant.expiresAt <= Date.now() ||
      grant.request.client.clientId !== client.clientId ||
      grant.request.redirectUri !== parameters.get("redirect_uri") ||
      grant.request.challenge !== createHash("sha256").update(verifier).digest("base64url")
    )
      return refuse(400, "invalid_grant");
    return { status: 200, body: await this.issueTokens(grant) };
  }

  /** The userinfo endpoint. `authorization`: the header. */
  describe(authorization: string | null): JsonAnswer {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
    const found = this.accessTokens.get(token);
    if (!found || found.expiresAt <= Date.now()) return refuse(401, "invalid_token");
    return { status: 200, body: toClaims(found.person) };
  }

  private async issueTokens({ request, person }: Grant): Promise<object> {
    const accessToken = newToken();
    const expiresAt = Date.now() + TOKEN_LIFETIME_SECONDS * 1_000;
    this.accessTokens.set(accessToken, { person, expiresAt });
    const { kid } = await this.publicJwk();
    const nonce = request.nonce === null ? {} : { nonce: request.nonce };
    const idToken = await new SignJWT({ ...toClaims(person), ...nonce })
      .setProtectedHeader({ alg: "RS256", ...(kid === undefined ? {} : { kid }) })
      .setIssuer(this.issuer)
      .setAudience(request.client.clientId)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_LIFETIME_SECONDS}s`)
      .sign(this.key);
    return {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: TOKEN_LIFETIME_SECONDS,
      id_token: idToken,
    };
  }

  private async publicJwk(): Promise<JWK> {
    const jwk = await exportJWK(createPublicKey(this.key));
    return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "RS256", use: "sig" };
  }

  private authenticate(
    parameters: URLSearchParams,
    authorization: string | null,
  ): OidcClient | null {
    const [id, secret] = readBasic(authorization) ?? [
      parameters.get("client_id") ?? "",
      parameters.get("client_secret") ?? "",
    ];
    const client = this.clients.get(id);
    return client && areEqual(client.clientSecret, secret) ? client : null;
  }
}

const refuse = (status: number, error: string): JsonAnswer => ({ status, body: { error } });

const newToken = (): string => randomBytes(32).toString("base64url");

const toClaims = ({ email, name, groups }: Person) => ({
  sub: email,
  email,
  email_verified: true,
  name,
  groups: [...groups],
});

/** RFC 6749, section 2.3.1: both halves are encoded as in a form. */
function readBasic(authorization: string | null): [string, string] | null {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString().split(":");
  const decode = (text: string) => new URLSearchParams(`value=${text}`).get("value") ?? "";
  return [decode(id), decode(secret)];
}

function areEqual(one: string, other: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
