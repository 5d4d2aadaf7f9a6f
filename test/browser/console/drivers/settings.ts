import { expect } from "vitest";
import { newOperatorEmail } from "../../../support/operators";
import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const invitationOf = async ({ api }: ConsoleStage, address: string) =>
  (await api.projects.listMembers()).find(({ email }) => email === address);

async function inviteOperator({ api }: ConsoleStage): Promise<string> {
  const email = newOperatorEmail();
  await api.projects.inviteMember({ email, role: "viewer" });
  return email;
}

export const settings: DriversOf<"settings"> = {
  "settings.save": async (stage) => {
    await stage.open("settings");
    await stage.fill("Description", "the shop");
    await stage.press("Save project");
    await stage.page.getByText("Saved the project").waitFor();
  },
  "settings.copy": async (stage) => {
    await stage.open();
    await stage.press("Create project");
    const name = unique("Shop");
    await stage.fill("Name", name);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
    await stage.heading("Get started").waitFor();
    await stage.open("settings");
    await stage.select("From", name);
    await stage.press("Copy settings");
    await stage.page.getByText("Copied the settings").waitFor();
  },
  "settings.listMembers": async (stage) => {
    await stage.open("settings");
    await stage.page.getByRole("rowheader", { name: "(you)" }).waitFor();
  },
  "settings.invite": async (stage) => {
    await stage.open("settings");
    await stage.press("Invite");
    const email = newOperatorEmail();
    await stage.fill("Email", email);
    await stage.select("Role", "Viewer: reads, but no secrets");
    await stage.press("Send invitation");
    await stage.page.getByRole("rowheader", { name: email }).waitFor();
    expect(await invitationOf(stage, email)).toMatchObject({ role: "viewer", status: "invited" });
  },
  "settings.changeMemberRole": async (stage) => {
    const email = await inviteOperator(stage);
    await stage.open("settings");
    await stage.choose(`Acts on ${email}`, "Change role");
    await stage.select("Role", "Support: users, sessions, organizations");
    await stage.press("Change role");
    await stage.page.getByText(`${email} now has the role support`).waitFor();
    expect(await invitationOf(stage, email)).toMatchObject({ role: "support" });
  },
  "settings.removeMember": async (stage) => {
    const email = await inviteOperator(stage);
    await stage.open("settings");
    await stage.choose(`Acts on ${email}`, "Remove");
    await stage.confirmDeletion(email, "Remove invitation");
    await stage.page.getByRole("rowheader", { name: email }).waitFor({ state: "detached" });
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
  "settings.delete": async (stage) => {
    const { name } = await stage.api.projects.getCurrentProject();
    await stage.open("settings");
    await stage.press("Delete project");
    await stage.confirmDeletion(name, "Delete project");
    await stage.heading("Projects").waitFor();
  },
};
