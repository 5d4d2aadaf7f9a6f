/** What an administrator does at each identity provider, in German. */
import type { GuideName, GuideTexts } from "./enGuides";

/* cspell:disable */

export const deGuides: Readonly<Record<GuideName, GuideTexts>> = {
  okta: {
    steps: [
      "Öffnen Sie in der Admin Console Applications, dann Create App Integration, und wählen Sie SAML 2.0.",
      "Geben Sie die Werte unten ein, fügen Sie die Attribute unter Attribute Statements hinzu, und schließen Sie ab.",
      "Kopieren Sie auf dem Reiter Sign On die Metadata URL. Weisen Sie auf dem Reiter Assignments Ihre Personen zu.",
    ],
    hint: null,
  },
  entra: {
    steps: [
      "Öffnen Sie Enterprise applications, New application, Create your own application, und wählen Sie die Anwendung, die nicht im Katalog ist.",
      "Öffnen Sie Single sign-on, wählen Sie SAML, und geben Sie die Werte unten unter Basic SAML Configuration ein.",
      "Die Claims, die Entra von sich aus sendet, genügen. Kopieren Sie die App Federation Metadata Url, und weisen Sie Personen unter Users and groups zu.",
    ],
    hint: null,
  },
  google: {
    steps: [
      "Öffnen Sie in der Admin-Konsole Apps, Web and mobile apps, Add app, Add custom SAML app.",
      "Wählen Sie Download Metadata, und fügen Sie den Inhalt der Datei unten ein.",
      "Geben Sie die Werte unten unter Service provider details ein, fügen Sie die Attribute hinzu, und schalten Sie die App unter User access für Ihre Personen ein.",
    ],
    hint: "Google hat für eigene Apps keine Metadatenadresse: Fügen Sie das Dokument ein. Personen und Gruppen (SCIM) überträgt Google nicht an eigene Apps.",
  },
  onelogin: {
    steps: [
      "Öffnen Sie Applications, Add App, und wählen Sie SAML Custom Connector (Advanced).",
      "Geben Sie die Werte unten unter Configuration ein, und fügen Sie die Attribute unter Parameters hinzu, jedes mit Include in SAML assertion.",
      "Wählen Sie unter More Actions SAML Metadata, und fügen Sie den Inhalt der Datei unten ein. Weisen Sie Ihre Personen unter Users zu.",
    ],
    hint: null,
  },
  jumpcloud: {
    steps: [
      "Öffnen Sie SSO Applications, Add New Application, und wählen Sie Custom Application mit SAML.",
      "Wählen Sie auf dem Reiter SSO eine IdP Entity ID, die ein beliebiger Text sein kann, geben Sie die Werte unten ein, und fügen Sie die Attribute unter User Attribute Mapping hinzu.",
      "Wählen Sie Export Metadata, und fügen Sie den Inhalt der Datei unten ein. Weisen Sie Ihre Personen auf dem Reiter User Groups zu.",
    ],
    hint: null,
  },
  ping: {
    steps: [
      "Öffnen Sie Applications, fügen Sie eine Anwendung hinzu, und wählen Sie SAML Application.",
      "Geben Sie die Konfiguration von Hand ein, mit den Werten unten.",
      "Fügen Sie die Attribute unter Attribute Mappings hinzu, schalten Sie die Anwendung ein, und kopieren Sie die IDP Metadata URL.",
    ],
    hint: null,
  },
  adfs: {
    steps: [
      "Wählen Sie in der AD-FS-Verwaltung Add Relying Party Trust, claims aware, und importieren Sie die Daten von der Metadatenadresse unten.",
      "Fügen Sie eine Regel Send LDAP Attributes as Claims für E-Mail Address, Given Name und Surname hinzu, und eine, die die Adresse zur Name ID macht.",
      "Ihre eigenen Metadaten liegen unter /FederationMetadata/2007-06/FederationMetadata.xml Ihres Servers. Sind sie nicht öffentlich, fügen Sie das Dokument ein.",
    ],
    hint: null,
  },
  saml: {
    steps: [
      "Legen Sie eine Anwendung für SAML 2.0 an, und geben Sie die Werte unten oder unsere Metadaten ein.",
      "Lassen Sie sie die Attribute, eine gleichbleibende NameID und signierte Assertions senden.",
    ],
    hint: null,
  },
  oidc: {
    steps: [
      "Legen Sie eine Webanwendung für OpenID Connect mit dem Authorization Code Flow an.",
      "Tragen Sie die Redirect-URL unten ein, und kopieren Sie Issuer, Client-ID und Client-Secret.",
    ],
    hint: null,
  },
};
