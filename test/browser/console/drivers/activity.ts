import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import type { ConsoleStage } from "../stage";
import { opens, unique, type DriversOf } from "./driver";
import { newUser } from "./samples";

async function exported(stage: ConsoleStage, format: string): Promise<string> {
  await stage.press("Export");
  const dialog = stage.page.getByRole("dialog");
  await stage.select("Format", format);
  const saved = stage.page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  return await readFile(await (await saved).path(), "utf8");
}

export const activity: DriversOf<"events" | "auditLog"> = {
  "events.list": opens("events"),
  "events.export": async (stage) => {
    const { id } = await stage.api.users.createUser({
      email: `${unique("ada")}@example.com`,
      name: "=1+1",
    });
    await stage.open("events?type=user.*");
    const csv = await exported(stage, "CSV, for spreadsheets");
    expect(csv).toMatch(/^id,type,createdAt,data\r\n/);
    expect(csv).toContain(id);
    expect(csv).not.toContain("project.created");
    const json = JSON.parse(await exported(stage, "JSON")) as { type: string }[];
    expect(json).toHaveLength(csv.trimEnd().split("\r\n").length - 1);
    expect(json.every(({ type }) => type.startsWith("user."))).toBe(true);
  },
  "auditLog.list": opens("auditLog"),
  "auditLog.export": async (stage) => {
    await newUser(stage);
    await stage.open("audit-log?action=user.created");
    const text = await exported(stage, "CSV, for spreadsheets");
    expect(text).toMatch(/^id,/);
    expect(text).toContain("user.created");
    expect(text).not.toContain("project.created");
  },
};
