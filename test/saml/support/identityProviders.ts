/** Real identity providers that answer with every combination of signatures and encryption. */
import samlify from "samlify";
import samlp from "samlp";
import { ACS, type Connection, IDP, REQUEST_ID, SP } from "./connection";
import { pemBody } from "./keys";

export interface Combination {
  readonly provider: "samlp" | "samlify";
  readonly signed: "assertion" | "response" | "both";
  readonly encryption: "none" | "aes256-gcm" | "aes128-gcm" | "aes256-cbc" | "aes128-cbc";
}

export const USER = "ada@example.com";

/** Who answers whom, about whom. */
export interface Exchange {
  readonly idp: string;
  readonly sp: string;
  readonly acs: string;
  readonly requestId: string;
  readonly user: string;
}

const EXAMPLE: Exchange = { idp: IDP, sp: SP, acs: ACS, requestId: REQUEST_ID, user: USER };

/** `spKey` is needed for encryption only. */
export type Keys = Pick<Connection, "idpKey"> & {
  readonly spKey: Pick<Connection["spKey"], "certificate">;
};

const encryptionUris = {
  "aes256-gcm": "http://www.w3.org/2009/xmlenc11#aes256-gcm",
  "aes128-gcm": "http://www.w3.org/2009/xmlenc11#aes128-gcm",
  "aes256-cbc": "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
  "aes128-cbc": "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
} as const;

const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const RSA_OAEP_MGF1P = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

export const issueResponse = async (
  keys: Keys,
  combination: Combination,
  exchange = EXAMPLE,
): Promise<string> =>
  combination.provider === "samlp"
    ? await issueBySamlp(keys, combination, exchange)
    : await issueBySamlify(keys, combination, { exchange });

async function issueBySamlp(
  { idpKey, spKey }: Keys,
  { signed, encryption }: Combination,
  { idp, sp, acs, requestId, user }: Exchange,
): Promise<string> {
  const options = {
    issuer: idp,
    cert: idpKey.certificate,
    key: idpKey.privateKey,
    audience: sp,
    recipient: acs,
    destination: acs,
    inResponseTo: requestId,
    lifetimeInSeconds: 300,
    sessionIndex: "_session-1",
    signatureAlgorithm: "rsa-sha256",
    digestAlgorithm: "sha256",
    signResponse: signed !== "assertion",
    signAssertion: signed !== "response",
    ...(encryption !== "none" && {
      encryptionCert: spKey.certificate,
      encryptionPublicKey: await toPublicKey(spKey.certificate),
      encryptionAlgorithm: encryptionUris[encryption],
      disallowEncryptionWithInsecureAlgorithm: false,
      warnOnInsecureEncryptionAlgorithm: false,
    }),
    profileMapper: () => ({
      getClaims: () => ({ email: user, groups: ["staff", "admins"], nickname: "Ådä 👩‍💻" }),
      getNameIdentifier: () => ({
        nameIdentifier: user,
        nameIdentifierFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
      }),
    }),
  };
  return await new Promise((resolve, reject) => {
    samlp.getSamlResponse(options, {}, (error, xml) => (error ? reject(error) : resolve(xml)));
  });
}

async function toPublicKey(certificate: string): Promise<string> {
  const { X509Certificate } = await import("node:crypto");
  return new X509Certificate(certificate).publicKey
    .export({ type: "spki", format: "pem" })
    .toString();
}

interface SamlifyOptions {
  /** The order that SAML has; the other one is tested by itself. */
  readonly encryptThenSign?: boolean;
  readonly exchange?: Exchange;
}

export async function issueBySamlify(
  { idpKey, spKey }: Keys,
  { signed, encryption }: Combination,
  { encryptThenSign = true, exchange = EXAMPLE }: SamlifyOptions = {},
): Promise<string> {
  const isEncrypted = encryption !== "none";
  const identityProvider = samlify.IdentityProvider({
    entityID: exchange.idp,
    privateKey: idpKey.privateKey,
    signingCert: pemBody(idpKey.certificate),
    requestSignatureAlgorithm: RSA_SHA256,
    isAssertionEncrypted: isEncrypted,
    nameIDFormat: ["urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"],
    singleSignOnService: [{ Binding: POST, Location: "https://idp.example.com/sso" }],
    singleLogoutService: [{ Binding: POST, Location: "https://idp.example.com/slo" }],
    ...(isEncrypted && {
      dataEncryptionAlgorithm: encryptionUris[encryption],
      keyEncryptionAlgorithm: RSA_OAEP_MGF1P,
    }),
  });
  const serviceProvider = samlify.ServiceProvider({
    entityID: exchange.sp,
    wantAssertionsSigned: signed !== "response",
    wantMessageSigned: signed !== "assertion",
    encryptCert: pemBody(spKey.certificate),
    assertionConsumerService: [{ Binding: POST, Location: exchange.acs }],
  });
  const values = toSamlifyValues(exchange);
  const { context } = await identityProvider.createLoginResponse(
    serviceProvider,
    { extract: { request: { id: exchange.requestId } } },
    "post",
    { email: exchange.user },
    {
      encryptThenSign,
      // Its own template has no AuthnStatement, which the profile requires.
      customTagReplacement: (template) => ({
        id: values.ID,
        context: samlify.SamlLib.replaceTagsByValue(
          template
            .replace("{AuthnStatement}", values.AuthnStatement)
            .replace("{AttributeStatement}", values.AttributeStatement),
          values,
        ),
      }),
    },
  );
  return Buffer.from(context, "base64").toString("utf8");
}

function toSamlifyValues({ idp, sp, acs, requestId, user }: Exchange) {
  const now = new Date();
  const end = new Date(now.getTime() + 300_000).toISOString();
  const attribute = (name: string, ...values: readonly string[]) =>
    `<saml:Attribute Name="${name}">${values
      .map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`)
      .join("")}</saml:Attribute>`;
  return {
    ID: `_${crypto.randomUUID()}`,
    AssertionID: `_${crypto.randomUUID()}`,
    Destination: acs,
    Audience: sp,
    SubjectRecipient: acs,
    Issuer: idp,
    IssueInstant: now.toISOString(),
    AssertionConsumerServiceURL: acs,
    StatusCode: "urn:oasis:names:tc:SAML:2.0:status:Success",
    ConditionsNotBefore: now.toISOString(),
    ConditionsNotOnOrAfter: end,
    SubjectConfirmationDataNotOnOrAfter: end,
    NameIDFormat: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    NameID: user,
    InResponseTo: requestId,
    AuthnStatement: `<saml:AuthnStatement AuthnInstant="${now.toISOString()}" SessionIndex="_session-1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    AttributeStatement: `<saml:AttributeStatement>${attribute("email", user)}${attribute("groups", "staff", "admins")}${attribute("nickname", "Ådä 👩‍💻")}</saml:AttributeStatement>`,
  };
}
