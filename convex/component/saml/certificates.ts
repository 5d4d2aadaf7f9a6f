import { SamlFault } from "./fault";

export type PublicKeyKind =
  | { readonly type: "rsa"; readonly bits: number }
  | { readonly type: "ec"; readonly curve: "P-256" | "P-384" | "P-521" };

export interface Certificate {
  /** Normalized: 64 characters a line, no text around it. */
  readonly pem: string;
  /** DER of the SubjectPublicKeyInfo, as `importKey("spki")` takes it. */
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly key: PublicKeyKind;
  /** Milliseconds since 1970. Never a reason to refuse a signature: see README.md. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Reads one PEM block, or base64 without its lines around it. Refuses RSA keys below 2048 bits,
 * curves other than P-256, P-384 and P-521, and every other kind of key (`weak-key`).
 */
export function parseCertificate(pem: string): Certificate {
  throw new SamlFault("certificate", `Not implemented: ${pem.length}`);
}

/** Reads what an administrator pasted: PEM blocks, or one certificate as bare base64; at most 10. */
export function parseCertificates(text: string): Certificate[] {
  throw new SamlFault("certificate", `Not implemented: ${text.length}`);
}
