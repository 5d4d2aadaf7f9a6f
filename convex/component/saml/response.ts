import { SamlFault } from "./fault";

/** Which signatures a connection asks for. At least one must always cover the assertion. */
export type RequiredSignature = "either" | "response" | "assertion" | "both";

export interface ResponseRules {
  readonly idpEntityId: string;
  /** The connection's certificates as PEM, several during a roll-over. No other key counts. */
  readonly certificates: readonly string[];
  readonly spEntityId: string;
  readonly acsUrl: string;
  /** The id of the AuthnRequest that is answered, or null for an unsolicited response. */
  readonly requestId: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** PKCS#8 PEM of the service provider's keys, the current one first; empty if it has none. */
  readonly decryptionKeys: readonly string[];
  readonly requiredSignature: RequiredSignature;
}

export interface NameId {
  readonly value: string;
  readonly format: string | null;
  readonly nameQualifier: string | null;
  readonly spNameQualifier: string | null;
}

export interface VerifiedAssertion {
  readonly assertionId: string;
  /** Null for an unsolicited response. */
  readonly responseInResponseTo: string | null;
  readonly nameId: NameId;
  /** Values by `Name`; several attributes of one name are joined in document order. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Values by `FriendlyName`, which no identity provider promises to be unique. */
  readonly friendlyAttributes: ReadonlyMap<string, readonly string[]>;
  /** The `AuthnContextClassRef` of every statement. */
  readonly authnContexts: readonly string[];
  readonly authnInstant: number;
  readonly sessionIndex: string | null;
  /** When the session must end, in milliseconds; the earliest one if there are several. */
  readonly sessionNotOnOrAfter: number | null;
  /** Until when the assertion id must be remembered, in milliseconds; the skew is included. */
  readonly notOnOrAfter: number;
}

/**
 * Verifies the XML of a `samlp:Response` and returns what its signature covers. Throws a
 * {@link SamlFault} for everything else.
 */
export async function verifyResponse(
  xml: string,
  rules: ResponseRules,
): Promise<VerifiedAssertion> {
  throw new SamlFault("wrong-document", `Not implemented: ${xml.length} ${rules.now}`);
}
