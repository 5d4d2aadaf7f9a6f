/**
 * What a newcomer tries first, by what the terminal and the pages say alone: the printed link, a
 * project, a role, a key and a webhook, and a user of the sample app who appears in the console.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useChromium } from "../browser/chromium";
import { startExample } from "./runningExample";

const browser = useChromium();

test("from the printed link to a user of the sample app", { timeout: 300_000 }, async () => {
  const running = await startExample("react-vite");
  try {
    const context = await browser().newContext();
    context.setDefaultTimeout(60_000);
    const console = await context.newPage();
    const sockets: string[] = [];
    console.on("websocket", (socket) => sockets.push(socket.url()));
    await console.goto(running.consoleLink);
    await press(console, "Sign in");
    await heading(console, "Projects");

    await press(console, "Create project");
    await submit(console, { Name: "Shop" }, "Create project");
    await heading(console, "Get started");
    await follow(console, "Roles");
    await console.getByRole("button", { name: "Create role" }).first().click();
    await console.getByText("user.read", { exact: true }).click();
    await submit(console, { Name: "Auditor", Slug: "auditor" }, "Create role");
    await console.getByRole("rowheader", { name: "Auditor" }).waitFor();
    await follow(console, "API keys");
    await console.getByRole("button", { name: "Create key" }).first().click();
    await console.getByText("user.read", { exact: true }).click();
    await submit(console, { Name: "back end" }, "Create key");
    await console.getByText(/^sk_\w+$/).waitFor();
    await press(console, "Done");
    await follow(console, "Webhooks");
    await console.getByRole("button", { name: "Create endpoint" }).first().click();
    await submit(console, { URL: "https://example.com/hook" }, "Create endpoint");
    await console.getByText(/^whsec_/).waitFor();
    await press(console, "Done");

    // The project of the sample app, which it has printed.
    const { id } = await running.client.projects.getCurrentProject();
    await console.goto(new URL(`./${id}/users`, projectsUrl(console)).href);
    await heading(console, "Users");
    const app = await (await browser().newContext()).newPage();
    await app.goto(running.url);
    await press(app, "Sign in");
    await app.getByRole("link", { name: "Create an account" }).click();
    await app.getByLabel("Name").fill("Ada");
    await app.getByLabel("Email address").fill("ada@example.com");
    await app.getByLabel("New password").fill("correct horse battery");
    await press(app, "Create account");
    await app.getByRole("heading", { name: "Hello Ada" }).waitFor({ timeout: 60_000 });
    await console.getByRole("rowheader", { name: "ada@example.com" }).waitFor(); // without a reload
    expect(console.url()).toContain(id);
    expect(sockets, "pages of the console poll").not.toEqual([]);
  } finally {
    await running.close();
  }
});

const press = async (page: Page, name: string) =>
  await page.getByRole("button", { name, exact: true }).click();

const heading = async (page: Page, name: string) =>
  await page.getByRole("heading", { name, level: 1 }).waitFor();

const follow = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).first().click();
  await heading(page, name);
};

/** Fills the fields of the dialog and presses its button. */
async function submit(page: Page, fields: Record<string, string>, button: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  for (const [label, text] of Object.entries(fields))
    await dialog.getByLabel(label, { exact: true }).and(dialog.locator("input")).first().fill(text);
  await dialog.getByRole("button", { name: button }).click();
}

/** The address below which the console has its projects. */
const projectsUrl = (page: Page): string => /^.*\/projects\//.exec(page.url())![0];
