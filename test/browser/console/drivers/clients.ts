import { expect } from "vitest";
import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const newClient = async ({ api }: ConsoleStage) =>
  await api.authClients.createClient({ name: unique("app"), type: "web", confidential: true });

async function openNewClient(stage: ConsoleStage): Promise<string> {
  const { id } = await newClient(stage);
  await stage.open(`clients/${id}`);
  await stage.page.getByRole("heading", { name: "Branding" }).waitFor();
  return id;
}

export const clients: DriversOf<"clients" | "client"> = {
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
  "client.read": async (stage) => {
    const { name } = await newClient(stage);
    await stage.open("clients");
    await stage.page.getByRole("rowheader", { name }).click();
    await stage.heading(name).waitFor();
  },
  "client.seeInherited": async (stage) => {
    await stage.api.configuration.saveBrandingConfig({ font: "Georgia" });
    await openNewClient(stage);
    await stage.page.getByPlaceholder("Georgia").waitFor();
  },
  "client.brand": async (stage) => {
    const id = await openNewClient(stage);
    await stage.fill("Primary color", "#0a7d4f");
    await stage.select("Colors", "Dark");
    await stage.page.getByText("Without the project's logo").click();
    const preview = stage.page.locator(".branding-preview b");
    expect(await preview.evaluate((it) => getComputedStyle(it).backgroundColor)).toBe(
      "rgb(10, 125, 79)",
    );
    await stage.press("Save branding");
    await stage.page.getByText("Saved the branding").waitFor();
    expect((await stage.api.authClients.getClient(id)).branding).toEqual({
      ...{ primaryColor: "#0a7d4f", darkMode: true, logoUrl: "" },
      ...{ bgColor: null, borderRadius: null, customCss: null, font: null },
    });
    expect(await stage.accessibilityFaults()).toEqual([]);
    // Saved as it is shown, nothing changes.
    const before = await stage.api.authClients.getClient(id);
    const mark = stage.mark();
    await stage.press("Save branding");
    expect(await stage.answerOf("authClients.updateClient", mark)).toBe(200);
    expect((await stage.api.authClients.getClient(id)).branding).toEqual(before.branding);
  },
};
