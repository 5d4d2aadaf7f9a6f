/** Certificates and the service provider's own keys. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { parseCertificate, parseCertificates } from "../../convex/component/saml/certificates";
import { encodeDer, tags } from "../../convex/component/saml/der";
import { generateKeyPair } from "../../convex/component/saml/keyPair";
import { pemBody, wrapSpki } from "./support/keys";
import { type Laboratory, openLaboratory } from "./support/laboratory";

let lab: Laboratory;
beforeAll(async () => {
  lab = await openLaboratory();
});

const faultOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (fault) {
    return (fault as { rule: string }).rule; // a SamlFault
  }
  return undefined;
};

describe("a generated key pair", () => {
  test("has a certificate that Node and OpenSSL accept as self-signed", async () => {
    const now = Date.UTC(2026, 10, 27, 12, 0, 0, 500);
    const { privateKey, certificate, notAfter } = await generateKeyPair({
      commonName: "auth.example.com",
      now,
    });
    const x509 = new X509Certificate(certificate);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(x509.subject).toBe("CN=auth.example.com");
    expect(x509.issuer).toBe(x509.subject);
    expect(Date.parse(x509.validTo)).toBe(notAfter);
    expect(parseCertificate(certificate)).toMatchObject({
      pem: certificate,
      key: { type: "rsa", bits: 2048 },
      notBefore: Math.floor(now / 1000) * 1000,
      notAfter,
    });
  });

  test("is valid beyond 2049, where the form of times changes", async () => {
    const { certificate, notAfter } = await generateKeyPair({
      commonName: "a",
      now: Date.UTC(2045, 1, 1),
    });
    expect(notAfter).toBe(Date.UTC(2055, 1, 1));
    expect(parseCertificate(certificate).notAfter).toBe(notAfter);
    expect(Date.parse(new X509Certificate(certificate).validTo)).toBe(notAfter);
  });

  test.each(["", "ä", "x".repeat(65), "a\nb"])(
    "is not made for the name %j",
    async (commonName) => {
      await expect(generateKeyPair({ commonName, now: 0 })).rejects.toMatchObject({
        rule: "certificate",
      });
    },
  );
});

describe("a certificate", () => {
  test("is read as PEM, with other line ends, and as base64 alone", () => {
    const { certificate } = lab.idpKey;
    const forms = [
      certificate,
      `\n\n${certificate}\n`,
      certificate.replaceAll("\n", "\r\n"),
      pemBody(certificate),
      pemBody(certificate).replace(/.{40}/g, "$& "),
    ];
    for (const form of forms) expect(parseCertificate(form).pem).toBe(certificate);
  });

  test("has the key that Node finds in it", () => {
    for (const key of [lab.idpKey, lab.spKey, ...Object.values(lab.ecKeys)]) {
      const { spki } = parseCertificate(key.certificate);
      const own = createPrivateKey(key.privateKey);
      expect(own.asymmetricKeyType).toMatch(/rsa|ec/);
      expect(Buffer.from(spki).toString("hex").startsWith("30")).toBe(true);
    }
    for (const [curve, { certificate }] of Object.entries(lab.ecKeys))
      expect(parseCertificate(certificate).key).toEqual({ type: "ec", curve });
  });

  test("may have expired: it holds a key, and its dates are for notices", () => {
    const { spki } = parseCertificate(lab.idpKey.certificate);
    const expired = wrapSpki(spki, { notBefore: "600101000000Z", notAfter: "000229000000Z" });
    expect(parseCertificate(expired)).toMatchObject({
      notBefore: Date.UTC(1960, 0, 1),
      notAfter: Date.UTC(2000, 1, 29),
    });
  });

  const sequence = (...contents: readonly Uint8Array[]) => encodeDer(tags.sequence, ...contents);
  const oid = (...bytes: readonly number[]) => encodeDer(tags.oid, Uint8Array.from(bytes));
  const rsaSpki = (modulus: Uint8Array, exponent: Uint8Array) =>
    sequence(
      sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1), encodeDer(tags.null)),
      encodeDer(
        tags.bitString,
        Uint8Array.of(0),
        sequence(encodeDer(tags.integer, modulus), encodeDer(tags.integer, exponent)),
      ),
    );
  const modulus = (bytes: number) => new Uint8Array(bytes).fill(0x7f, 1).fill(0xff, 1, 2);
  const ecSpki = (curve: Uint8Array) =>
    sequence(sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1), curve), encodeDer(tags.bitString));

  test.each<[string, () => string]>([
    ["an RSA key of 1024 bits", () => lab.weakKey.certificate],
    [
      "an RSA key of 2047 bits",
      () => wrapSpki(rsaSpki(new Uint8Array(256).fill(0x7f), Uint8Array.of(3))),
    ],
    ["an RSA key of 16384 bits", () => wrapSpki(rsaSpki(modulus(2049), Uint8Array.of(1, 0, 1)))],
    ["the exponent 1", () => wrapSpki(rsaSpki(modulus(257), Uint8Array.of(1)))],
    ["the exponent 0", () => wrapSpki(rsaSpki(modulus(257), Uint8Array.of(0)))],
    [
      "an exponent of 64 bits",
      () => wrapSpki(rsaSpki(modulus(257), Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1))),
    ],
    ["the curve secp256k1", () => wrapSpki(ecSpki(oid(0x2b, 0x81, 0x04, 0x00, 0x0a)))],
    ["a curve without a name", () => wrapSpki(ecSpki(sequence()))],
    [
      "a key of Ed25519",
      () => wrapSpki(sequence(sequence(oid(0x2b, 0x65, 0x70)), encodeDer(tags.bitString))),
    ],
  ])("with %s is weak", (_name, build) => {
    expect(faultOf(() => parseCertificate(build()))).toBe("weak-key");
  });

  test.each<[string, () => string]>([
    ["nothing", () => ""],
    ["text", () => "not a certificate"],
    ["a private key", () => lab.spKey.privateKey],
    ["a public key", () => `-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----`],
    ["half of one", () => pemBody(lab.idpKey.certificate).slice(0, 400)],
    [
      "one with bytes after it",
      () =>
        Buffer.concat([
          Buffer.from(pemBody(lab.idpKey.certificate), "base64"),
          Buffer.of(5, 0),
        ]).toString("base64"),
    ],
    ["a length without end", () => Buffer.of(0x30, 0x80, 0, 0).toString("base64")],
    ["a length of 4 GB", () => Buffer.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff).toString("base64")],
    ["an empty sequence", () => Buffer.of(0x30, 0).toString("base64")],
    ["more than 16 KB", () => "A".repeat(16 * 1024 + 4)],
    [
      "a validity that is none",
      () => wrapSpki(new Uint8Array(), { notBefore: "soon", notAfter: "later" }),
    ],
  ])("is not %s", (_name, build) => {
    expect(faultOf(() => parseCertificate(build()))).toBe("certificate");
  });
});

describe("what an administrator pastes", () => {
  test("may hold several blocks with text around them, and one of them twice", () => {
    const [first, second] = [lab.idpKey.certificate, lab.nextIdpKey.certificate];
    const pasted = `subject=CN = idp\n${first}\nissuer=x\n${second}${first}`;
    expect(parseCertificates(pasted).map(({ pem }) => pem)).toEqual([first, second]);
    expect(parseCertificates(pemBody(first)).map(({ pem }) => pem)).toEqual([first]);
  });

  test("may not hold more than ten, or none", () => {
    expect(faultOf(() => parseCertificates(lab.idpKey.certificate.repeat(11)))).toBe("certificate");
    expect(faultOf(() => parseCertificates("  "))).toBe("certificate");
    expect(faultOf(() => parseCertificates("x".repeat(200_000)))).toBe("certificate");
  });
});
