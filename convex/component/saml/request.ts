import { SamlFault } from "./fault";

export type SigningAlgorithm = "rsa-sha256" | "rsa-sha384" | "rsa-sha512";

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

export interface RequestSigning {
  /** PKCS#8 PEM of an RSA key. */
  readonly privateKey: string;
  /** PEM, which the POST binding includes. */
  readonly certificate: string;
  readonly algorithm?: SigningAlgorithm;
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

/** A random id for a request: an underscore and 160 bits. */
export function createRequestId(): string {
  throw new SamlFault("request", "Not implemented");
}

/** The URL of the HTTP-Redirect binding. A signature covers the query string. */
export async function toRedirectUrl(
  request: AuthnRequest,
  options: RequestOptions,
): Promise<string> {
  throw new SamlFault("request", `Not implemented: ${request.id} ${options.relayState}`);
}

/** The form of the HTTP-POST binding. A signature is inside the XML. */
export async function toPostForm(
  request: AuthnRequest,
  options: RequestOptions,
): Promise<PostForm> {
  throw new SamlFault("request", `Not implemented: ${request.id} ${options.relayState}`);
}
