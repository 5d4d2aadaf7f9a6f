import { opens, type DriversOf } from "./driver";

export const settings: DriversOf<"settings"> = {
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
  "settings.delete": async (stage) => {
    const { name } = await stage.api.projects.getCurrentProject();
    await stage.open("settings");
    await stage.press("Delete project");
    await stage.confirmDeletion(name, "Delete project");
    await stage.heading("Projects").waitFor();
  },
};
