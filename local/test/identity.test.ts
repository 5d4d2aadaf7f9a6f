import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from "jose";
import { afterEach, expect, test } from "vitest";
import { verifyToken } from "../src/sync";
import type { AuthProvider, DeployedApp, Identity } from "../src/types";

interface Issuer {
  readonly url: string;
  readonly keys: JWK[];
  /** The requested paths. */
  readonly requests: string[];
  addKey(kid: string, alg?: string): Promise<void>;
  sign(
    payload: JWTPayload,
    options?: {
      kid?: string | null;
      expiresIn?: number;
      alg?: string;
      audience?: string | string[];
    },
  ): Promise<string>;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const nowSeconds = () => Math.floor(Date.now() / 1000);

async function startIssuer(alg = "RS256"): Promise<Issuer> {
  const keys: JWK[] = [];
  const requests: string[] = [];
  const secrets = new Map<string, Awaited<ReturnType<typeof generateKeyPair>>["privateKey"]>();
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.setHeader("Content-Type", "application/json");
    response.end(
      JSON.stringify(request.url === "/jwks" ? { keys } : { issuer: url, jwks_uri: `${url}/jwks` }),
    );
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
  const issuer: Issuer = {
    url,
    keys,
    requests,
    async addKey(kid, keyAlg = alg) {
      const { publicKey, privateKey } = await generateKeyPair(keyAlg, { extractable: true });
      keys.push({ ...(await exportJWK(publicKey)), kid, alg: keyAlg });
      secrets.set(kid, privateKey);
    },
    sign(payload, { kid = "one", expiresIn = 60, alg: tokenAlg = alg, audience = "app" } = {}) {
      return new SignJWT({ iss: url, sub: "alice", ...payload })
        .setProtectedHeader(kid === null ? { alg: tokenAlg } : { alg: tokenAlg, kid })
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(nowSeconds() + expiresIn)
        .sign(secrets.get(kid ?? "one")!); // the test added it
    },
  };
  await issuer.addKey("one");
  return issuer;
}

const appWith = (...authProviders: AuthProvider[]): DeployedApp => ({
  version: "1",
  components: new Map(),
  authProviders,
});
const oidc = (issuer: Issuer): DeployedApp => appWith({ domain: issuer.url, applicationID: "app" });
const custom = (issuer: Issuer, algorithm: "RS256" | "ES256" = "RS256"): DeployedApp =>
  appWith({
    type: "customJwt",
    issuer: issuer.url,
    jwks: `${issuer.url}/jwks`,
    algorithm,
    applicationID: "app",
  });

function readClaims(identity: Identity) {
  if (identity.kind !== "user") throw new Error(`Expected a user, got ${identity.kind}`);
  return identity.claims;
}

test("an ID token becomes an identity with Convex's names for the standard claims and custom claims kept", async () => {
  const issuer = await startIssuer();
  const token = await issuer.sign({
    name: "Alice",
    given_name: "A.",
    email: "alice@example.com",
    email_verified: true,
    picture: "https://example.com/a.png",
    birthdate: "2000-01-01",
    locale: "en",
    updated_at: 1_700_000_000,
    address: { formatted: "1 Main St" },
    org_id: "acme",
    roles: ["admin"],
    jti: "dropped",
  });
  expect(readClaims(await verifyToken(oidc(issuer), token))).toEqual({
    tokenIdentifier: `${issuer.url}|alice`,
    subject: "alice",
    issuer: issuer.url,
    name: "Alice",
    givenName: "A.",
    email: "alice@example.com",
    emailVerified: true,
    pictureUrl: "https://example.com/a.png",
    birthday: "2000-01-01",
    language: "en",
    updatedAt: "2023-11-14T22:13:20+00:00",
    address: "1 Main St",
    org_id: "acme",
    roles: ["admin"],
  });
});

test("a custom JWT's claims keep their names, and nested ones get dotted names", async () => {
  const issuer = await startIssuer();
  const token = await issuer.sign({
    email_verified: true,
    org: { id: "acme", plan: { seats: 3 } },
  });
  expect(readClaims(await verifyToken(custom(issuer), token))).toEqual({
    tokenIdentifier: `${issuer.url}|alice`,
    subject: "alice",
    issuer: issuer.url,
    email_verified: true,
    "org.id": "acme",
    "org.plan.seats": 3,
  });
});

test("a custom provider's keys may be in a data: URL", async () => {
  const issuer = await startIssuer("ES256");
  const jwks = `data:application/json;base64,${Buffer.from(JSON.stringify({ keys: issuer.keys })).toString("base64")}`;
  const app = appWith({
    type: "customJwt",
    issuer: `${issuer.url}/`,
    jwks,
    algorithm: "ES256",
    applicationID: "app",
  });
  expect(readClaims(await verifyToken(app, await issuer.sign({})))).toMatchObject({
    subject: "alice",
  });
  expect(issuer.requests).toEqual([]);
});

test("keys and discovery are fetched once, and again for an unknown key", async () => {
  const issuer = await startIssuer();
  for (let i = 0; i < 3; i += 1) await verifyToken(oidc(issuer), await issuer.sign({}));
  expect(issuer.requests).toEqual(["/.well-known/openid-configuration", "/jwks"]);
  await issuer.addKey("two");
  await verifyToken(oidc(issuer), await issuer.sign({}, { kid: "two" }));
  expect(issuer.requests).toEqual(["/.well-known/openid-configuration", "/jwks", "/jwks"]);
});

const oidcRefused = {
  code: "Unauthenticated",
  message: expect.stringContaining("Could not verify OIDC token claim"),
};
const noProvider = {
  code: "NoAuthProvider",
  message: expect.stringContaining("No auth provider found matching the given token"),
};

test.each<[string, (issuer: Issuer) => Promise<[DeployedApp, string]>, object]>([
  [
    "an expired ID token",
    async (issuer) => [oidc(issuer), await issuer.sign({}, { expiresIn: -1 })],
    oidcRefused,
  ],
  [
    "an ID token for another audience",
    async (issuer) => [oidc(issuer), await issuer.sign({}, { audience: "other" })],
    noProvider,
  ],
  [
    "an ID token for two audiences",
    async (issuer) => [oidc(issuer), await issuer.sign({}, { audience: ["app", "other"] })],
    oidcRefused,
  ],
  [
    "an ID token that is not valid yet",
    async (issuer) => [oidc(issuer), await issuer.sign({ nbf: nowSeconds() + 60 })],
    oidcRefused,
  ],
  [
    "a token of another issuer",
    async (issuer) => [oidc(issuer), await issuer.sign({ iss: "https://elsewhere.example" })],
    noProvider,
  ],
  [
    "a token when there are no providers",
    async (issuer) => [appWith(), await issuer.sign({})],
    {
      message:
        "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.",
    },
  ],
  [
    "a token with a changed payload",
    async (issuer) => {
      const [header, , signature] = (await issuer.sign({})).split(".");
      const forged = Buffer.from(
        JSON.stringify({
          iss: issuer.url,
          aud: "app",
          sub: "mallory",
          iat: nowSeconds(),
          exp: nowSeconds() + 60,
        }),
      ).toString("base64url");
      return [oidc(issuer), `${header}.${forged}.${signature}`];
    },
    oidcRefused,
  ],
  [
    "something that is no JWT",
    async (issuer) => [oidc(issuer), "nonsense"],
    { code: "InvalidAuthHeader", message: expect.stringContaining("Could not parse JWT payload") },
  ],
  [
    "a custom JWT that expired more than the leeway ago",
    async (issuer) => [custom(issuer), await issuer.sign({}, { expiresIn: -10 })],
    { code: "InvalidAuthHeader", message: "Could not validate token: Token expired" },
  ],
  [
    "a custom JWT without a key id",
    async (issuer) => [custom(issuer), await issuer.sign({}, { kid: null })],
    {
      code: "InvalidAuthHeader",
      message: "Could not decode token. JWT may be missing a 'kid' (key ID) header.",
    },
  ],
  [
    "a custom JWT with another algorithm than configured",
    async (issuer) => [custom(issuer, "ES256"), await issuer.sign({})],
    {
      code: "InvalidAuthHeader",
      message: expect.stringContaining(
        "Could not decode token. The JWT's 'kid' (key ID) header is 'one'",
      ),
    },
  ],
])("%s is refused", async (_name, make, expected) => {
  const [app, token] = await make(await startIssuer());
  await expect(verifyToken(app, token)).rejects.toMatchObject(expected);
});

test("the error names an unreachable issuer", async () => {
  const issuer = await startIssuer();
  const token = await issuer.sign({});
  servers.pop()?.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await expect(verifyToken(oidc(issuer), token)).rejects.toMatchObject({
    code: "AuthProviderDiscoveryFailed",
    message: expect.stringContaining(`Auth provider discovery of ${issuer.url} failed`),
  });
});
