/**
 * The identity providers of the grid. Names of fields are those that the provider shows in English;
 * what an administrator does there is in texts/sso.
 */
import type { Language } from "../../hosted/texts/languages";
import { deGuides } from "../texts/sso/deGuides";
import { enGuides, type GuideName, type GuideTexts } from "../texts/sso/enGuides";

/** A value of the connection that is entered at the identity provider. */
export type CopiedValue = "acs" | "acsPattern" | "entityId" | "metadata" | "redirect";

export interface Guide {
  readonly name: string;
  readonly type: "saml" | "oidc";
  /** The provider's name of the field, and what goes into it. */
  readonly copied: readonly (readonly [label: string, value: CopiedValue])[];
  /** The attribute to create at the provider, and the provider's own value for it. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

export const guides: Readonly<Record<GuideName, Guide>> = {
  okta: {
    name: "Okta",
    type: "saml",
    copied: [
      ["Single sign-on URL", "acs"],
      ["Audience URI (SP Entity ID)", "entityId"],
    ],
    attributes: [
      ["email", "user.email"],
      ["firstName", "user.firstName"],
      ["lastName", "user.lastName"],
    ],
  },
  entra: {
    name: "Microsoft Entra ID",
    type: "saml",
    copied: [
      ["Identifier (Entity ID)", "entityId"],
      ["Reply URL (Assertion Consumer Service URL)", "acs"],
    ],
    attributes: [],
  },
  google: {
    name: "Google Workspace",
    type: "saml",
    copied: [
      ["ACS URL", "acs"],
      ["Entity ID", "entityId"],
    ],
    attributes: [
      ["email", "Primary email"],
      ["firstName", "First name"],
      ["lastName", "Last name"],
    ],
  },
  onelogin: {
    name: "OneLogin",
    type: "saml",
    copied: [
      ["Audience (EntityID)", "entityId"],
      ["Recipient", "acs"],
      ["ACS (Consumer) URL Validator", "acsPattern"],
      ["ACS (Consumer) URL", "acs"],
    ],
    attributes: [
      ["email", "Email"],
      ["firstName", "First Name"],
      ["lastName", "Last Name"],
    ],
  },
  jumpcloud: {
    name: "JumpCloud",
    type: "saml",
    copied: [
      ["SP Entity ID", "entityId"],
      ["ACS URLs", "acs"],
    ],
    attributes: [
      ["email", "email"],
      ["firstName", "firstname"],
      ["lastName", "lastname"],
    ],
  },
  ping: {
    name: "PingOne",
    type: "saml",
    copied: [
      ["ACS URLs", "acs"],
      ["Entity ID", "entityId"],
    ],
    attributes: [
      ["email", "Email Address"],
      ["firstName", "Given Name"],
      ["lastName", "Family Name"],
    ],
  },
  adfs: {
    name: "AD FS",
    type: "saml",
    copied: [["Federation metadata address", "metadata"]],
    attributes: [],
  },
  saml: {
    name: "SAML 2.0",
    type: "saml",
    copied: [
      ["ACS URL", "acs"],
      ["Entity ID", "entityId"],
      ["SP metadata", "metadata"],
    ],
    attributes: [
      ["email", "…"],
      ["firstName", "…"],
      ["lastName", "…"],
    ],
  },
  oidc: {
    name: "OpenID Connect",
    type: "oidc",
    copied: [["Redirect URL", "redirect"]],
    attributes: [],
  },
};

export const guideTexts: Readonly<Record<Language, Readonly<Record<GuideName, GuideTexts>>>> = {
  en: enGuides,
  de: deGuides,
};

export const guideNames = Object.keys(guides) as GuideName[]; // the table's own keys

export const findGuideName = (name: string | null): GuideName | null =>
  guideNames.find((each) => each === name) ?? null;
