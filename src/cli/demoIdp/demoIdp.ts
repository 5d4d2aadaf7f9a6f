import { DemoOidc, type JsonAnswer } from "./oidc";
import { homePage, personPage, refusalPage, responsePage } from "./pages";
import { parsePerson } from "./person";
import { DemoRefusal } from "./refusal";
import { DemoSaml, type SamlRequest } from "./saml";

export type ConnectionType = "saml" | "oidc";

export interface DemoKeys {
  readonly saml: { readonly privateKey: string; readonly certificate: string };
  readonly oidc: { readonly privateKey: string };
}

type Handler = (fields: URLSearchParams, headers: Headers) => Response | Promise<Response>;

/** A request of the person's page says by this field how its request came. */
const BINDING = "binding";

/** The demo's identity provider as a function from requests to responses. */
export class DemoIdp {
  readonly saml: DemoSaml;
  readonly oidc: DemoOidc;
  /** Begins a sign-in to the app and returns the URL to send the browser to. */
  begin: ((connection: ConnectionType) => Promise<string>) | null = null;

  constructor(
    private readonly origin: string,
    keys: DemoKeys,
  ) {
    this.saml = new DemoSaml(origin, keys.saml);
    this.oidc = new DemoOidc(origin, keys.oidc.privateKey);
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    try {
      // A page of another site could otherwise read the answers by a name that resolves to loopback.
      if (url.origin !== this.origin) throw new DemoRefusal("This is another host.", 421);
      const handler = this.routes[`${request.method} ${url.pathname}`];
      if (!handler) throw new DemoRefusal("There is no such page.", 404);
      const fields =
        request.method === "POST" ? new URLSearchParams(await request.text()) : url.searchParams;
      return await handler(fields, request.headers);
    } catch (error) {
      if (error instanceof DemoRefusal) return refusalPage(error.message, error.status);
      throw error;
    }
  }

  private readonly routes: Readonly<Record<string, Handler>> = {
    "GET /": () => {
      const [serviceProvider] = this.saml.serviceProviders.keys();
      return homePage(serviceProvider ?? null, this.begin !== null);
    },
    "POST /start": async (fields) => {
      if (this.begin === null) throw new DemoRefusal("The deployment is not configured yet.");
      return redirect(await this.begin(fields.get("connection") === "oidc" ? "oidc" : "saml"));
    },

    "GET /saml/metadata": () =>
      new Response(this.saml.metadata, {
        headers: { "content-type": "application/samlmetadata+xml; charset=utf-8" },
      }),
    "GET /saml/sso": (fields) => this.chooseForSaml(fields, { [BINDING]: "redirect" }),
    "POST /saml/sso": (fields) => this.chooseForSaml(fields, { [BINDING]: "post" }),
    "GET /saml/start": (fields) => this.chooseForSaml(fields, {}),
    "POST /saml/answer": async (fields) => {
      const request = this.readSaml(fields);
      const relayState = fields.get("RelayState") ?? "";
      return responsePage(await this.saml.respond(request, parsePerson(fields), relayState));
    },

    "GET /oidc/.well-known/openid-configuration": () => Response.json(this.oidc.discovery),
    "GET /oidc/jwks": async () => Response.json(await this.oidc.jwks()),
    "GET /oidc/authorize": (fields) => {
      this.oidc.readRequest(fields);
      return personPage({ action: "/oidc/authorize", fields: Object.fromEntries(fields) });
    },
    "POST /oidc/authorize": (fields) =>
      redirect(this.oidc.approve(this.oidc.readRequest(fields), parsePerson(fields))),
    "POST /oidc/token": async (fields, headers) =>
      toJson(await this.oidc.redeem(fields, headers.get("authorization"))),
    "GET /oidc/userinfo": (_fields, headers) =>
      toJson(this.oidc.describe(headers.get("authorization"))),
  };

  /** Shows the page for a request that is valid. */
  private chooseForSaml(sent: URLSearchParams, more: Readonly<Record<string, string>>): Response {
    const fields = { ...pick(sent, ["SAMLRequest", "RelayState", "sp"]), ...more };
    this.readSaml(new URLSearchParams(fields));
    return personPage({ action: "/saml/answer", fields });
  }

  private readSaml(fields: URLSearchParams): SamlRequest {
    const message = fields.get("SAMLRequest");
    if (message === null) return this.saml.readUnsolicited(fields.get("sp") ?? "");
    return this.saml.readRequest(message, fields.get(BINDING) === "post" ? "post" : "redirect");
  }
}

const pick = (fields: URLSearchParams, names: readonly string[]): Record<string, string> =>
  Object.fromEntries([...fields].filter(([name]) => names.includes(name)));

const redirect = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });

const toJson = ({ status, body }: JsonAnswer): Response =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });
