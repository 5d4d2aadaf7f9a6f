/**
 * A certified OpenID provider of this machine at the addresses of a GitLab instance, with pages for
 * sign-in and consent, and a browser that goes through them.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import { clientId, clientSecret } from "./socialProviders";

export interface GitlabUser {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly email_verified: boolean;
}

export class GitlabInstance {
  /** By what they type in as their name. */
  readonly users = new Map<string, GitlabUser>();
  issuer = "";
  private readonly server = createServer((request, response) => this.handler?.(request, response));
  private handler: ReturnType<Provider["callback"]> | null = null;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.issuer = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // a TCP server
    return this;
  }

  /** Registers the application, as its settings there say. */
  register(redirectUris: string[]): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: redirectUris,
          token_endpoint_auth_method: "client_secret_post",
        },
      ],
      routes: {
        authorization: "/oauth/authorize",
        token: "/oauth/token",
        userinfo: "/api/v4/user",
      },
      scopes: ["openid", "read_user"],
      claims: {
        openid: ["sub"],
        read_user: ["id", "name", "username", "email", "email_verified", "state"],
      },
      cookies: { keys: ["a key of the tests"] },
      pkce: { required: () => true },
      findAccount: (_ctx, login) => ({
        accountId: login,
        claims: () => ({ sub: login, username: login, state: "active", ...this.users.get(login) }),
      }),
    });
    this.handler = provider.callback();
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /**
   * Goes from the authorization's address through sign-in and consent, and answers where the
   * browser is sent in the end.
   */
  async consent(authorization: URL, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next: { url: URL; body?: URLSearchParams } = { url: authorization };
    for (let step = 0; step < 20; step++) {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const response: Response = await fetch(next.url, {
        method: next.body ? "POST" : "GET",
        body: next.body,
        headers: { cookie },
        redirect: "manual",
      });
      for (const each of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
        cookies.set(name, value);
      }
      const page = await response.text();
      const location = response.headers.get("location");
      if (location !== null) {
        next = { url: new URL(location, next.url) };
        if (next.url.origin !== this.issuer) return next.url;
        continue;
      }
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined)
        throw new Error(
          `No form on the page of ${next.url.pathname}: ${response.status} ${page.slice(0, 2_000)}`,
        );
      next = {
        url: new URL(action, next.url),
        body: new URLSearchParams({
          prompt: /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "",
          login,
          password: "any",
        }),
      };
    }
    throw new Error("The provider goes round in circles.");
  }
}
