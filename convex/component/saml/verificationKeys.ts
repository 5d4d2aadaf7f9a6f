import type { SignatureAlgorithm } from "./algorithms";
import { parseCertificate, type PublicKeyKind } from "./certificates";
import { SamlFault } from "./fault";

export interface VerificationKey {
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly key: PublicKeyKind;
}

/** The keys of the connection's certificates. Throws for one that is weak or not a certificate. */
export const toVerificationKeys = (certificates: readonly string[]): VerificationKey[] =>
  certificates.map((pem) => {
    const { spki, key } = parseCertificate(pem);
    return { spki, key };
  });

interface SignedText {
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly text: Uint8Array<ArrayBuffer>;
}

/** Whether one of the keys made the signature. A key of another type is not tried. */
export async function isSignedBy(
  keys: readonly VerificationKey[],
  { algorithm, signature, text }: SignedText,
): Promise<boolean> {
  for (const { spki, key } of keys) {
    if (key.type !== algorithm.type) continue;
    const parameters =
      key.type === "rsa"
        ? { name: "RSASSA-PKCS1-v1_5", hash: algorithm.hash }
        : { name: "ECDSA", namedCurve: key.curve, hash: algorithm.hash };
    const imported = await importKey(spki, parameters);
    if (await crypto.subtle.verify(parameters, imported, signature, text)) return true;
  }
  return false;
}

async function importKey(
  spki: Uint8Array<ArrayBuffer>,
  parameters: RsaHashedImportParams | EcKeyImportParams,
): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey("spki", spki, parameters, false, ["verify"]);
  } catch {
    throw new SamlFault("certificate", "The key of a certificate cannot be used."); // not on its curve
  }
}
