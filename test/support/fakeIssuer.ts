/**
 * An OpenID issuer that signs whatever a test wants, without pages: for responses that a correct
 * provider (identityProvider.ts) would not give, and for many sign-ins.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWK } from "jose";
import { clientId, clientSecret } from "./identityProvider";

type Fields = Readonly<Record<string, unknown>>;

export interface Approval {
  /** Replaces claims of the ID token; undefined leaves one out. */
  readonly idToken?: Fields;
  readonly header?: Fields;
  /** Replaces the answer of the userinfo endpoint. */
  readonly userinfo?: Fields;
  readonly alg?: "none" | "HS256" | "RS256" | "ES256";
  /** Replaces parameters of the callback; undefined leaves one out. */
  readonly callback?: Readonly<Record<string, string | undefined>>;
}

interface Granted {
  readonly tokens: object;
  readonly userinfo: object;
  readonly challenge: string | null;
}

export class FakeIssuer {
  issuer = "";
  /** Replaces fields of the discovery document. */
  discovery: Fields = {};
  userinfoStatus = 200;
  /** Requests by path. */
  readonly requests: string[] = [];
  private readonly granted = new Map<string, Granted>();
  private keys: { kid: string; privateKey: CryptoKey; jwk: JWK; alg: string }[] = [];
  private serial = 0;
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.issuer = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // a TCP server
    await this.rotate("RS256");
    return this;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** From now on signs with a new key, and announces only that one. */
  async rotate(alg: "RS256" | "ES256"): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg);
    const kid = `key-${this.serial++}`;
    this.keys = [{ kid, privateKey, alg, jwk: { ...(await exportJWK(publicKey)), kid, alg } }];
  }

  /** The person approves the request in the URL; returns where the browser is sent. */
  async approve(authorization: string, claims: Fields, approval: Approval = {}): Promise<string> {
    const request = new URL(authorization).searchParams;
    const code = `code-${this.serial++}`;
    const [key] = this.keys;
    const now = Math.floor(Date.now() / 1_000);
    const payload = withoutUndefined({
      iss: this.issuer,
      aud: request.get("client_id"),
      nonce: request.get("nonce"),
      iat: now,
      exp: now + 300,
      sub: claims.sub,
      ...approval.idToken,
    });
    const header = { alg: approval.alg ?? key!.alg, kid: key!.kid, ...approval.header };
    const idToken =
      approval.alg === "none"
        ? new UnsecuredJWT(payload).encode()
        : await new SignJWT(payload)
            .setProtectedHeader(header)
            .sign(
              approval.alg === "HS256" ? new TextEncoder().encode(clientSecret) : key!.privateKey,
            );
    this.granted.set(code, {
      tokens: { access_token: code, token_type: "Bearer", id_token: idToken },
      userinfo: withoutUndefined({ ...claims, ...approval.userinfo }),
      challenge: request.get("code_challenge"),
    });
    const url = new URL(request.get("redirect_uri")!);
    const parameters = {
      code,
      state: request.get("state")!,
      iss: this.issuer,
      ...approval.callback,
    };
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) url.searchParams.set(name, value);
    return url.href;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.issuer);
    this.requests.push(pathname);
    const send = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (pathname === "/.well-known/openid-configuration")
      return send(200, {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        userinfo_endpoint: `${this.issuer}/userinfo`,
        jwks_uri: `${this.issuer}/jwks`,
        authorization_response_iss_parameter_supported: true,
        id_token_signing_alg_values_supported: ["RS256", "ES256", "HS256", "none"],
        ...this.discovery,
      });
    if (pathname === "/jwks") return send(200, { keys: this.keys.map(({ jwk }) => jwk) });
    if (pathname === "/userinfo") {
      const token = request.headers.authorization?.replace(/^Bearer /i, "") ?? "";
      return send(this.userinfoStatus, this.granted.get(token)?.userinfo ?? {});
    }
    if (pathname !== "/token") return send(404, {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const found = this.granted.get(form.get("code") ?? "");
    const verifier = Buffer.from(
      await crypto.subtle.digest(
        "SHA-256",
        new TextEncoder().encode(form.get("code_verifier") ?? ""),
      ),
    ).toString("base64url");
    const expected = `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(clientSecret).replaceAll("%20", "+")}`).toString("base64")}`;
    if (!found || found.challenge !== verifier) return send(400, { error: "invalid_grant" });
    if (request.headers.authorization !== expected) return send(401, { error: "invalid_client" });
    return send(200, found.tokens);
  }
}

const withoutUndefined = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
