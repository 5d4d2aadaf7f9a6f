/** One connection between the tests' identity provider and service provider. */
import type { ResponseRules } from "../../../convex/component/saml/response";
import { generateTestKey, type TestKey } from "./keys";

export const IDP = "https://idp.example.com/metadata";
export const SP = "https://auth.example.com/p/acme/sso/saml/con_1";
export const ACS = "https://auth.example.com/p/acme/sso/saml/con_1/acs";
export const REQUEST_ID = "_request-0123456789";

export interface Connection {
  readonly idpKey: TestKey;
  readonly spKey: TestKey;
  readonly rules: ResponseRules;
}

let shared: Promise<Connection> | undefined;

/** Made once for a file: generating its keys takes a while. */
export const openConnection = (): Promise<Connection> => (shared ??= createConnection());

async function createConnection(): Promise<Connection> {
  const [idpKey, spKey] = await Promise.all([
    generateTestKey("idp.example.com"),
    generateTestKey("auth.example.com"),
  ]);
  return {
    idpKey,
    spKey,
    rules: {
      idpEntityId: IDP,
      certificates: [idpKey.certificate],
      spEntityId: SP,
      acsUrl: ACS,
      requestId: REQUEST_ID,
      now: Date.now(),
      decryptionKeys: [spKey.privateKey],
      requiredSignature: "either",
    },
  };
}
