/** What the cases of attacks are made with. */
import type { SamlRule } from "../../../convex/component/saml/fault";
import type { ResponseRules, VerifiedAssertion } from "../../../convex/component/saml/response";
import { type Connection, openConnection } from "./connection";
import { encrypt, type Encrypting } from "./encrypting";
import { generateEc, generateRsa, type TestKey } from "./keys";
import { ASSERTION_ID, formatAssertion, formatResponse, NOW, RESPONSE_ID } from "./messages";
import { sign, type Signing } from "./signing";

export interface Laboratory extends Connection {
  readonly rogueKey: TestKey;
  readonly nextIdpKey: TestKey;
  readonly weakKey: TestKey;
  readonly ecKeys: Readonly<Record<"P-256" | "P-384" | "P-521", TestKey>>;
  /** Signs the assertion, by the identity provider unless another key is named. */
  signAssertion(xml: string, signing?: Partial<Signing>): string;
  signResponse(xml: string, signing?: Partial<Signing>): string;
  /** A Response with the text encrypted for the service provider. */
  encryptedResponse(plaintext: string | Buffer, options?: Partial<Encrypting>): string;
}

export interface Case {
  readonly name: string;
  /** By which rule it is refused; null if it is accepted. */
  readonly rule: SamlRule | null;
  readonly build: (lab: Laboratory) => string;
  readonly rules?: (lab: Laboratory) => Partial<ResponseRules>;
  readonly expected?: (verified: VerifiedAssertion) => void;
}

let shared: Promise<Laboratory> | undefined;
export const openLaboratory = (): Promise<Laboratory> => (shared ??= createLaboratory());

async function createLaboratory(): Promise<Laboratory> {
  const connection = await openConnection();
  const [rogueKey, nextIdpKey, weakKey, p256, p384, p521] = await Promise.all([
    generateRsa(2048),
    generateRsa(2048),
    generateRsa(1024),
    generateEc("P-256"),
    generateEc("P-384"),
    generateEc("P-521"),
  ]);
  const { idpKey, spKey } = connection;
  return {
    ...connection,
    rules: { ...connection.rules, now: NOW },
    rogueKey,
    nextIdpKey,
    weakKey,
    ecKeys: { "P-256": p256, "P-384": p384, "P-521": p521 },
    signAssertion: (xml, signing) => sign(xml, ASSERTION_ID, { key: idpKey, ...signing }),
    signResponse: (xml, signing) => sign(xml, RESPONSE_ID, { key: idpKey, ...signing }),
    encryptedResponse: (plaintext, options) =>
      formatResponse(encrypt(plaintext, { certificate: spKey.certificate, ...options })),
  };
}

/** A good response with a signed assertion, whose text was changed before it was signed. */
export const signedAfter =
  (edit: (xml: string) => string) =>
  (lab: Laboratory): string =>
    lab.signAssertion(edit(formatResponse()));

/** A good response with a signed assertion, whose text was changed afterwards. */
export const changedAfter =
  (edit: (xml: string) => string) =>
  (lab: Laboratory): string =>
    edit(lab.signAssertion(formatResponse()));

/** A good signed assertion as a document of its own. */
export const signedAssertion = (lab: Laboratory, subject?: string): string =>
  lab.signAssertion(formatAssertion(ASSERTION_ID, subject));
