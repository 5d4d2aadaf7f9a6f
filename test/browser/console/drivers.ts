/** How a person performs each act of each page. A row of the table without a driver does not compile. */
import { pages, type PageName } from "../../../pages/src/pages";
import { overviewDrivers } from "./overviewDrivers";
import type { ConsoleStage } from "./stage";

type Act = {
  [P in PageName]: `${P}.${keyof (typeof pages)[P]["acts"] & string}`;
}[PageName];
type Driver = (stage: ConsoleStage) => Promise<void>;

let serial = 0;
const unique = (word: string): string => `${word}-${Date.now().toString(36)}-${serial++}`;

const opens =
  (page: PageName): Driver =>
  async (stage) =>
    await stage.open(pages[page].path ?? undefined);

const newUser = async ({ api }: ConsoleStage) =>
  await api.users.createUser({ email: `${unique("ada")}@example.com`, name: "Ada" });
const newOrganization = async ({ api }: ConsoleStage) =>
  await api.organizations.createOrganization({ name: unique("Acme") });
const newRole = async ({ api }: ConsoleStage, scope: "project" | "organization" = "project") => {
  const name = unique("clerk");
  return await api.rbac.createRole({ name, slug: name, scope, permissions: ["user.read"] });
};
const newKey = async ({ api }: ConsoleStage) =>
  await api.apiKeys.createKey({ name: unique("ci"), permissions: ["user.read"] });
const newEndpoint = async ({ api }: ConsoleStage) =>
  await api.webhooks.createEndpoint({ url: `https://example.com/${unique("hook")}` });
const newClient = async ({ api }: ConsoleStage) =>
  await api.authClients.createClient({ name: unique("app"), type: "web", confidential: true });
const newSecret = async ({ api }: ConsoleStage) => {
  const name = unique("secret");
  return { name, ...(await api.vault.encrypt({ name, data: "v1" })) };
};
const newTemplate = async ({ api }: ConsoleStage) => {
  const slug = unique("welcome");
  return await api.emails.templates.create({
    name: slug,
    slug,
    subject: "Welcome",
    blocksJson: '[{ "type": "text", "text": "Hello" }]',
  });
};

async function openUser(stage: ConsoleStage) {
  const user = await newUser(stage);
  await stage.open(`users/${user.id}`);
  return user;
}
async function openOrganization(stage: ConsoleStage) {
  const organization = await newOrganization(stage);
  await stage.open(`organizations/${organization.id}`);
  return organization;
}
async function openMember(stage: ConsoleStage) {
  const [user, organization] = [await newUser(stage), await newOrganization(stage)];
  await stage.api.organizations.addMember({
    organizationId: organization.id,
    userId: user.id,
    role: "member",
  });
  await stage.open(`organizations/${organization.id}`);
  return user;
}
async function openEndpoint(stage: ConsoleStage) {
  const endpoint = await newEndpoint(stage);
  await stage.open(`webhooks/${endpoint.id}`);
  return endpoint;
}
async function openDeliveredEndpoint(stage: ConsoleStage) {
  const endpoint = await newEndpoint(stage);
  await stage.api.webhooks.sendTest(endpoint.id);
  await stage.open(`webhooks/${endpoint.id}`);
}
const openProviderForm = async (stage: ConsoleStage, button: string) => {
  await stage.open("authentication");
  await stage.press(button);
};
const saveGoogle = async ({ api }: ConsoleStage) =>
  await api.configuration.saveSocialProviderCredential({
    providerId: "google",
    clientId: "google-client",
    clientSecret: "google-secret",
  });

export const drivers: Readonly<Record<Act, Driver>> = {
  "projects.list": opens("projects"),
  "projects.create": async (stage) => {
    await stage.open();
    await stage.press("Create project");
    await stage.fill("Name", unique("Shop"));
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
    await stage.heading("Get started").waitFor();
  },
  "overview.check": opens("overview"),
  ...overviewDrivers,
  "getStarted.seeUsers": opens("getStarted"),

  "users.list": opens("users"),
  "users.create": async (stage) => {
    await stage.open("users");
    await stage.page.getByRole("button", { name: "Create user" }).first().click();
    await stage.fill("Name", "Grace Hopper");
    await stage.page
      .getByRole("dialog")
      .getByLabel("Email")
      .fill(`${unique("grace")}@example.com`);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create user" }).click();
    await stage.heading("Grace Hopper").waitFor();
  },
  "users.read": async (stage) => void (await openUser(stage)),
  "users.update": async (stage) => {
    await openUser(stage);
    await stage.press("Edit profile");
    await stage.fill("Name", "Countess Ada");
    await stage.press("Save profile");
    await stage.heading("Countess Ada").waitFor();
  },
  "users.ban": async (stage) => {
    await openUser(stage);
    await stage.press("Ban");
    await stage.fill("Reason", "spam");
    await stage.press("Ban user");
    await stage.page.getByText("spam").waitFor();
  },
  "users.unban": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.banUser({ userId: user.id });
    await stage.open(`users/${user.id}`);
    await stage.press("Lift ban");
    await stage.page.getByRole("button", { name: "Ban", exact: true }).waitFor();
  },
  "users.setRole": async (stage) => {
    const role = await newRole(stage);
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Change role");
    await stage.select("Role in the project", role.name);
    await stage.press("Change role");
    await stage.page.locator("main").getByText(role.slug, { exact: true }).waitFor();
  },
  "users.setPassword": async (stage) => {
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Set password");
    await stage.fill("New password", "correct horse battery staple");
    await stage.press("Set password");
  },
  "users.listSessions": async (stage) => void (await openUser(stage)),
  "users.endSession": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.impersonateUser(user.id);
    await stage.open(`users/${user.id}`);
    await stage.press("End");
    await stage.page.getByText("No active sessions").waitFor();
  },
  "users.endAllSessions": async (stage) => {
    const user = await newUser(stage);
    await stage.api.users.impersonateUser(user.id);
    await stage.open(`users/${user.id}`);
    await stage.press("End all sessions");
    await stage.page.getByText("No active sessions").waitFor();
  },
  "users.delete": async (stage) => {
    const { email } = await openUser(stage);
    await stage.choose(`More acts on ${email}`, "Delete user");
    await stage.confirmDeletion(email, "Delete user");
    await stage.heading("Users").waitFor();
  },

  "organizations.list": opens("organizations"),
  "organizations.create": async (stage) => {
    await stage.open("organizations");
    await stage.page.getByRole("button", { name: "Create organization" }).first().click();
    const name = unique("Acme");
    await stage.fill("Name", name);
    await stage.page
      .getByRole("dialog")
      .getByRole("button", { name: "Create organization" })
      .click();
    await stage.heading(name).waitFor();
  },
  "organizations.read": async (stage) => void (await openOrganization(stage)),
  "organizations.update": async (stage) => {
    await openOrganization(stage);
    await stage.press("Edit");
    const name = unique("Renamed");
    await stage.fill("Name", name);
    await stage.press("Save organization");
    await stage.heading(name).waitFor();
  },
  "organizations.delete": async (stage) => {
    const { name } = await openOrganization(stage);
    await stage.press("Delete");
    await stage.confirmDeletion(name, "Delete organization");
    await stage.heading("Organizations").waitFor();
  },
  "organizations.listMembers": async (stage) => void (await openOrganization(stage)),
  "organizations.addMember": async (stage) => {
    const user = await newUser(stage);
    await openOrganization(stage);
    await stage.press("Add member");
    await stage.fill("User id", user.id);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Add member" }).click();
    await stage.page.getByText(user.id).waitFor();
  },
  "organizations.changeRole": async (stage) => {
    const user = await openMember(stage);
    await stage.choose(`Acts on ${user.id}`, "Change role");
    await stage.select("Role", "Admin");
    await stage.press("Change role");
    await stage.page.getByText("admin", { exact: true }).waitFor();
  },
  "organizations.removeMember": async (stage) => {
    const user = await openMember(stage);
    await stage.choose(`Acts on ${user.id}`, "Remove");
    await stage.confirmDeletion(user.id, "Remove member");
    await stage.page.getByText("No members").waitFor();
  },
  "organizations.listInvitations": async (stage) => void (await openOrganization(stage)),
  "organizations.invite": async (stage) => {
    await openOrganization(stage);
    await stage.press("Invite");
    await stage.fill("Email", "grace@example.com");
    await stage.press("Send invitation");
    await stage.page.getByText("Pending").waitFor();
  },
  "organizations.revokeInvitation": async (stage) => {
    const organization = await newOrganization(stage);
    await stage.api.organizations.sendInvitation({
      organizationId: organization.id,
      email: "grace@example.com",
      role: "member",
    });
    await stage.open(`organizations/${organization.id}`);
    await stage.press("Revoke");
    await stage.page.getByText("Revoked", { exact: true }).waitFor();
  },

  "roles.list": opens("roles"),
  "roles.listPermissions": async (stage) => {
    await stage.open("roles");
    await stage.press("Create role");
  },
  "roles.create": async (stage) => {
    await stage.open("roles");
    await stage.press("Create role");
    const name = unique("auditor");
    await stage.fill("Name", name);
    await stage.fill("Slug", name);
    await stage.page.getByText("user.read", { exact: true }).click();
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create role" }).click();
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "roles.update": async (stage) => {
    const role = await newRole(stage);
    await stage.open("roles");
    await stage.choose(`Acts on ${role.name}`, "Edit");
    await stage.fill("Description", "reads users");
    await stage.press("Save role");
    await stage.page.getByText("reads users").waitFor();
  },
  "roles.delete": async (stage) => {
    const role = await newRole(stage);
    await stage.open("roles");
    await stage.choose(`Acts on ${role.name}`, "Delete");
    await stage.confirmDeletion(role.slug, "Delete role");
    await stage.page.getByRole("rowheader", { name: role.name }).waitFor({ state: "detached" });
  },
  "permissions.create": async (stage) => {
    await stage.open("permissions");
    await stage.press("Create permission");
    await stage.fill("Name", "Read employees");
    await stage.fill("Slug", `${unique("employee").replaceAll("-", "_")}.read`);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create permission" }).click();
  },
  "permissions.grant": async (stage) => {
    const role = await newRole(stage, "organization");
    await stage.open("permissions");
    const box = stage.page.getByRole("checkbox", {
      name: `${role.name} in the organization: user.update`,
    });
    // The box itself is hidden behind a drawn one; the role changes once the API has answered.
    await box.press("Space");
    await stage.page.getByText(`${role.name} now holds user.update`).waitFor();
  },
  "permissions.delete": async (stage) => {
    const slug = `${unique("badge").replaceAll("-", "_")}.read`;
    await stage.api.rbac.createPermission({ name: "Read badges", slug });
    await stage.open("permissions");
    await stage.choose(`Acts on ${slug}`, "Delete");
    await stage.confirmDeletion(slug, "Delete permission");
  },

  "authentication.read": opens("authentication"),
  "authentication.save": async (stage) => {
    await stage.open("authentication");
    await stage.page.getByText("Magic links by mail").click();
    await stage.press("Save methods");
    await stage.page.getByText("Saved", { exact: true }).waitFor();
  },
  "authentication.listProviders": opens("authentication"),
  "authentication.saveProvider": async (stage) => {
    await openProviderForm(stage, "Add provider");
    await stage.fill("Client id", "a-client");
    await stage.fill("Client secret", "a-secret");
    await stage.press("Save provider");
    await stage.page.getByRole("rowheader", { name: "Google" }).waitFor();
  },
  "authentication.removeProvider": async (stage) => {
    await saveGoogle(stage);
    await openProviderForm(stage, "Acts on Google");
    await stage.page.getByRole("menuitem", { name: "Remove" }).click();
    await stage.confirmDeletion("google", "Remove provider");
    await stage.page.getByText("No social providers").waitFor();
  },
  "clients.list": opens("clients"),
  "clients.create": async (stage) => {
    await stage.open("clients");
    await stage.page.getByRole("button", { name: "Create auth client" }).first().click();
    const name = unique("shop");
    await stage.fill("Name", name);
    await stage.page
      .getByRole("dialog")
      .getByRole("button", { name: "Create auth client" })
      .click();
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "clients.update": async (stage) => {
    const { name } = await newClient(stage);
    await stage.open("clients");
    await stage.choose(`Acts on ${name}`, "Edit");
    await stage.fill("Redirect URIs", "https://app.example.com/callback");
    await stage.press("Save auth client");
  },
  "clients.rotateSecret": async (stage) => {
    const { name } = await newClient(stage);
    await stage.open("clients");
    await stage.choose(`Acts on ${name}`, "Replace secret");
    await stage.press("Replace secret");
    await stage.press("Done");
  },
  "clients.delete": async (stage) => {
    const { name } = await newClient(stage);
    await stage.open("clients");
    await stage.choose(`Acts on ${name}`, "Delete");
    await stage.confirmDeletion(name, "Delete auth client");
    await stage.page.getByRole("rowheader", { name }).waitFor({ state: "detached" });
  },
  "emails.readProvider": opens("emails"),
  "emails.saveProvider": async (stage) => {
    await stage.open("emails");
    await stage.page.getByRole("button", { name: /^(Set up|Change)$/ }).click();
    await stage.fill("From address", "mail@example.com");
    await stage.fill("API key", "re_0123456789");
    await stage.press("Save provider");
    await stage.page.getByText("mail@example.com").waitFor();
  },
  "emails.list": opens("emails"),
  "emails.create": async (stage) => {
    await stage.open("emails");
    await stage.press("Create template");
    const name = unique("news");
    await stage.fill("Name", name);
    await stage.fill("Slug", name);
    await stage.fill("Subject", "News");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create template" }).click();
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "emails.update": async (stage) => {
    const { name } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Edit");
    const subject = unique("Hello");
    await stage.fill("Subject", subject);
    await stage.press("Save template");
    await stage.page.getByText(subject).waitFor();
  },
  "emails.preview": async (stage) => {
    const { name } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Preview");
    await stage.page.getByLabel("Text of the mail").waitFor();
    await stage.press("Done");
  },
  "emails.sendTest": async (stage) => {
    const { name } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Send test");
    await stage.fill("To", "ada@example.com");
    await stage.press("Send test");
  },
  "emails.delete": async (stage) => {
    const { name, slug } = await newTemplate(stage);
    await stage.open("emails");
    await stage.choose(`Acts on ${name}`, "Delete");
    await stage.confirmDeletion(slug, "Delete template");
    await stage.page.getByRole("rowheader", { name }).waitFor({ state: "detached" });
  },
  "branding.read": opens("branding"),
  "branding.save": async (stage) => {
    await stage.open("branding");
    await stage.fill("Primary color", "#112233");
    await stage.press("Save branding");
    await stage.page.getByText("Saved the branding").waitFor();
  },

  "apiKeys.list": opens("apiKeys"),
  "apiKeys.create": async (stage) => {
    await stage.open("api-keys");
    await stage.press("Create key");
    await stage.fill("Name", unique("worker"));
    await stage.page.getByText("user.read", { exact: true }).click();
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
    await stage.page.getByText(/^sk_test_\w{32}$/).waitFor();
    await stage.press("Copy API key");
    await stage.press("Done");
  },
  "apiKeys.rotate": async (stage) => {
    const { name } = await newKey(stage);
    await stage.open("api-keys");
    await stage.choose(`Acts on ${name}`, "Rotate");
    await stage.press("Rotate key");
    await stage.page.getByText(/^sk_test_\w{32}$/).waitFor();
    await stage.press("Done");
  },
  "apiKeys.revoke": async (stage) => {
    const { name } = await newKey(stage);
    await stage.open("api-keys");
    await stage.choose(`Acts on ${name}`, "Revoke");
    await stage.confirmDeletion(name, "Revoke key");
    await stage.page.getByRole("rowheader", { name }).waitFor({ state: "detached" });
  },
  "webhooks.list": opens("webhooks"),
  "webhooks.create": async (stage) => {
    await stage.open("webhooks");
    await stage.page.getByRole("button", { name: "Create endpoint" }).first().click();
    const url = `https://example.com/${unique("hook")}`;
    await stage.fill("URL", url);
    await stage.fill("Event types", "user.*");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create endpoint" }).click();
    await stage.page.getByText(/^whsec_/).waitFor();
    await stage.press("Done");
    await stage.page.getByRole("rowheader", { name: url }).waitFor();
  },
  "webhooks.update": async (stage) => {
    await openEndpoint(stage);
    await stage.press("Disable");
    await stage.page.getByRole("button", { name: "Enable", exact: true }).waitFor();
  },
  "webhooks.test": async (stage) => {
    await openEndpoint(stage);
    await stage.press("Send test event");
    await stage.page.getByRole("rowheader", { name: "webhook.test" }).waitFor();
  },
  "webhooks.listDeliveries": async (stage) => void (await openEndpoint(stage)),
  "webhooks.redeliver": async (stage) => {
    await openDeliveredEndpoint(stage);
    await stage.page.getByRole("button", { name: "Deliver again" }).first().click();
  },
  "webhooks.rotateSecret": async (stage) => {
    await openEndpoint(stage);
    await stage.press("Replace secret");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Replace secret" }).click();
    await stage.press("Done");
  },
  "webhooks.delete": async (stage) => {
    const { url } = await openEndpoint(stage);
    await stage.press("Delete");
    await stage.confirmDeletion(url, "Delete endpoint");
    await stage.heading("Webhooks").waitFor();
  },
  "vault.list": opens("vault"),
  "vault.store": async (stage) => {
    await stage.open("vault");
    await stage.page.getByRole("button", { name: "Store secret" }).first().click();
    const name = unique("stripe");
    await stage.fill("Name", name);
    await stage.fill("Value", "s3cret");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Store secret" }).click();
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "vault.show": async (stage) => {
    const { name } = await newSecret(stage);
    await stage.open("vault");
    await stage.choose(`Acts on ${name}`, "Show value");
    await stage.press("Show value");
    await stage.page.getByText("v1", { exact: true }).waitFor();
    await stage.press("Done");
  },
  "vault.replace": async (stage) => {
    const { name } = await newSecret(stage);
    await stage.open("vault");
    await stage.choose(`Acts on ${name}`, "Replace value");
    await stage.fill("Value", "v2");
    await stage.press("Replace value");
  },
  "vault.delete": async (stage) => {
    const { name } = await newSecret(stage);
    await stage.open("vault");
    await stage.choose(`Acts on ${name}`, "Delete");
    await stage.confirmDeletion(name, "Delete secret");
    await stage.page.getByRole("rowheader", { name }).waitFor({ state: "detached" });
  },
  "vault.rotateKey": async (stage) => {
    await stage.open("vault");
    await stage.press("Rotate key");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Rotate key" }).click();
  },

  "events.list": opens("events"),
  "auditLog.list": opens("auditLog"),

  "settings.save": async (stage) => {
    await stage.open("settings");
    await stage.fill("Description", "the shop");
    await stage.press("Save project");
    await stage.page.getByText("Saved the project").waitFor();
  },
  "settings.readGrants": opens("settings"),
  "settings.saveGrants": async (stage) => {
    await stage.open("settings");
    await stage.press("Save grants");
    await stage.page.getByText("Saved", { exact: true }).waitFor();
  },
  "settings.readRetention": opens("settings"),
  "settings.saveRetention": async (stage) => {
    await stage.open("settings");
    await stage.fill("Audit log", "400");
    await stage.press("Save retention");
    await stage.page.getByText("Saved the retention").waitFor();
  },
  "settings.rotateSigningKeys": async (stage) => {
    await stage.open("settings");
    await stage.press("Rotate signing keys");
    await stage.page
      .getByRole("dialog")
      .getByRole("button", { name: "Rotate signing keys" })
      .click();
  },
  // Last: the others need the project.
  "settings.delete": async (stage) => {
    const { name } = await stage.api.projects.getCurrentProject();
    await stage.open("settings");
    await stage.press("Delete project");
    await stage.confirmDeletion(name, "Delete project");
    await stage.heading("Projects").waitFor();
  },
};
