/** A project with rows in its lists, and the addresses of the pages of the console in it. */
import { pages, type PageName } from "../../../pages/src/pages";
import { sendToDirectory } from "./drivers/sentDirectory";
import type { ConsoleStage } from "./stage";

interface SamplePages {
  /** Below the project's address; undefined: the operator's projects. */
  readonly findPath: (name: PageName) => string | undefined;
  /** Pages of one thing that the table of pages has no address for. */
  readonly details: Readonly<Record<"team" | "user" | "organization" | "roleHolders", string>>;
}

export async function makeSamplePages({ api }: ConsoleStage): Promise<SamplePages> {
  const user = await api.users.createUser({ email: "ada@example.com", name: "Ada" });
  await api.users.impersonateUser(user.id);
  const organization = await api.organizations.createOrganization({ name: "Acme" });
  const organizationId = organization.id;
  await api.organizations.addMember({ organizationId, userId: user.id, role: "member" });
  await api.webhooks.createEndpoint({ url: "https://example.com/hook" });
  const client = await api.authClients.createClient({ name: "Shop", type: "web" });
  await api.vault.encrypt({ name: "stripe", data: "secret" });
  const domain = await api.domains.createVerification({ organizationId, domain: "acme.example" });
  const connection = await api.sso.createConnection({
    organizationId,
    type: "saml",
    name: "Okta",
    roleMapping: [{ attribute: "groups", value: "admins", role: "admin" }],
  });
  const team = await api.organizations.createTeam({ organizationId, name: "Red" });
  const directory = await api.directories.createDirectory({
    organizationId,
    name: "Okta",
    provider: "okta",
    groupRoles: [{ group: "admins", role: "admin" }],
  });
  const sent = await sendToDirectory(directory.scimConfig);
  const ids: Readonly<Record<string, string>> = {
    ...{ organizationId, domainId: domain.id, connectionId: connection.id },
    ...{ directoryId: directory.id, directoryUserId: sent.user.id },
    ...{ directoryGroupId: sent.group.id, clientId: client.id },
  };
  return {
    findPath: (name) => pages[name].path?.replace(/\$(\w+)/g, (_, id: string) => ids[id] ?? ""),
    details: {
      team: `organizations/${organizationId}/teams?team=${team.id}`,
      user: `users/${user.id}`,
      organization: `organizations/${organizationId}`,
      roleHolders: "roles/member/holders",
    },
  };
}
