import { opens, unique, type DriversOf } from "./driver";

export const projects: DriversOf<"projects" | "overview" | "getStarted"> = {
  "projects.list": opens("projects"),
  "projects.create": async (stage) => {
    await stage.open();
    await stage.press("Create project");
    await stage.fill("Name", unique("Shop"));
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create project" }).click();
    await stage.heading("Get started").waitFor();
  },
  "overview.check": opens("overview"),
  "getStarted.seeUsers": opens("getStarted"),
};
