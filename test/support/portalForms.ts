/** Every form of the admin portal, with what can be typed. A path without a row does not compile. */
import type { PortalIntent } from "../../convex/component/core/portalIntents";
import type { PortalPath } from "../../convex/component/portal/paths";

/** What the forms name, made for one organization. */
export interface PortalThings {
  readonly connection: string;
  readonly directory: string;
  readonly claim: string;
  readonly invitation: string;
  readonly member: string;
  readonly certificate: string;
}

export interface PortalForm {
  readonly intent: PortalIntent;
  /** The page with the form. */
  readonly page: (things: PortalThings) => string;
  /** Every field, with a valid value. */
  readonly fields: (things: PortalThings) => Readonly<Record<string, string>>;
}

const form = (
  intent: PortalIntent,
  page: PortalForm["page"],
  fields: PortalForm["fields"],
): PortalForm => ({ intent, page, fields });

const domains = () => "/portal/domains";
const sso = ({ connection }: PortalThings) => `/portal/sso/connection?id=${connection}`;
const certificates = () => "/portal/certificates";
const users = () => "/portal/users";
const dsync = ({ directory }: PortalThings) => `/portal/directories/directory?id=${directory}`;
const version = "0";

export const portalForms: Readonly<Record<PortalPath, PortalForm | null>> = {
  "/portal": null,
  "/portal/open": null,
  "/portal/open.js": null,
  "/portal/end": null,
  "/portal/domains": null,
  "/portal/domains/create": form("domain_verification", domains, () => ({ domain: "new.example" })),
  "/portal/domains/verify": form("domain_verification", domains, ({ claim }) => ({ id: claim })),
  "/portal/domains/delete": form("domain_verification", domains, ({ claim }) => ({ id: claim })),
  "/portal/audit-logs": null,
  "/portal/audit-logs/export": null,
  "/portal/sso": null,
  "/portal/sso/create": form(
    "sso",
    () => "/portal/sso",
    () => ({ guide: "okta" }),
  ),
  "/portal/sso/connection": null,
  "/portal/sso/provider": form("sso", sso, ({ connection, certificate }) => ({
    ...{ id: connection, version, metadataUrl: "", metadataXml: "" },
    ...{ idpEntityId: "https://idp.example", idpSsoUrl: "https://idp.example/sso" },
    ...{ idpCertificate: certificate },
    ...{ issuer: "", clientId: "", clientSecret: "" },
  })),
  "/portal/sso/domains": form("sso", sso, ({ connection }) => ({
    ...{ id: connection, version, domain: "new.example" },
  })),
  "/portal/sso/mapping": form("sso", sso, ({ connection }) => ({
    ...{ id: connection, version, email: "mail", firstName: "first", lastName: "last" },
    ...{ displayName: "name", groups: "groups" },
  })),
  "/portal/sso/map-role": form("sso", sso, ({ connection }) => ({
    ...{ id: connection, version, attribute: "groups", value: "leads", role: "member" },
  })),
  "/portal/sso/unmap-role": form("sso", sso, ({ connection }) => ({
    ...{ id: connection, version, attribute: "groups", value: "staff", role: "member" },
  })),
  "/portal/sso/test": form("sso", sso, ({ connection }) => ({ id: connection })),
  "/portal/sso/activate": form("sso", sso, ({ connection }) => ({ id: connection })),
  "/portal/certificates": null,
  "/portal/certificates/add": form("certificate_renewal", certificates, (things) => ({
    ...{ id: things.connection, version, metadataUrl: "", metadataXml: "" },
    pem: things.certificate,
  })),
  "/portal/certificates/remove": form("certificate_renewal", certificates, (things) => ({
    ...{ id: things.connection, version, pem: things.certificate },
  })),
  "/portal/users": null,
  "/portal/users/invite": form("users", users, () => ({
    ...{ email: "new@acme.example", role: "member" },
  })),
  "/portal/users/revoke": form("users", users, ({ invitation }) => ({ invitation })),
  "/portal/users/remove": form("users", users, ({ member }) => ({ member })),
  "/portal/directories": null,
  "/portal/directories/create": form(
    "dsync",
    () => "/portal/directories",
    () => ({
      ...{ once: "a".repeat(64), name: "New", provider: "okta", role: "member" },
    }),
  ),
  "/portal/directories/directory": null,
  "/portal/directories/rotate": form("dsync", dsync, ({ directory }) => ({
    ...{ id: directory, once: "b".repeat(64) },
  })),
  "/portal/directories/map": form("dsync", dsync, ({ directory }) => ({
    ...{ id: directory, version, group: "leads", role: "member" },
  })),
  "/portal/directories/unmap": form("dsync", dsync, ({ directory }) => ({
    ...{ id: directory, version, group: "staff", role: "member" },
  })),
  "/portal/directories/default-role": form("dsync", dsync, ({ directory }) => ({
    ...{ id: directory, role: "member" },
  })),
};
