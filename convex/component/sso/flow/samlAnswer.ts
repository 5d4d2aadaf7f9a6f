/** Verifies a SAML response and creates key pairs, in the HTTP action. */
import { seal } from "../../core/secrets";
import { SamlFault } from "../../saml/fault";
import { generateKeyPair } from "../../saml/keyPair";
import { decodeMessage } from "../../saml/encoding";
import { verifyResponse, type VerifiedAssertion } from "../../saml/response";
import { readUnverifiedResponse } from "../../saml/unverified";
import { toProfile } from "./profile";
import { NEW_KEY_PURPOSE, type Answer, type Question, type SamlVerification } from "./question";
import { RefusedResponse, toSamlCode } from "./rules";

type Asked = Extract<Question, { kind: "response" | "keyPair" }>;

export async function answerSaml(
  question: Asked,
  { projectId, body }: { readonly projectId: string; readonly body: string },
): Promise<Answer> {
  if (question.kind === "keyPair") return await createKeyPair(projectId, question.commonName);
  try {
    return await verify(question.saml, body);
  } catch (error) {
    if (error instanceof SamlFault)
      throw new RefusedResponse(toSamlCode(error.rule), error.message);
    throw error;
  }
}

async function verify(saml: SamlVerification, body: string): Promise<Answer> {
  const field = new URLSearchParams(body).get("SAMLResponse");
  if (field === null) throw new RefusedResponse("response_missing", "No field SAMLResponse");
  const xml = decodeMessage(field);
  const { inResponseTo: requestId } = readUnverifiedResponse(xml);
  const verified = await verifyResponse(xml, {
    idpEntityId: saml.idpEntityId,
    certificates: saml.certificates,
    spEntityId: saml.spEntityId,
    acsUrl: saml.acsUrl,
    requestId,
    now: Date.now(),
    decryptionKeys: saml.decryptionKeys,
    requiredSignature: "either",
  });
  if (verified.nameId.format === TRANSIENT_FORMAT)
    throw new RefusedResponse(
      "subject_invalid",
      "NameID is transient, so it is another one at each sign-in; send a persistent one",
    );
  const profile = toProfile(
    {
      subject: verified.nameId.value,
      attributes: joinAttributes(verified),
      mapping: new Map(saml.mapping),
      defaults: DEFAULT_ATTRIBUTES,
    },
    {
      emailIsUnchecked: false,
      omitted: toOmitted(verified, saml),
      multiFactor: saysMultiFactor(verified),
      sessionEndsAt: verified.sessionNotOnOrAfter,
      assertion: { id: verified.assertionId, endsAt: verified.notOnOrAfter },
    },
  );
  if (!profile) throw new RefusedResponse("subject_invalid", "NameID is empty or too long");
  return { kind: "response", requestId, profile };
}

const XMLSOAP = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
const DEFAULT_ATTRIBUTES = {
  email: [
    "email",
    "mail",
    "emailAddress",
    `${XMLSOAP}emailaddress`,
    "urn:oid:0.9.2342.19200300.100.1.3",
    "urn:oid:1.2.840.113549.1.9.1",
  ],
  firstName: ["firstName", "givenName", "first_name", `${XMLSOAP}givenname`, "urn:oid:2.5.4.42"],
  lastName: ["lastName", "surname", "sn", "last_name", `${XMLSOAP}surname`, "urn:oid:2.5.4.4"],
  displayName: [
    "displayName",
    "name",
    "cn",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "urn:oid:2.16.840.1.113730.3.1.241",
  ],
  groups: ["groups", "memberOf", "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups"],
} as const;

/**
 * Entra sends a link in place of more than 150 groups
 * (https://learn.microsoft.com/entra/identity-platform/saml-claims-customization).
 */
const GROUPS_LINK = "http://schemas.microsoft.com/claims/groups.link";

function toOmitted({ attributes }: VerifiedAssertion, { mapping }: SamlVerification): string[] {
  if (!attributes.has(GROUPS_LINK)) return [];
  const mapped = mapping.flatMap(([field, attribute]) => (field === "groups" ? [attribute] : []));
  return [...DEFAULT_ATTRIBUTES.groups, ...mapped];
}

const TRANSIENT_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
const EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
/** Where a NameID that is an address is found when no attribute has one. */
const NAME_ID_EMAIL = "email";

/** Names win over friendly names, and an attribute over a NameID that is an address. */
function joinAttributes({ attributes, friendlyAttributes, nameId }: VerifiedAssertion) {
  const joined = new Map<string, readonly string[]>([...friendlyAttributes, ...attributes]);
  const hasEmail = DEFAULT_ATTRIBUTES.email.some((name) => joined.has(name));
  if (!hasEmail && nameId.format === EMAIL_FORMAT) joined.set(NAME_ID_EMAIL, [nameId.value]);
  return joined;
}

/**
 * Classes that say that more than one factor was checked: SAML's own, REFEDS's
 * (https://refeds.org/profile/mfa) and Microsoft's.
 */
const MULTI_FACTOR = [
  "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
  "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorUnregistered",
  "https://refeds.org/profile/mfa",
  "http://schemas.microsoft.com/claims/multipleauthn",
];
/** Entra lists them in an attribute. */
const METHODS_ATTRIBUTE = "http://schemas.microsoft.com/claims/authnmethodsreferences";

const saysMultiFactor = ({ authnContexts, attributes }: VerifiedAssertion): boolean =>
  [...authnContexts, ...(attributes.get(METHODS_ATTRIBUTE) ?? [])].some((each) =>
    MULTI_FACTOR.includes(each),
  );

async function createKeyPair(projectId: string, commonName: string): Promise<Answer> {
  const { privateKey, certificate } = await generateKeyPair({ commonName, now: Date.now() });
  return {
    kind: "keyPair",
    certificate,
    sealedKey: await seal(projectId, NEW_KEY_PURPOSE, privateKey),
  };
}
