import { SamlFault } from "./fault";

export interface KeyPair {
  /** PKCS#8 PEM of an RSA key that signs requests and decrypts assertions. */
  readonly privateKey: string;
  /** PEM of a self-signed certificate with its public key. */
  readonly certificate: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

export interface KeyPairOptions {
  /** ASCII, at most 64 characters. */
  readonly commonName: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Generates an RSA key of 2048 bits and a certificate for ten years. For actions: Convex does not
 * generate keys in queries and mutations.
 */
export async function generateKeyPair(options: KeyPairOptions): Promise<KeyPair> {
  throw new SamlFault("certificate", `Not implemented: ${options.commonName}`);
}
