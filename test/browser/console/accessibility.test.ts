/** What holds for every page of the console: accessibility, the policy of its document, narrow screens. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pages, type PageName } from "../../../pages/src/pages";
import { useChromium } from "../chromium";
import { makeSamplePages } from "./samplePages";
import { ConsoleStage } from "./stage";

const browser = useChromium();
let stage: ConsoleStage;
let samples: Awaited<ReturnType<typeof makeSamplePages>>;
beforeAll(async () => {
  stage = await ConsoleStage.start(browser());
  // Rows in the lists, so that there is something to check.
  samples = await makeSamplePages(stage);
});
afterAll(async () => await stage?.close());

/** At rest: lists are there, or say that they are empty. */
async function settled(path: string | undefined): Promise<void> {
  await stage.open(path);
  await stage.page.locator(".loading").first().waitFor({ state: "detached" });
}

describe.each(Object.keys(pages) as PageName[])("the page %s", (name) => {
  test.each(["light", "dark"] as const)(
    "has no fault that axe finds, in %s",
    async (colorScheme) => {
      await stage.page.emulateMedia({ colorScheme });
      await settled(samples.findPath(name));
      expect(await stage.accessibilityFaults()).toEqual([]);
    },
  );

  test("fits into 320 pixels, which is a zoom of 400 %", async () => {
    await stage.page.setViewportSize({ width: 320, height: 640 });
    await settled(samples.findPath(name));
    expect(await stage.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await stage.page.setViewportSize({ width: 1280, height: 800 });
  });

  test("reports no error, and no violation of its policy", () => {
    expect(stage.errors.splice(0)).toEqual([]);
  });
});

test.each(["light", "dark"] as const)(
  "the operator's own page has no fault that axe finds, in %s, and fits into 320 pixels",
  async (colorScheme) => {
    const { page } = stage;
    await page.emulateMedia({ colorScheme });
    await page.goto(`${stage.address()}/security`);
    await page.getByRole("heading", { name: "Your sessions" }).waitFor();
    await page.locator(".loading").first().waitFor({ state: "detached" });
    expect(await stage.accessibilityFaults()).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(stage.errors.splice(0)).toEqual([]);
  },
);

test("the pages of a user and of an organization have no fault that axe finds", async () => {
  for (const path of Object.values(samples.details)) {
    await settled(path);
    expect(await stage.accessibilityFaults(), path).toEqual([]);
  }
});

test("neither has the sign-in page", async () => {
  const page = await stage.page.context().browser()!.newPage();
  await page.goto(stage.address());
  await page.getByRole("heading", { name: "Sign in to the console" }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/\/console\/sign-in$/);
  expect(await stage.accessibilityFaults(page)).toEqual([]);
  await page.close();
});

describe("a dialog", () => {
  test.each([
    ["api-keys", "Create key"],
    ["roles", "Create role"],
    ["webhooks", "Create endpoint"],
    ["clients", "Create auth client"],
    ["settings", "Invite"],
    ["audit-log", "Export"],
  ])("of %s has no fault that axe finds, and gives the focus back", async (path, button) => {
    await settled(path);
    const opener = stage.page.getByRole("button", { name: button, exact: true }).first();
    await opener.press("Enter");
    await stage.page.getByRole("dialog").waitFor();
    await stage.page.locator(".loading").first().waitFor({ state: "detached" });
    expect(await stage.accessibilityFaults()).toEqual([]);
    await stage.page.keyboard.press("Escape");
    await stage.page.getByRole("dialog").waitFor({ state: "detached" });
    await expect
      .poll(async () => await opener.evaluate((it) => it === document.activeElement))
      .toBe(true);
  });
});

test("the focus goes to the heading of the next page", async () => {
  await settled("users");
  await stage.page.getByRole("link", { name: "API keys" }).press("Enter");
  await stage.heading("API keys").waitFor();
  await expect
    .poll(async () => await stage.page.evaluate(() => document.activeElement?.textContent))
    .toBe("API keys");
  expect(await stage.page.title()).toBe("API keys · Console");
});

test("a refused act says why, at the field", async () => {
  await settled("roles");
  await stage.press("Create role");
  await stage.fill("Name", "Broken");
  await stage.fill("Slug", "Not a slug!");
  await stage.page.getByRole("dialog").getByRole("button", { name: "Create role" }).click();
  await stage.page.getByRole("alert").waitFor();
  const field = stage.page.getByLabel("Slug");
  await expect.poll(async () => await field.getAttribute("aria-invalid")).toBe("true");
});

test("the last owner cannot be removed, and the dialog says why", async () => {
  await settled("settings");
  const self = stage.page.getByRole("rowheader", { name: "(you)" });
  const email = (await self.locator("strong").textContent())!.replace(" (you)", "");
  await stage.choose(`Acts on ${email}`, "Remove");
  await stage.confirmDeletion(email, "Remove member");
  await stage.page.getByRole("dialog").getByRole("alert").getByText("owner").waitFor();
  await expect
    .poll(async () => await stage.page.evaluate(() => document.activeElement?.role))
    .toBe("alert");
  expect(await stage.accessibilityFaults()).toEqual([]);
  await stage.page.keyboard.press("Escape");
  await self.waitFor();
});
