import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const newKey = async ({ api }: ConsoleStage) =>
  await api.apiKeys.createKey({ name: unique("ci"), permissions: ["user.read"] });

export const apiKeys: DriversOf<"apiKeys"> = {
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
};
