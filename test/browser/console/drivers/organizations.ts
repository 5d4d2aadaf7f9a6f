import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";
import { newOrganization, newUser, refusedWithoutForce } from "./samples";

async function openOrganization(stage: ConsoleStage) {
  const organization = await newOrganization(stage);
  await stage.open(`organizations/${organization.id}`);
  return organization;
}
async function openMember(stage: ConsoleStage, role = "member") {
  const [user, organization] = [await newUser(stage), await newOrganization(stage)];
  await stage.api.organizations.addMember({
    organizationId: organization.id,
    userId: user.id,
    role,
  });
  await stage.open(`organizations/${organization.id}`);
  return user;
}

export const organizations: DriversOf<"organizations"> = {
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
  "organizations.demoteLastOwner": async (stage) => {
    const user = await openMember(stage, "owner");
    await stage.choose(`Acts on ${user.id}`, "Change role");
    await stage.select("Role", "Admin");
    await stage.press("Change role");
    await refusedWithoutForce(stage);
    await stage.press("Change role");
    await stage.page.getByText("admin", { exact: true }).waitFor();
  },
  "organizations.removeLastOwner": async (stage) => {
    const user = await openMember(stage, "owner");
    await stage.choose(`Acts on ${user.id}`, "Remove");
    await stage.confirmDeletion(user.id, "Remove member");
    await refusedWithoutForce(stage);
    await stage.press("Remove member");
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
};
