/** How a person sees the numbers of a project. */
import { expect } from "vitest";
import type { ConsoleStage } from "./stage";

export const overviewDrivers = {
  "overview.seeNumbers": async (stage: ConsoleStage) => {
    await stage.open("");
    const plot = stage.page.getByRole("region", { name: "Sign-ins", exact: true });
    await plot.locator("summary").click();
    // The header, and every day that has a part in the last 30 times 24 hours.
    expect(await plot.getByRole("row").count()).toBeGreaterThanOrEqual(31);
    await stage.select("Range", "Last 24 hours");
    await stage.page.waitForURL(/range=day/);
    await plot
      .getByText(/^Failures/)
      .first()
      .waitFor();
    await stage.page.reload();
    await stage.page.getByRole("button", { name: /Last 24 hours/ }).waitFor();
    expect(
      await stage.page.getByRole("region", { name: "Active users", exact: true }).count(),
    ).toBe(0);
  },
};
