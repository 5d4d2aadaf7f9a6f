import { opens, unique, type DriversOf } from "./driver";
import { newOrganization, newRole, newUser } from "./samples";

export const authorization: DriversOf<"roles" | "permissions"> = {
  "roles.list": opens("roles"),
  "roles.listPermissions": async (stage) => {
    await stage.open("roles");
    await stage.press("Create role");
  },
  "roles.listHolders": async (stage) => {
    const [role, user] = [await newRole(stage), await newUser(stage)];
    await stage.api.users.setRole(user.id, role.slug);
    await stage.open("roles");
    await stage.choose(`Acts on ${role.name}`, "Who holds it");
    await stage.heading("Users").waitFor();
    await stage.page.getByRole("rowheader", { name: user.email }).waitFor();
  },
  "roles.listOrganizationHolders": async (stage) => {
    const role = await newRole(stage, "organization");
    const [user, organization] = [await newUser(stage), await newOrganization(stage)];
    await stage.api.organizations.addMember({
      organizationId: organization.id,
      userId: user.id,
      role: role.slug,
    });
    await stage.open("roles");
    await stage.choose(`Acts on ${role.name}`, "Who holds it");
    await stage.heading(`Holders of ${role.slug}`).waitFor();
    await stage.page.getByRole("rowheader", { name: user.id }).waitFor();
    await stage.page.getByRole("link", { name: organization.name }).click();
    await stage.heading(organization.name).waitFor();
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
  "permissions.update": async (stage) => {
    const slug = `${unique("invoice").replaceAll("-", "_")}.read`;
    await stage.api.rbac.createPermission({ name: "Read invoices", slug });
    await stage.open("permissions");
    await stage.choose(`Acts on ${slug}`, "Edit");
    const renamed = slug.replace("invoice", "bill");
    await stage.fill("Slug", renamed);
    await stage.press("Save permission");
    await stage.page.getByRole("rowheader", { name: renamed }).waitFor();
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
};
