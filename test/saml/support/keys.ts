/** Keys and certificates of the tests' identity and service providers. */
import { encodePem } from "../../../convex/component/saml/base64";
import { encodeDer, tags } from "../../../convex/component/saml/der";
import { generateKeyPair } from "../../../convex/component/saml/keyPair";

export interface TestKey {
  readonly privateKey: string;
  readonly certificate: string;
}

const text = (value: string) => new TextEncoder().encode(value);
const sequence = (...contents: readonly Uint8Array[]) => encodeDer(tags.sequence, ...contents);
/** An algorithm that no reader of these certificates looks at. */
const anyAlgorithm = sequence(encodeDer(tags.oid, Uint8Array.of(0x2a, 0x03)));

export interface Validity {
  readonly notBefore: string;
  readonly notAfter: string;
}
const decade: Validity = { notBefore: "200101000000Z", notAfter: "391231235959Z" };

/** A certificate of any public key, whose own signature nobody could verify. */
export const wrapSpki = (spki: Uint8Array, { notBefore, notAfter }: Validity = decade): string => {
  const name = sequence();
  const validity = sequence(
    encodeDer(tags.utcTime, text(notBefore)),
    encodeDer(tags.utcTime, text(notAfter)),
  );
  const serial = encodeDer(tags.integer, Uint8Array.of(1));
  const tbs = sequence(serial, anyAlgorithm, name, validity, name, spki);
  const signature = encodeDer(tags.bitString, Uint8Array.of(0, 0));
  return encodePem("CERTIFICATE", sequence(tbs, anyAlgorithm, signature));
};

type Algorithm = RsaHashedKeyGenParams | EcKeyGenParams;

async function generate(algorithm: Algorithm, validity?: Validity): Promise<TestKey> {
  const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const [pkcs8, spki] = await Promise.all([
    crypto.subtle.exportKey("pkcs8", pair.privateKey),
    crypto.subtle.exportKey("spki", pair.publicKey),
  ]);
  return {
    privateKey: encodePem("PRIVATE KEY", new Uint8Array(pkcs8)),
    certificate: wrapSpki(new Uint8Array(spki), validity),
  };
}

export const generateRsa = async (modulusLength: number, validity?: Validity): Promise<TestKey> =>
  await generate(
    {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength,
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    validity,
  );

export const generateEc = async (namedCurve: "P-256" | "P-384" | "P-521"): Promise<TestKey> =>
  await generate({ name: "ECDSA", namedCurve });

export const generateTestKey = async (commonName: string): Promise<TestKey> =>
  await generateKeyPair({ commonName, now: Date.now() });

/** The base64 between the lines of a PEM block. */
export const pemBody = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, "");
