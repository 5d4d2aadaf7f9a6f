/** The SAML identity provider of an organization, by `samlp`. */
import samlp from "samlp";
import { generateKeyPair, type KeyPair } from "../../convex/component/saml/keyPair";
import { change } from "../saml/support/messages";
import { sign } from "../saml/support/signing";

export interface SamlPerson {
  readonly nameId: string;
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly authnContext?: string;
}

export interface AnsweredRequest {
  /** The assertion consumer service. */
  readonly acs: string;
  /** Of the form. */
  readonly body: string;
}

export class SamlProvider {
  readonly entityId = "https://idp.example.com/metadata";
  readonly ssoUrl = "https://idp.example.com/sso";
  private keys: KeyPair | null = null;

  async start(): Promise<this> {
    this.keys = await generateKeyPair({ commonName: "idp", now: Date.now() });
    return this;
  }

  /** The configuration of a connection to it. */
  get samlConfig() {
    return {
      idpEntityId: this.entityId,
      idpSsoUrl: this.ssoUrl,
      idpCertificate: this.keys!.certificate, // from start on
    };
  }

  /** Answers the request in the URL that a browser was sent to. */
  async answer(address: string, person: SamlPerson, more: object = {}): Promise<AnsweredRequest> {
    const query = Object.fromEntries(new URL(address).searchParams);
    const request = await new Promise<{ id?: string; issuer?: string; acs?: string }>(
      (resolve, reject) =>
        samlp.parseRequest({ method: "GET", query }, {}, (error, parsed) =>
          error || !parsed
            ? reject(error ?? new Error("no request"))
            : resolve({ ...parsed, acs: parsed.assertionConsumerServiceURL }),
        ),
    );
    return await this.respond(person, {
      acs: request.acs!, // of every request of ours
      audience: request.issuer!,
      inResponseTo: request.id!,
      relayState: query.RelayState ?? "",
      ...more,
    });
  }

  /**
   * A response, with `inResponseTo` null an unsolicited one. `sessionEndsAt`, which samlp does not
   * know, becomes SessionNotOnOrAfter.
   */
  async respond(
    { nameId, attributes, authnContext }: SamlPerson,
    {
      acs,
      audience,
      inResponseTo,
      relayState = "",
      sessionEndsAt,
      ...more
    }: {
      readonly acs: string;
      readonly audience: string;
      readonly inResponseTo: string | null;
      readonly relayState?: string;
      readonly sessionEndsAt?: string;
    },
  ): Promise<AnsweredRequest> {
    const { certificate, privateKey } = this.keys!; // from start on
    const options = {
      ...{ issuer: this.entityId, cert: certificate, key: privateKey },
      ...{ audience, recipient: acs, destination: acs },
      ...{ signatureAlgorithm: "rsa-sha256", digestAlgorithm: "sha256" },
      ...(inResponseTo === null ? {} : { inResponseTo }),
      ...(authnContext === undefined ? {} : { authnContextClassRef: authnContext }),
      profileMapper: () => ({
        getClaims: () => ({ ...attributes }),
        getNameIdentifier: () => ({ nameIdentifier: nameId }),
      }),
      ...(sessionEndsAt === undefined ? {} : { signAssertion: false }),
      ...more,
    };
    const issued = await new Promise<string>((resolve, reject) =>
      samlp.getSamlResponse(options, {}, (error, response) =>
        error ? reject(error) : resolve(response),
      ),
    );
    const xml =
      sessionEndsAt === undefined
        ? issued
        : signAssertion(
            change(
              issued,
              "<saml:AuthnStatement",
              `<saml:AuthnStatement SessionNotOnOrAfter="${sessionEndsAt}"`,
            ),
            this.keys!, // as above
          );
    const fields = { SAMLResponse: Buffer.from(xml).toString("base64"), RelayState: relayState };
    return { acs, body: new URLSearchParams(fields).toString() };
  }
}

function signAssertion(xml: string, key: KeyPair): string {
  const id = /<saml:Assertion [^>]*ID="([^"]+)"/.exec(xml)?.[1];
  if (id === undefined) throw new Error("samlp writes the assertion's ID");
  return sign(xml, id, { key });
}
