import { expect } from "vitest";
import { SamlProvider } from "../../../support/samlProvider";
import type { ConsoleStage } from "../stage";
import { serveText, usedConnection } from "./demoConnections";
import { unique, type DriversOf } from "./driver";
import { newOrganization } from "./samples";

async function openConnection(stage: ConsoleStage) {
  const { id: organizationId } = await newOrganization(stage);
  const connection = await stage.api.sso.createConnection({
    organizationId,
    type: "saml",
    name: unique("Okta"),
    samlConfig: (await new SamlProvider().start()).samlConfig,
  });
  await stage.open(`organizations/${organizationId}/connections/${connection.id}`);
  return connection;
}

async function openUsedConnection(stage: ConsoleStage) {
  const used = await usedConnection(stage);
  const { id, organizationId } = used.connection;
  return {
    ...used,
    organizationId,
    open: async () => await stage.open(`organizations/${organizationId}/connections/${id}`),
  };
}

async function metadataXml(): Promise<string> {
  const { entityId, ssoUrl, samlConfig } = await new SamlProvider().start();
  const certificate = samlConfig.idpCertificate.replace(/-----[^-]+-----|\s/g, "");
  return `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ssoUrl}"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
}

async function create(stage: ConsoleStage, organizationId: string, fill: () => Promise<void>) {
  await stage.open(`organizations/${organizationId}/connections`);
  await stage.press("Create connection");
  const name = unique("Okta");
  await stage.fill("Name", name);
  await fill();
  await stage.page.getByRole("dialog").getByRole("button", { name: "Create connection" }).click();
  await stage.heading(name).waitFor();
}

export const connections: DriversOf<"connections" | "connection"> = {
  "connections.list": async (stage) => {
    const { id } = await newOrganization(stage);
    await stage.open(`organizations/${id}/connections`);
    await stage.page.getByText("No connections").waitFor();
  },
  "connections.create": async (stage) => {
    const { id } = await newOrganization(stage);
    const domain = `${unique("acme")}.example`;
    await stage.api.domains.createVerification({ organizationId: id, domain });
    await create(stage, id, async () => {
      await stage.page.getByText(domain, { exact: true }).click();
      await stage.select("Configuration of the identity provider", "Metadata document");
      await stage.fill("Metadata document", await metadataXml());
    });
    await stage.press("Copy Assertion consumer service (ACS)");
    await stage.page.getByText("Ready to test").waitFor();
    await create(stage, id, async () => {
      await stage.select("Protocol", "OpenID Connect");
      await stage.fill("Issuer", "https://acme.okta.example");
      await stage.fill("Client id", "client");
      await stage.fill("Client secret", "secret");
    });
    await stage.press("Copy Redirect URI");
    await stage.page.getByText("Ready to test").waitFor();
  },
  "connection.read": async (stage) => void (await openConnection(stage)),
  "connection.update": async (stage) => {
    await openConnection(stage);
    await stage.fill("Sign-in address", "https://idp.example.com/another");
    await stage.press("Save identity provider");
    await stage.page.getByText("Saved the connection").waitFor();
  },
  "connection.readMetadata": async (stage) => {
    const { id } = await openConnection(stage);
    const metadata = await serveText(await metadataXml());
    stage.onClose(async () => metadata.close());
    await stage.select("Configuration of the identity provider", "Metadata address");
    await stage.fill("Metadata address", metadata.url);
    await stage.press("Save identity provider");
    await stage.page.getByText("Saved the connection").waitFor();
    const { samlConfig } = await stage.api.sso.getConnection(id);
    expect(samlConfig).toMatchObject({ metadataUrl: metadata.url });
  },
  "connection.rename": async (stage) => {
    const { id, organizationId } = await openConnection(stage);
    const [name, domain] = [unique("Entra"), `${unique("acme")}.example`];
    await stage.api.domains.createVerification({ organizationId, domain });
    await stage.page.reload();
    await stage.fill("Name", name);
    await stage.page.getByText(domain, { exact: true }).click();
    await stage.press("Save name and domains");
    await stage.heading(name).waitFor();
    expect((await stage.api.sso.getConnection(id)).domains).toEqual([domain]);
  },
  "connection.nameAttributes": async (stage) => {
    const { id } = await openConnection(stage);
    const mapping = async () =>
      (await stage.api.sso.getConnection(id)).samlConfig?.attributeMapping ?? {};
    await stage.fill("First name", "vorname");
    await stage.fill("Groups", "gruppen");
    await stage.press("Save names of attributes");
    await expect.poll(mapping).toEqual({ firstName: "vorname", groups: "gruppen" });
    await stage.fill("First name", "");
    await stage.press("Save names of attributes");
    await expect.poll(mapping).toEqual({ groups: "gruppen" });
  },
  "connection.mapRoles": async (stage) => {
    const { id } = await openConnection(stage);
    await stage.press("Add mapping");
    await stage.page.keyboard.type("Engineering");
    await stage.page
      .getByRole("group", { name: "Role mapping 1" })
      .getByRole("button", { name: "Role" })
      .click();
    await stage.page.getByRole("option", { name: "Admin", exact: true }).click();
    await stage.press("Save members and roles");
    await stage.page.getByText("Saved the connection").waitFor();
    const { roleMapping } = await stage.api.sso.getConnection(id);
    expect(roleMapping).toEqual([{ attribute: "groups", value: "Engineering", role: "admin" }]);
  },
  "connection.test": async (stage) => {
    await stage.api.configuration.saveDashboardConfig({ authMethods: { sso: true } });
    await openConnection(stage);
    await stage.press("Test sign-in");
    await stage.page.getByRole("link", { name: "Open the test sign-in" }).waitFor();
    await stage.press("Done");
  },
  "connection.unlink": async (stage) => {
    const { userId, open } = await openUsedConnection(stage);
    await open();
    await stage.press("Unlink user");
    await stage.fill("User id", userId);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Unlink user" }).click();
    await stage.page.getByText("Unlinked the user").waitFor();
  },
  "connection.deactivate": async (stage) => {
    const { organizationId, open } = await openUsedConnection(stage);
    const enforce = async (ssoEnforced: boolean) =>
      await stage.api.organizations.updateOrganization({ organizationId, ssoEnforced });
    await enforce(true);
    await open();
    await stage.press("Deactivate");
    await stage.page.getByText("Do it although members may be locked out").click();
    await stage.press("Deactivate connection");
    await stage.page.getByText("Inactive", { exact: true }).waitFor();
    await enforce(false);
  },
  "connection.activate": async (stage) => {
    const { connection, open } = await openUsedConnection(stage);
    await stage.api.sso.deactivateConnection(connection.id);
    await open();
    await stage.press("Activate");
    await stage.page.getByText("Active", { exact: true }).waitFor();
  },
  "connection.delete": async (stage) => {
    const { name } = await openConnection(stage);
    await stage.press("Delete");
    await stage.confirmDeletion(name, "Delete connection");
    await stage.page.getByText("No connections").waitFor();
  },
};
