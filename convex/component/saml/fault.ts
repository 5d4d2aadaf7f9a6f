/**
 * Every rule by which this folder refuses something. The set is closed: logs, audit entries and
 * messages for administrators name a fault by its rule.
 */
export type SamlRule =
  // The text
  | "too-large"
  | "encoding"
  | "not-well-formed"
  | "forbidden-markup"
  | "too-complex"
  | "duplicate-id"
  | "unexpected-content"
  // Signatures
  | "not-signed"
  | "signature-position"
  | "signature-form"
  | "signature-reference"
  | "signature-transforms"
  | "signature-algorithm"
  | "signature-digest"
  | "signature-value"
  // Encryption
  | "encryption-algorithm"
  | "decryption"
  // The response
  | "wrong-document"
  | "version"
  | "status"
  | "assertion-count"
  | "message-id"
  | "destination"
  | "issuer"
  | "in-response-to"
  | "issue-instant"
  // The assertion
  | "subject"
  | "name-id"
  | "confirmation"
  | "recipient"
  | "confirmation-time"
  | "conditions"
  | "conditions-time"
  | "audience"
  | "authn-statement"
  | "session-expired"
  | "attribute"
  // Metadata, certificates and keys
  | "certificate"
  | "weak-key"
  | "metadata"
  | "metadata-expired"
  | "request";

/**
 * What was refused, and by which rule. The message is for an administrator: it says what to change,
 * and contains nothing of the assertion.
 */
export class SamlFault extends Error {
  override readonly name = "SamlFault";

  constructor(
    readonly rule: SamlRule,
    message: string,
  ) {
    super(message);
  }
}
