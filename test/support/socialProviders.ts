/**
 * A server of this machine that stands for the social providers, each under its host's name: it
 * checks what it is asked for as they do, and answers in the shapes of their documentation. GitLab
 * here is gitlab.com; for an instance of one's own there is a real OpenID provider
 * (gitlabInstance.ts).
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** Whom a provider knows. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly verified: boolean;
}
export interface ProviderRequest {
  readonly method: string;
  /** With the host in front: `github.com/login/oauth/access_token`. */
  readonly path: string;
  readonly authorization: string | null;
  readonly body: URLSearchParams;
}
type Failure =
  | { readonly status: number; readonly body?: string; readonly location?: string }
  | "hang up"
  | "silence";

export const clientId = "1234567890";
export const clientSecret = "the-secret-of-the-application-at-the-provider";
/** The key that signs id tokens. */
const KEY_ID = "key-1";

export class SocialProviders {
  readonly requests: ProviderRequest[] = [];
  person: Person = ada;
  /** Seconds that an access token is good. */
  expiresIn = 3_600;
  /** By a beginning of the path: answered in the place of the provider's own answer. */
  readonly failures = new Map<string, Failure>();
  url = "";
  private keys = generateKeyPair("RS256");
  private readonly spent = new Set<string>();
  private readonly server = createServer((request, response) => {
    void (async () => {
      const received = await receivedOf(request);
      this.requests.push(received);
      const failure = [...this.failures].find(([beginning]) =>
        received.path.startsWith(beginning),
      )?.[1];
      if (failure === "silence") return;
      if (failure === "hang up") return void request.socket.destroy();
      if (failure)
        return void response
          .writeHead(failure.status, {
            "content-type": "application/json",
            ...(failure.location === undefined ? {} : { location: failure.location }),
          })
          .end(failure.body ?? "{}");
      const answer = await this.answer(received);
      response
        .writeHead(answer === null ? 404 : "error" in answer ? 400 : 200, {
          "content-type": "application/json",
        })
        .end(JSON.stringify(answer));
    })();
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // a TCP server
    return this;
  }

  reset(): void {
    this.requests.length = 0;
    this.person = ada;
    this.expiresIn = 3_600;
    this.failures.clear();
    this.spent.clear();
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async idToken(
    issuer: string,
    { aud = clientId, ...claims }: { aud?: string; [claim: string]: unknown } = {},
  ): Promise<string> {
    const { privateKey } = await this.keys;
    const { id, name, email, verified } = this.person;
    const jwt = new SignJWT({
      name,
      email,
      email_verified: verified,
      picture: "https://pictures.example/ada.png",
      ...claims,
    });
    return await jwt
      .setProtectedHeader({ alg: "RS256", kid: KEY_ID })
      .setSubject(id)
      .setIssuer(issuer)
      .setAudience(aud)
      .setIssuedAt()
      .setExpirationTime("1h")
      .sign(privateKey);
  }

  private async answer({ path, body, authorization }: ProviderRequest): Promise<object | null> {
    const { id, name, email, verified } = this.person;
    const [address = ""] = path.split("?");
    if (/(token|accessToken|access_token)$/.test(address) && !address.endsWith("debug_token"))
      return await this.tokens(address, body, authorization);
    if (/(certs|auth\/keys|discovery\/v2\.0\/keys)$/.test(address))
      return {
        keys: [
          {
            ...(await exportJWK((await this.keys).publicKey)),
            kid: KEY_ID,
            alg: "RS256",
            use: "sig",
          },
        ],
      };
    if (address === "graph.facebook.com/debug_token")
      return {
        data: {
          is_valid:
            path.includes("input_token=access-") &&
            path.includes(encodeURIComponent(`${clientId}|${clientSecret}`)),
          app_id: clientId,
          user_id: id,
        },
      };
    if (!authorization?.startsWith("Bearer access-")) return null;
    switch (address) {
      case "api.github.com/user":
        return {
          id: Number(id),
          login: "ada",
          name,
          email: null,
          avatar_url: "https://pictures.example/ada.png",
        };
      case "api.github.com/user/emails":
        return [
          { email: "other@example.com", primary: false, verified: true, visibility: null },
          { email, primary: true, verified, visibility: "private" },
        ];
      case "discord.com/api/users/@me":
        return {
          id,
          username: "ada",
          global_name: name,
          email,
          verified,
          avatar: "8342729096ea3675442027381ff50dfe",
          discriminator: "0",
        };
      case "gitlab.com/api/v4/user":
        return {
          id: Number(id),
          username: "ada",
          name,
          email,
          state: "active",
          locked: false,
          confirmed_at: verified ? "2012-05-23T09:05:22Z" : null,
          avatar_url: "https://pictures.example/ada.png",
        };
      case "api.linkedin.com/v2/userinfo":
        return {
          sub: id,
          name,
          email,
          email_verified: verified,
          picture: "https://pictures.example/ada.png",
        };
      case "graph.facebook.com/me":
        return {
          id,
          name,
          email,
          picture: {
            data: {
              url: "https://pictures.example/ada.png",
              height: 50,
              width: 50,
              is_silhouette: false,
            },
          },
        };
      case "api.x.com/2/users/me":
        return {
          data: {
            id,
            name,
            username: "ada",
            ...(path.includes("confirmed_email") && verified ? { confirmed_email: email } : {}),
            profile_image_url: "https://pictures.example/ada.png",
          },
        };
      case "slack.com/api/openid.connect.userInfo":
        return {
          ok: true,
          sub: id,
          "https://slack.com/user_id": id,
          name,
          email,
          email_verified: verified,
          picture: "https://pictures.example/ada.png",
        };
      default:
        return null;
    }
  }

  private async tokens(
    address: string,
    body: URLSearchParams,
    authorization: string | null,
  ): Promise<object> {
    const authenticated =
      body.get("client_secret") === clientSecret ||
      authorization === `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
    if (!authenticated) return { error: "invalid_client" };
    const code = body.get("code") ?? body.get("refresh_token") ?? "";
    if (!/^(code|refresh)-/.test(code) || this.spent.has(code)) return { error: "invalid_grant" };
    this.spent.add(code);
    const issuer = {
      "oauth2.googleapis.com/token": "https://accounts.google.com",
      "appleid.apple.com/auth/token": "https://appleid.apple.com",
      "login.microsoftonline.com/common/oauth2/v2.0/token":
        "https://login.microsoftonline.com/tid/v2.0",
    }[address];
    const claims = address.startsWith("appleid")
      ? { name: undefined, picture: undefined, email_verified: String(this.person.verified) }
      : address.startsWith("login.microsoft")
        ? { email_verified: undefined, tid: "tid" }
        : {};
    return {
      ...{
        access_token: `access-${code}`,
        token_type: "bearer",
        expires_in: this.expiresIn,
        refresh_token: `refresh-${code}`,
        scope: "read",
      },
      ...(issuer === undefined ? {} : { id_token: await this.idToken(issuer, claims) }),
    };
  }
}

export const ada: Person = {
  id: "583231",
  name: "Ada Lovelace",
  email: "ada@example.com",
  verified: true,
};

async function receivedOf(request: IncomingMessage): Promise<ProviderRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
  return {
    method: request.method!,
    path: request.url!.slice(1).replace("%40", "@"),
    authorization: request.headers.authorization ?? null,
    body: new URLSearchParams(Buffer.concat(chunks).toString()),
  }; // a request has them
}
