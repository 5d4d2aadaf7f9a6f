import { expect } from "vitest";
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
    const create = stage.page.getByRole("dialog").getByRole("button", { name: "Create key" });
    await create.click();
    await stage.page.getByRole("alert").getByText("Choose at least one permission").waitFor();
    await stage.page.getByText("user.read", { exact: true }).click();
    await create.click();
    await stage.page.getByText(/^sk_test_\w{32}$/).waitFor();
    await stage.press("Copy API key");
    await stage.press("Done");
  },
  "apiKeys.listUnused": async (stage) => {
    await stage.open("api-keys");
    await stage.select("Not used", "For 90 days");
    await stage.press("Apply");
    await stage.page.getByText("No unused keys").waitFor();
  },
  "apiKeys.update": async (stage) => {
    const { name, id } = await newKey(stage);
    await stage.open("api-keys");
    await stage.choose(`Acts on ${name}`, "Edit");
    const newName = unique("renamed");
    await stage.fill("Name", newName);
    await stage.select("Expires", "In 30 days");
    await stage.fill("Rate limit, requests", "100");
    await stage.page.getByText("user.update", { exact: true }).click();
    await stage.press("Save key");
    await stage.page.getByRole("rowheader", { name: newName }).waitFor();
    const key = await stage.api.apiKeys.getKey(id);
    expect(key).toMatchObject({
      enabled: true,
      fullAccess: false,
      rateLimit: { requests: 100, windowSeconds: 60 },
      quota: null,
    });
    expect(key.permissions.toSorted()).toEqual(["user.read", "user.update"]);
    expect(key.expiresAt!.getTime()).toBeGreaterThan(Date.now());
  },
  "apiKeys.readUsage": async (stage) => {
    const { name, id } = await newKey(stage);
    await stage.api.apiKeys.updateKey({
      keyId: id,
      quota: { requests: 500, period: "day" },
    });
    await stage.open("api-keys");
    await stage.choose(`Acts on ${name}`, "Usage");
    await stage.page.getByText("0 of 500").waitFor();
    await stage.press("Done");
  },
  "apiKeys.readLimits": opens("apiKeys"),
  "apiKeys.saveLimits": async (stage) => {
    await stage.open("api-keys");
    await stage.fill("Quota, requests", "1000000");
    await stage.press("Save limits");
    await stage.page.getByText("Saved the limits").waitFor();
    expect(await stage.api.apiKeys.getLimits()).toMatchObject({
      rateLimit: null,
      quota: { requests: 1_000_000, period: "day" },
    });
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
