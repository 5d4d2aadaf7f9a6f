import type { ConsoleStage } from "../stage";
import { opens, type DriversOf } from "./driver";

const openProviderForm = async (stage: ConsoleStage, button: string) => {
  await stage.open("authentication");
  await stage.press(button);
};
const saveGoogle = async ({ api }: ConsoleStage) =>
  await api.configuration.saveSocialProviderCredential({
    providerId: "google",
    clientId: "google-client",
    clientSecret: "google-secret",
  });

export const configuration: DriversOf<"authentication" | "branding"> = {
  "authentication.read": opens("authentication"),
  "authentication.save": async (stage) => {
    await stage.open("authentication");
    await stage.page.getByText("Magic links by mail").click();
    await stage.press("Save methods");
    await stage.page.getByText("Saved", { exact: true }).waitFor();
  },
  "authentication.listProviders": opens("authentication"),
  "authentication.saveProvider": async (stage) => {
    await openProviderForm(stage, "Add provider");
    await stage.fill("Client id", "a-client");
    await stage.fill("Client secret", "a-secret");
    await stage.press("Save provider");
    await stage.page.getByRole("rowheader", { name: "Google" }).waitFor();
  },
  "authentication.removeProvider": async (stage) => {
    await saveGoogle(stage);
    await openProviderForm(stage, "Acts on Google");
    await stage.page.getByRole("menuitem", { name: "Remove" }).click();
    await stage.confirmDeletion("google", "Remove provider");
    await stage.page.getByText("No social providers").waitFor();
  },
  "branding.read": opens("branding"),
  "branding.save": async (stage) => {
    await stage.open("branding");
    await stage.fill("Primary color", "#112233");
    await stage.press("Save branding");
    await stage.page.getByText("Saved the branding").waitFor();
  },
};
