import type { ConsoleStage } from "../stage";
import { unique, type DriversOf } from "./driver";
import { newOrganization } from "./samples";
import { sendToDirectory } from "./sentDirectory";

async function newDirectory(stage: ConsoleStage) {
  const { id: organizationId } = await newOrganization(stage);
  const directory = await stage.api.directories.createDirectory({
    organizationId,
    name: unique("Okta"),
    provider: "okta",
  });
  return { directory, path: `organizations/${organizationId}/directories/${directory.id}` };
}

async function openDirectory(stage: ConsoleStage) {
  const { directory, path } = await newDirectory(stage);
  await stage.open(path);
  return directory;
}

async function newDirectoryGroup(stage: ConsoleStage) {
  const { directory, path } = await newDirectory(stage);
  return { ...(await sendToDirectory(directory.scimConfig)), path };
}

export const directories: DriversOf<
  "directories" | "directory" | "directoryUser" | "directoryGroup"
> = {
  "directories.list": async (stage) => {
    const { id } = await newOrganization(stage);
    await stage.open(`organizations/${id}/directories`);
    await stage.page.getByText("No directories").waitFor();
  },
  "directories.create": async (stage) => {
    const { id } = await newOrganization(stage);
    await stage.open(`organizations/${id}/directories`);
    await stage.press("Create directory");
    const name = unique("Okta");
    await stage.fill("Name", name);
    await stage.page.getByRole("button", { name: /Default role/ }).waitFor();
    await stage.page.getByRole("dialog").getByRole("button", { name: "Create directory" }).click();
    await stage.press("Copy bearer token");
    await stage.press("Copy Endpoint (base URL)");
    await stage.press("Done");
    await stage.page.getByRole("rowheader", { name }).waitFor();
  },
  "directory.read": async (stage) => void (await openDirectory(stage)),
  "directory.update": async (stage) => {
    await openDirectory(stage);
    await stage.press("Add group role");
    await stage.page.keyboard.type("Engineering");
    await stage.page.getByText("Only users in a group have access").click();
    await stage.press("Save directory");
    await stage.page.getByText("Saved the directory").waitFor();
  },
  "directory.rotateToken": async (stage) => {
    await openDirectory(stage);
    await stage.press("Rotate token");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Rotate token" }).click();
    await stage.press("Copy bearer token");
    await stage.press("Done");
  },
  "directory.listUsers": async (stage) => {
    const { path } = await newDirectoryGroup(stage);
    await stage.open(path);
    await stage.page.getByRole("rowheader", { name: "ada@acme.example" }).waitFor();
  },
  "directory.listGroups": async (stage) => {
    const { path } = await newDirectoryGroup(stage);
    await stage.open(path);
    await stage.page.getByRole("rowheader", { name: "Engineering" }).waitFor();
  },
  "directory.delete": async (stage) => {
    const { name } = await openDirectory(stage);
    await stage.press("Delete");
    await stage.select("Members whom the directory has", "They lose access to the organization");
    await stage.confirmDeletion(name, "Delete directory");
    await stage.page.getByText("No directories").waitFor();
  },
  "directoryUser.read": async (stage) => {
    const { user, path } = await newDirectoryGroup(stage);
    await stage.open(`${path}/users/${user.id}`);
    await stage.page.getByText("The organization has not verified the domain").waitFor();
  },
  "directoryUser.listGroups": async (stage) => {
    const { user, path } = await newDirectoryGroup(stage);
    await stage.open(`${path}/users/${user.id}`);
    await stage.page.getByRole("rowheader", { name: "Engineering" }).waitFor();
  },
  "directoryGroup.read": async (stage) => {
    const { group, path } = await newDirectoryGroup(stage);
    await stage.open(`${path}/groups/${group.id}`);
    await stage.heading("Engineering").waitFor();
  },
  "directoryGroup.listUsers": async (stage) => {
    const { group, path } = await newDirectoryGroup(stage);
    await stage.open(`${path}/groups/${group.id}`);
    await stage.page.getByRole("rowheader", { name: "ada@acme.example" }).waitFor();
  },
};
