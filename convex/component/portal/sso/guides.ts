/**
 * What an administrator does at each identity provider. Names of fields are those that the provider
 * shows in English.
 */
import type { Language } from "../../hosted/texts/languages";

/** A value of the connection that is entered at the identity provider. */
export type CopiedValue = "acs" | "entityId" | "metadata" | "redirect";

export interface Guide {
  readonly name: string;
  readonly type: "saml" | "oidc";
  readonly steps: Readonly<Record<Language, readonly string[]>>;
  /** The provider's name of the field, and what goes into it. */
  readonly copied: readonly (readonly [label: string, value: CopiedValue])[];
  /** The attribute to create at the provider, and the provider's own value for it. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** What the provider cannot do. */
  readonly hint?: Readonly<Record<Language, string>>;
}

const steps = (en: readonly string[], de: readonly string[]) => ({ en, de });

export const guides = {
  okta: {
    name: "Okta",
    type: "saml",
    steps: steps(
      [
        "In the Admin Console open Applications, then Create App Integration, and choose SAML 2.0.",
        "Enter the values below, add the attributes under Attribute Statements, and finish.",
        "On the tab Sign On copy the Metadata URL. On the tab Assignments assign your people.",
      ],
      [
        "Öffnen Sie in der Admin Console Applications, dann Create App Integration, und wählen Sie SAML 2.0.",
        "Geben Sie die Werte unten ein, fügen Sie die Attribute unter Attribute Statements hinzu, und schließen Sie ab.",
        "Kopieren Sie auf dem Reiter Sign On die Metadata URL. Weisen Sie auf dem Reiter Assignments Ihre Personen zu.",
      ],
    ),
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
    steps: steps(
      [
        "Open Enterprise applications, New application, Create your own application, and choose the one that is not in the gallery.",
        "Open Single sign-on, choose SAML, and enter the values below under Basic SAML Configuration.",
        "The claims that Entra sends by default suffice. Copy the App Federation Metadata Url, and assign people under Users and groups.",
      ],
      [
        "Öffnen Sie Enterprise applications, New application, Create your own application, und wählen Sie die Anwendung, die nicht im Katalog ist.",
        "Öffnen Sie Single sign-on, wählen Sie SAML, und geben Sie die Werte unten unter Basic SAML Configuration ein.",
        "Die Claims, die Entra von sich aus sendet, genügen. Kopieren Sie die App Federation Metadata Url, und weisen Sie Personen unter Users and groups zu.",
      ],
    ),
    copied: [
      ["Identifier (Entity ID)", "entityId"],
      ["Reply URL (Assertion Consumer Service URL)", "acs"],
    ],
    attributes: [],
  },
  google: {
    name: "Google Workspace",
    type: "saml",
    steps: steps(
      [
        "In the Admin console open Apps, Web and mobile apps, Add app, Add custom SAML app.",
        "Choose Download Metadata, and paste the content of the file below.",
        "Enter the values below under Service provider details, add the attributes, and turn the app on for your people under User access.",
      ],
      [
        "Öffnen Sie in der Admin-Konsole Apps, Web and mobile apps, Add app, Add custom SAML app.",
        "Wählen Sie Download Metadata, und fügen Sie den Inhalt der Datei unten ein.",
        "Geben Sie die Werte unten unter Service provider details ein, fügen Sie die Attribute hinzu, und schalten Sie die App unter User access für Ihre Personen ein.",
      ],
    ),
    copied: [
      ["ACS URL", "acs"],
      ["Entity ID", "entityId"],
    ],
    attributes: [
      ["email", "Primary email"],
      ["firstName", "First name"],
      ["lastName", "Last name"],
    ],
    hint: {
      en: "Google has no metadata address for custom apps: paste the document. It provisions no people or groups (SCIM) to custom apps.",
      de: "Google hat für eigene Apps keine Metadatenadresse: Fügen Sie das Dokument ein. Personen und Gruppen (SCIM) überträgt Google nicht an eigene Apps.",
    },
  },
  onelogin: {
    name: "OneLogin",
    type: "saml",
    steps: steps(
      [
        "Open Applications, Add App, and choose SAML Custom Connector (Advanced).",
        "Enter the values below under Configuration, and add the attributes under Parameters, each included in the SAML assertion.",
        "Under More Actions choose SAML Metadata, and paste the content of the file below. Assign your people under Users.",
      ],
      [
        "Öffnen Sie Applications, Add App, und wählen Sie SAML Custom Connector (Advanced).",
        "Geben Sie die Werte unten unter Configuration ein, und fügen Sie die Attribute unter Parameters hinzu, jedes mit Include in SAML assertion.",
        "Wählen Sie unter More Actions SAML Metadata, und fügen Sie den Inhalt der Datei unten ein. Weisen Sie Ihre Personen unter Users zu.",
      ],
    ),
    copied: [
      ["Audience (EntityID)", "entityId"],
      ["Recipient", "acs"],
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
    steps: steps(
      [
        "Open SSO Applications, Add New Application, and choose Custom Application with SAML.",
        "Enter the values below on the tab SSO, and add the attributes under User Attribute Mapping.",
        "Choose Export Metadata, and paste the content of the file below. Assign your people on the tab User Groups.",
      ],
      [
        "Öffnen Sie SSO Applications, Add New Application, und wählen Sie Custom Application mit SAML.",
        "Geben Sie die Werte unten auf dem Reiter SSO ein, und fügen Sie die Attribute unter User Attribute Mapping hinzu.",
        "Wählen Sie Export Metadata, und fügen Sie den Inhalt der Datei unten ein. Weisen Sie Ihre Personen auf dem Reiter User Groups zu.",
      ],
    ),
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
    steps: steps(
      [
        "Open Applications, add one, and choose SAML Application.",
        "Choose to enter the configuration by hand, and enter the values below.",
        "Add the attributes under Attribute Mappings, turn the application on, and copy the IDP Metadata URL.",
      ],
      [
        "Öffnen Sie Applications, fügen Sie eine Anwendung hinzu, und wählen Sie SAML Application.",
        "Geben Sie die Konfiguration von Hand ein, mit den Werten unten.",
        "Fügen Sie die Attribute unter Attribute Mappings hinzu, schalten Sie die Anwendung ein, und kopieren Sie die IDP Metadata URL.",
      ],
    ),
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
    steps: steps(
      [
        "In AD FS Management choose Add Relying Party Trust, claims aware, and import the data from the metadata address below.",
        "Add a rule Send LDAP Attributes as Claims for E-Mail Address, Given Name and Surname, and one that makes the address the Name ID.",
        "Your own metadata is at /FederationMetadata/2007-06/FederationMetadata.xml of your server. If it is not public, paste the document.",
      ],
      [
        "Wählen Sie in der AD-FS-Verwaltung Add Relying Party Trust, claims aware, und importieren Sie die Daten von der Metadatenadresse unten.",
        "Fügen Sie eine Regel Send LDAP Attributes as Claims für E-Mail Address, Given Name und Surname hinzu, und eine, die die Adresse zur Name ID macht.",
        "Ihre eigenen Metadaten liegen unter /FederationMetadata/2007-06/FederationMetadata.xml Ihres Servers. Sind sie nicht öffentlich, fügen Sie das Dokument ein.",
      ],
    ),
    copied: [["Federation metadata address", "metadata"]],
    attributes: [],
  },
  saml: {
    name: "SAML 2.0",
    type: "saml",
    steps: steps(
      [
        "Create an application for SAML 2.0 and enter the values below, or give it our metadata.",
        "Let it send the attributes, a NameID that stays the same, and signed assertions.",
      ],
      [
        "Legen Sie eine Anwendung für SAML 2.0 an, und geben Sie die Werte unten oder unsere Metadaten ein.",
        "Lassen Sie sie die Attribute, eine gleichbleibende NameID und signierte Assertions senden.",
      ],
    ),
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
    steps: steps(
      [
        "Create a web application for OpenID Connect with the authorization code flow.",
        "Register the redirect URL below, and copy the issuer, the client id and the client secret.",
      ],
      [
        "Legen Sie eine Webanwendung für OpenID Connect mit dem Authorization Code Flow an.",
        "Tragen Sie die Redirect-URL unten ein, und kopieren Sie Issuer, Client-ID und Client-Secret.",
      ],
    ),
    copied: [["Redirect URL", "redirect"]],
    attributes: [],
  },
} as const satisfies Readonly<Record<string, Guide>>;

export type GuideName = keyof typeof guides;
export const guideNames = Object.keys(guides) as GuideName[]; // the table's own keys

export const findGuideName = (name: string | null): GuideName | null =>
  guideNames.find((each) => each === name) ?? null;
