import { deflateSync } from "fflate";
import { encodeBase64 } from "./base64";
import { SamlFault } from "./fault";
import { ASSERTION, POST_BINDING, PROTOCOL } from "./namespaces";
import { signEnveloped, signText, type RequestSigning, toAlgorithmUri } from "./requestSignature";
import { formatTime } from "./time";
import { escapeAttribute, escapeText } from "./xml/canonical";
import { parseXml } from "./xml/tree";

export type { RequestSigning, SigningAlgorithm } from "./requestSignature";

export interface AuthnRequest {
  /** Begins with a letter or an underscore, as an XML id must. Unguessable. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** The identity provider's sign-on URL of the binding that is used. */
  readonly destination: string;
  /** The service provider's entity id. */
  readonly issuer: string;
  readonly acsUrl: string;
  /** Asks for a format of NameID; null leaves it to the identity provider. */
  readonly nameIdFormat: string | null;
  readonly forceAuthn?: boolean;
  readonly providerName?: string;
}

export interface RequestOptions {
  /** At most 80 bytes (Bindings 3.4.3). */
  readonly relayState: string;
  /** Null sends the request without a signature. */
  readonly signing: RequestSigning | null;
}

/** A form that the browser posts to `action`. */
export interface PostForm {
  readonly action: string;
  readonly fields: Readonly<Record<"SAMLRequest" | "RelayState", string>>;
}

const MAXIMUM_RELAY_STATE = 80;
const utf8 = new TextEncoder();

/** A random id for a request: an underscore, because an XML id may not begin with a digit, and 160 bits. */
export const createRequestId = (): string =>
  `_${Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("")}`;

/**
 * The URL of the HTTP-Redirect binding (Bindings 3.4). A signature covers the parameters as they
 * are encoded here, in this order.
 */
export async function toRedirectUrl(
  request: AuthnRequest,
  { relayState, signing }: RequestOptions,
): Promise<string> {
  assertRelayState(relayState);
  const message = encodeBase64(deflateSync(utf8.encode(formatRequest(request))));
  const parameters = [`SAMLRequest=${encodeURIComponent(message)}`];
  parameters.push(`RelayState=${encodeURIComponent(relayState)}`);
  if (signing) {
    parameters.push(`SigAlg=${encodeURIComponent(toAlgorithmUri(signing))}`);
    const signature = await signText(parameters.join("&"), signing);
    parameters.push(`Signature=${encodeURIComponent(encodeBase64(signature))}`);
  }
  const [url = ""] = request.destination.split("#");
  return `${url}${url.includes("?") ? "&" : "?"}${parameters.join("&")}`;
}

/** The form of the HTTP-POST binding (Bindings 3.5). A signature is inside the XML. */
export async function toPostForm(
  request: AuthnRequest,
  { relayState, signing }: RequestOptions,
): Promise<PostForm> {
  assertRelayState(relayState);
  const xml = formatRequest(request);
  const message = signing ? await signEnveloped(parseXml(xml), signing) : xml;
  return {
    action: request.destination,
    fields: { SAMLRequest: encodeBase64(utf8.encode(message)), RelayState: relayState },
  };
}

function assertRelayState(relayState: string): void {
  const { length } = utf8.encode(relayState);
  if (length < 1 || length > MAXIMUM_RELAY_STATE)
    throw new SamlFault("request", `RelayState must have 1 to ${MAXIMUM_RELAY_STATE} bytes.`);
}

/** The request's XML. It is parsed once, so that what cannot be XML is refused here. */
function formatRequest(request: AuthnRequest): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(request.id))
    throw new SamlFault("request", "The request's id cannot be an XML id.");
  const attributes = {
    ID: request.id,
    Version: "2.0",
    IssueInstant: formatTime(request.issuedAt),
    Destination: request.destination,
    AssertionConsumerServiceURL: request.acsUrl,
    ProtocolBinding: POST_BINDING,
    ...(request.forceAuthn === true && { ForceAuthn: "true" }),
    ...(request.providerName !== undefined && { ProviderName: request.providerName }),
  };
  const xml = [
    `<samlp:AuthnRequest xmlns:samlp="${PROTOCOL}"`,
    ...Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`),
    `><saml:Issuer xmlns:saml="${ASSERTION}">${escapeText(request.issuer)}</saml:Issuer>`,
    `<samlp:NameIDPolicy AllowCreate="true"`,
    request.nameIdFormat === null ? "" : ` Format="${escapeAttribute(request.nameIdFormat)}"`,
    "/></samlp:AuthnRequest>",
  ].join("");
  parseXml(xml);
  return xml;
}
