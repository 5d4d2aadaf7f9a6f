import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const newClient = async ({ api }: ConsoleStage) =>
  await api.authClients.createClient({ name: unique("app"), type: "web", confidential: true });

export const clients: DriversOf<"clients"> = {
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
};
