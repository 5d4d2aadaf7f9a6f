import { inflateRawSync } from "node:zlib";
import { decodeBase64, decodePem, encodeBase64 } from "../../../convex/component/saml/base64";
import { decodeMessage, decodeUtf8 } from "../../../convex/component/saml/encoding";
import { SamlFault } from "../../../convex/component/saml/fault";
import type { KeyPair } from "../../../convex/component/saml/keyPair";
import {
  ASSERTION,
  DSIG,
  METADATA,
  POST_BINDING,
  PROTOCOL,
  REDIRECT_BINDING,
} from "../../../convex/component/saml/namespaces";
import { createRequestId } from "../../../convex/component/saml/request";
import { signEnveloped } from "../../../convex/component/saml/requestSignature";
import { formatTime } from "../../../convex/component/saml/time";
import { escapeAttribute, escapeText } from "../../../convex/component/saml/xml/canonical";
import {
  childrenNamed,
  findAttribute,
  hasName,
  readText,
} from "../../../convex/component/saml/xml/navigation";
import { MAXIMUM_BYTES, parseXml } from "../../../convex/component/saml/xml/tree";
import type { Person } from "./person";
import { DemoRefusal } from "./refusal";

export type Binding = "redirect" | "post";

export interface ServiceProvider {
  readonly entityId: string;
  readonly acsUrl: string;
}

/** What a response answers. */
export interface SamlRequest {
  readonly serviceProvider: ServiceProvider;
  /** Null for a sign-in that begins at the identity provider. */
  readonly requestId: string | null;
}

/** The form that the browser posts to the assertion consumer service. */
export interface ResponseForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const VALID_MS = 5 * 60_000;
/** How far the service provider's clock may be behind. */
const SKEW_MS = 60_000;
const MESSAGE_ID = /^[\w.-]{1,256}$/;
const EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

/**
 * A SAML 2.0 identity provider without passwords. It does not verify the signatures of requests: it
 * answers registered service providers only, at their registered address.
 */
export class DemoSaml {
  /** By entity id. */
  readonly serviceProviders = new Map<string, ServiceProvider>();
  readonly entityId: string;
  /** For both bindings. */
  readonly ssoUrl: string;

  constructor(
    origin: string,
    private readonly keys: Pick<KeyPair, "privateKey" | "certificate">,
  ) {
    this.entityId = `${origin}/saml/metadata`;
    this.ssoUrl = `${origin}/saml/sso`;
  }

  get metadata(): string {
    const der = decodePem("CERTIFICATE", this.keys.certificate, "certificate");
    return [
      `<md:EntityDescriptor xmlns:md="${METADATA}" xmlns:ds="${DSIG}"`,
      ` entityID="${escapeAttribute(this.entityId)}">`,
      `<md:IDPSSODescriptor protocolSupportEnumeration="${PROTOCOL}">`,
      '<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>',
      `${encodeBase64(der)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
      `<md:NameIDFormat>${EMAIL_FORMAT}</md:NameIDFormat>`,
      ...[REDIRECT_BINDING, POST_BINDING].map(
        (binding) =>
          `<md:SingleSignOnService Binding="${binding}" Location="${escapeAttribute(this.ssoUrl)}"/>`,
      ),
      "</md:IDPSSODescriptor></md:EntityDescriptor>",
    ].join("");
  }

  /** Reads the parameter or form field `SAMLRequest`. */
  readRequest(message: string, binding: Binding): SamlRequest {
    try {
      return this.parseRequest(binding === "post" ? decodeMessage(message) : inflate(message));
    } catch (error) {
      if (error instanceof SamlFault) throw new DemoRefusal(error.message);
      throw error;
    }
  }

  /** A sign-in that begins here. */
  readUnsolicited(entityId: string): SamlRequest {
    return { serviceProvider: this.requireServiceProvider(entityId), requestId: null };
  }

  /** Signs the assertion and the response. */
  async respond(request: SamlRequest, person: Person, relayState: string): Promise<ResponseForm> {
    const now = Date.now();
    const { acsUrl } = request.serviceProvider;
    const assertion = await this.sign(this.formatAssertion(request, person, now));
    const response = [
      `<samlp:Response xmlns:samlp="${PROTOCOL}" ID="${createRequestId()}" Version="2.0"`,
      ` IssueInstant="${formatTime(now)}" Destination="${escapeAttribute(acsUrl)}"`,
      `${formatInResponseTo(request)}>${this.formatIssuer()}`,
      `<samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status>`,
      `${assertion}</samlp:Response>`,
    ].join("");
    const signed = new TextEncoder().encode(await this.sign(response));
    return {
      action: acsUrl,
      fields: { SAMLResponse: encodeBase64(signed), RelayState: relayState },
    };
  }

  private async sign(xml: string): Promise<string> {
    return await signEnveloped(parseXml(xml), this.keys);
  }

  private parseRequest(xml: string): SamlRequest {
    const root = parseXml(xml);
    if (!hasName(root, PROTOCOL, "AuthnRequest"))
      throw new DemoRefusal("SAMLRequest is not an AuthnRequest.");
    const [issuer] = childrenNamed(root, ASSERTION, "Issuer");
    const serviceProvider = this.requireServiceProvider(issuer ? readText(issuer) : "");
    const acsUrl = findAttribute(root, "AssertionConsumerServiceURL");
    if (acsUrl !== null && acsUrl !== serviceProvider.acsUrl)
      throw new DemoRefusal("The AssertionConsumerServiceURL is not registered.");
    const destination = findAttribute(root, "Destination");
    if (destination !== null && destination !== this.ssoUrl)
      throw new DemoRefusal("The request is for another identity provider.");
    const requestId = findAttribute(root, "ID") ?? "";
    if (!MESSAGE_ID.test(requestId)) throw new DemoRefusal("The request has no ID.");
    return { serviceProvider, requestId };
  }

  private requireServiceProvider(entityId: string): ServiceProvider {
    const found = this.serviceProviders.get(entityId);
    if (!found) throw new DemoRefusal("The service provider is not registered with this demo.");
    return found;
  }

  private formatIssuer(): string {
    return `<saml:Issuer xmlns:saml="${ASSERTION}">${escapeText(this.entityId)}</saml:Issuer>`;
  }

  private formatAssertion(request: SamlRequest, person: Person, now: number): string {
    const { acsUrl, entityId } = request.serviceProvider;
    const end = formatTime(now + VALID_MS);
    return [
      `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${createRequestId()}" Version="2.0"`,
      ` IssueInstant="${formatTime(now)}"><saml:Issuer>${escapeText(this.entityId)}</saml:Issuer>`,
      `<saml:Subject><saml:NameID Format="${EMAIL_FORMAT}">${escapeText(person.email)}</saml:NameID>`,
      `<saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData`,
      ` NotOnOrAfter="${end}" Recipient="${escapeAttribute(acsUrl)}"${formatInResponseTo(request)}/>`,
      "</saml:SubjectConfirmation></saml:Subject>",
      `<saml:Conditions NotBefore="${formatTime(now - SKEW_MS)}" NotOnOrAfter="${end}">`,
      `<saml:AudienceRestriction><saml:Audience>${escapeText(entityId)}</saml:Audience>`,
      "</saml:AudienceRestriction></saml:Conditions>",
      `<saml:AuthnStatement AuthnInstant="${formatTime(now)}"><saml:AuthnContext>`,
      `<saml:AuthnContextClassRef>${UNSPECIFIED}</saml:AuthnContextClassRef>`,
      "</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>",
      formatAttribute("email", [person.email]),
      formatAttribute("displayName", [person.name]),
      formatAttribute("groups", person.groups),
      "</saml:AttributeStatement></saml:Assertion>",
    ].join("");
  }
}

const formatInResponseTo = ({ requestId }: SamlRequest): string =>
  requestId === null ? "" : ` InResponseTo="${escapeAttribute(requestId)}"`;

function formatAttribute(name: string, values: readonly string[]): string {
  if (values.length === 0) return "";
  const elements = values.map(
    (value) => `<saml:AttributeValue>${escapeText(value)}</saml:AttributeValue>`,
  );
  return `<saml:Attribute Name="${name}">${elements.join("")}</saml:Attribute>`;
}

/** Of the HTTP-Redirect binding. */
function inflate(message: string): string {
  const bytes = decodeBase64(message, "request");
  try {
    const text = decodeUtf8(inflateRawSync(bytes, { maxOutputLength: MAXIMUM_BYTES }));
    if (text !== null) return text;
  } catch {
    // Not deflated, or too large.
  }
  throw new DemoRefusal("SAMLRequest cannot be decoded.");
}
