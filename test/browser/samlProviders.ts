/** SAML identity providers of other projects, behind pages with one button. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import samlify from "samlify";
import samlp from "samlp";
import { issueResponse, type Combination } from "../saml/support/identityProviders";
import { pemBody, type TestKey } from "../saml/support/keys";

export type SamlPackage = Combination["provider"];

/** What the provider knows of the service provider, from its metadata. */
export interface Party {
  readonly entityId: string;
  readonly acsUrl: string;
  /** PEM. */
  readonly certificate: string;
}

interface Question {
  readonly requestId: string;
  readonly issuer: string;
  readonly acsUrl: string;
}

export class SamlProviders {
  readonly parties = new Map<SamlPackage, Party>();
  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });

  constructor(
    private readonly key: TestKey,
    private readonly user: string,
    private readonly combinations: Readonly<Record<SamlPackage, Omit<Combination, "provider">>>,
  ) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  configOf(name: SamlPackage) {
    return {
      idpEntityId: this.urlOf(name, "metadata"),
      idpSsoUrl: this.urlOf(name, "sso"),
      idpCertificate: this.key.certificate,
    };
  }

  /** On another site than the runtime. */
  private urlOf(name: SamlPackage, page: string): string {
    const { port } = this.server.address() as AddressInfo; // a TCP server
    return `http://localhost:${port}/${name}/${page}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const name = url.pathname === "/samlp/sso" ? "samlp" : "samlify";
    const party = this.parties.get(name);
    if (!party || url.pathname !== `/${name}/sso`) return void response.writeHead(404).end();
    const query = Object.fromEntries(url.searchParams);
    const question = await this.parse(name, query);
    const isKnown = question.issuer === party.entityId && question.acsUrl === party.acsUrl;
    if (!isKnown) return void response.writeHead(400).end("Unknown service provider");
    const xml = await issueResponse(
      { idpKey: this.key, spKey: party },
      { provider: name, ...this.combinations[name] },
      {
        idp: this.urlOf(name, "metadata"),
        sp: party.entityId,
        acs: party.acsUrl,
        requestId: question.requestId,
        user: this.user,
      },
    );
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(
      `<form method="post" action="${party.acsUrl}">
        <input type="hidden" name="SAMLResponse" value="${Buffer.from(xml).toString("base64")}" />
        <input type="hidden" name="RelayState" value="${query.RelayState ?? ""}" />
        <button>Sign in by ${name}</button>
      </form>`,
    );
  }

  private async parse(name: SamlPackage, query: Record<string, string>): Promise<Question> {
    if (name === "samlify") return await this.parseBySamlify(query);
    return await new Promise((resolve, reject) =>
      samlp.parseRequest({ method: "GET", query }, {}, (error, parsed) =>
        error
          ? reject(error)
          : resolve({
              requestId: parsed.id ?? "",
              issuer: parsed.issuer ?? "",
              acsUrl: parsed.assertionConsumerServiceURL ?? "",
            }),
      ),
    );
  }

  private async parseBySamlify(query: Record<string, string>): Promise<Question> {
    samlify.setSchemaValidator({ validate: async () => "valid" }); // needs another package
    const redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    const party = this.parties.get("samlify")!; // checked by the caller
    const identityProvider = samlify.IdentityProvider({
      entityID: this.urlOf("samlify", "metadata"),
      signingCert: pemBody(this.key.certificate),
      singleSignOnService: [{ Binding: redirect, Location: this.urlOf("samlify", "sso") }],
    });
    const serviceProvider = samlify.ServiceProvider({
      entityID: party.entityId,
      assertionConsumerService: [
        { Binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST", Location: party.acsUrl },
      ],
    });
    const { extract } = await identityProvider.parseLoginRequest(serviceProvider, "redirect", {
      query,
    });
    const { id, assertionConsumerServiceUrl } = extract.request ?? {};
    return {
      requestId: String(id),
      acsUrl: String(assertionConsumerServiceUrl),
      issuer: String(extract.issuer),
    };
  }
}
