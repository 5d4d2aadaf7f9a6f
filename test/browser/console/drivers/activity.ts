import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { opens, type DriversOf } from "./driver";
import { newUser } from "./samples";

export const activity: DriversOf<"events" | "auditLog"> = {
  "events.list": opens("events"),
  "auditLog.list": opens("auditLog"),
  "auditLog.export": async (stage) => {
    await newUser(stage);
    await stage.open("audit-log?action=user.created");
    await stage.press("Export");
    const saved = stage.page.waitForEvent("download");
    await stage.page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
    const text = await readFile(await (await saved).path(), "utf8");
    expect(text).toMatch(/^id,/);
    expect(text).toContain("user.created");
    expect(text).not.toContain("project.created");
  },
};
