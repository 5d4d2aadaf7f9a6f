import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";

const newSecret = async ({ api }: ConsoleStage) => {
  const name = unique("secret");
  return { name, ...(await api.vault.encrypt({ name, data: "v1" })) };
};

export const vault: DriversOf<"vault"> = {
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
};
