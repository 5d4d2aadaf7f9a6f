/** What an administrator does at each identity provider, in English. */

export interface GuideTexts {
  readonly steps: readonly string[];
  /** What the provider cannot do; null for nothing. */
  readonly hint: string | null;
}

export const enGuides = {
  okta: {
    steps: [
      "In the Admin Console open Applications, then Create App Integration, and choose SAML 2.0.",
      "Enter the values below, add the attributes under Attribute Statements, and finish.",
      "On the tab Sign On copy the Metadata URL. On the tab Assignments assign your people.",
    ],
    hint: null,
  },
  entra: {
    steps: [
      "Open Enterprise applications, New application, Create your own application, and choose the one that is not in the gallery.",
      "Open Single sign-on, choose SAML, and enter the values below under Basic SAML Configuration.",
      "The claims that Entra sends by default suffice. Copy the App Federation Metadata Url, and assign people under Users and groups.",
    ],
    hint: null,
  },
  google: {
    steps: [
      "In the Admin console open Apps, Web and mobile apps, Add app, Add custom SAML app.",
      "Choose Download Metadata, and paste the content of the file below.",
      "Enter the values below under Service provider details, add the attributes, and turn the app on for your people under User access.",
    ],
    hint: "Google has no metadata address for custom apps: paste the document. It provisions no people or groups (SCIM) to custom apps.",
  },
  onelogin: {
    steps: [
      "Open Applications, Add App, and choose SAML Custom Connector (Advanced).",
      "Enter the values below under Configuration, and add the attributes under Parameters, each included in the SAML assertion.",
      "Under More Actions choose SAML Metadata, and paste the content of the file below. Assign your people under Users.",
    ],
    hint: null,
  },
  jumpcloud: {
    steps: [
      "Open SSO Applications, Add New Application, and choose Custom Application with SAML.",
      "On the tab SSO choose an IdP Entity ID, which can be any text, enter the values below, and add the attributes under User Attribute Mapping.",
      "Choose Export Metadata, and paste the content of the file below. Assign your people on the tab User Groups.",
    ],
    hint: null,
  },
  ping: {
    steps: [
      "Open Applications, add one, and choose SAML Application.",
      "Choose to enter the configuration by hand, and enter the values below.",
      "Add the attributes under Attribute Mappings, turn the application on, and copy the IDP Metadata URL.",
    ],
    hint: null,
  },
  adfs: {
    steps: [
      "In AD FS Management choose Add Relying Party Trust, claims aware, and import the data from the metadata address below.",
      "Add a rule Send LDAP Attributes as Claims for E-Mail Address, Given Name and Surname, and one that makes the address the Name ID.",
      "Your own metadata is at /FederationMetadata/2007-06/FederationMetadata.xml of your server. If it is not public, paste the document.",
    ],
    hint: null,
  },
  saml: {
    steps: [
      "Create an application for SAML 2.0 and enter the values below, or give it our metadata.",
      "Let it send the attributes, a NameID that stays the same, and signed assertions.",
    ],
    hint: null,
  },
  oidc: {
    steps: [
      "Create a web application for OpenID Connect with the authorization code flow.",
      "Register the redirect URL below, and copy the issuer, the client id and the client secret.",
    ],
    hint: null,
  },
} as const satisfies Readonly<Record<string, GuideTexts>>;

export type GuideName = keyof typeof enGuides;
