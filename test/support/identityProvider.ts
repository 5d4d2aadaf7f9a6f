/**
 * The OpenID provider of an organization: a certified one of this machine, with pages for sign-in and
 * consent, and a browser that goes through them.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export const clientId = "banata";
export const clientSecret = "a client secret of the tests";

type Claims = Readonly<Record<string, unknown>>;
type Configuration = ConstructorParameters<typeof Provider>[1];

export class IdentityProvider {
  /** Claims by what a person types in as their name, which is their `sub`. */
  readonly people = new Map<string, Claims>();
  issuer = "";
  /** Answers instead of the provider; for what a correct one would not do. */
  intercept: ((request: Request) => Promise<Response | null> | Response | null) | null = null;
  private handler: ReturnType<Provider["callback"]> | null = null;
  private readonly server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      if (this.intercept) {
        const url = new URL(request.url ?? "/", this.issuer);
        const answer = await this.intercept(
          new Request(url, { method: request.method, headers: request.headers as never }),
        );
        if (answer) {
          response.writeHead(answer.status, Object.fromEntries(answer.headers));
          response.end(await answer.text());
          return;
        }
      }
      void chunks;
      this.handler?.(request, response);
    })();
  });

  constructor(
    /** How browsers and the deployment name this machine. */
    private readonly host: "127.0.0.1" | "localhost" = "127.0.0.1",
  ) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.issuer = `http://${this.host}:${(this.server.address() as AddressInfo).port}`; // a TCP server
    return this;
  }

  register(redirectUris: readonly string[], more: Configuration | object = {}): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uris: redirectUris,
          token_endpoint_auth_method: "client_secret_basic",
        },
      ],
      claims: {
        openid: ["sub", "amr"],
        email: ["email", "email_verified"],
        profile: ["name", "given_name", "family_name", "groups"],
      },
      conformIdTokenClaims: false,
      cookies: { keys: ["a key of the tests"] },
      pkce: { required: () => true },
      ...more,
      findAccount: (_ctx, login) => ({
        accountId: login,
        claims: () => ({ sub: login, ...this.people.get(login) }),
      }),
    });
    this.handler = provider.callback();
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /**
   * Goes from the authorization URL through sign-in and consent, and returns where the browser is
   * sent in the end.
   */
  async consent(authorization: string, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next: { url: URL; body?: URLSearchParams } = { url: new URL(authorization) };
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
        throw new Error(`No form: ${response.status} ${page.slice(0, 2_000)}`);
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
