/**
 * The examples, as a reader starts them, in a real browser: from sign-up to sign-out, in two tabs.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useChromium } from "../browser/chromium";
import { repository } from "../start/clone";
import { startExample, type RunningExample } from "./runningExample";

const browser = useChromium();
const password = "correct horse battery";

interface Example {
  readonly name: string;
  /** The page to begin at. */
  readonly path?: string;
  /** How the app leads to the hosted pages, and its pages after a sign-in and a sign-out. */
  readonly hosted: readonly {
    readonly from: string;
    readonly to: string;
    readonly out: string;
    enter(page: Page): Promise<void>;
  }[];
  signUp(page: Page, email: string): Promise<void>;
  signIn(page: Page, email: string): Promise<void>;
  signOut(page: Page): Promise<void>;
  /** Waits for the page of the signed-in user. */
  isSignedIn(page: Page, email: string): Promise<void>;
  /** Waits for the sign-in form. */
  isSignedOut(page: Page): Promise<void>;
}

/** The sign-in form of react-vite and nextjs. */
const ownForm: Omit<Example, "name" | "hosted"> = {
  async signUp(page, email) {
    await page.getByRole("button", { name: "I am new here" }).click();
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign up" }).click();
  },
  async signIn(page, email) {
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
  },
  signOut: async (page) => await page.getByRole("button", { name: "Sign out" }).click(),
  isSignedIn: async (page) => await page.getByRole("heading", { name: "Hello Ada" }).waitFor(),
  isSignedOut: async (page) => await page.getByRole("heading", { name: "Sign in" }).waitFor(),
};

const examples: readonly Example[] = [
  {
    name: "react-vite",
    path: "/own-form",
    hosted: [
      {
        ...{ from: "/?from=mail", to: "/?from=mail", out: "/" },
        enter: async (page) => await page.getByRole("button", { name: "Sign in" }).click(),
      },
    ],
    ...ownForm,
  },
  {
    name: "nextjs",
    hosted: [
      {
        ...{ from: "/sign-in?redirectTo=/", to: "/", out: "/sign-in?redirectTo=/" },
        enter: async (page) =>
          await page.getByRole("link", { name: "Use the hosted pages" }).click(),
      },
    ],
    ...ownForm,
  },
  {
    name: "better-auth-ui",
    hosted: [],
    async signUp(page, email) {
      await page.getByRole("link", { name: "Sign Up" }).click();
      await page.getByLabel("Name").fill("Ada");
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Create an account" }).click();
    },
    async signIn(page, email) {
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Login" }).click();
    },
    async signOut(page) {
      await page.getByRole("button", { name: /Ada/ }).click();
      await page.getByRole("menuitem", { name: "Sign Out" }).click();
    },
    isSignedIn: async (page, email) => {
      await page.getByRole("button", { name: email }).waitFor();
      await page.getByText("Change Password").first().waitFor();
    },
    isSignedOut: async (page) => await page.getByRole("button", { name: "Login" }).waitFor(),
  },
];

describe.each(examples)("$name", (example) => {
  let running: RunningExample;
  let context: BrowserContext;
  let complaints: string[];
  const email = "ada@example.com";

  beforeAll(async () => {
    running = await startExample(example.name);
  }, 180_000);
  afterAll(async () => await running?.close());
  beforeEach(async () => {
    complaints = [];
    context = await browser().newContext();
    context.setDefaultTimeout(90_000); // Next.js compiles a page when it is first asked for
    context.on("weberror", (error) => complaints.push(String(error.error())));
    context.on("console", (message) => {
      // Cookies are invisible to scripts: a signed-out page learns it from a refused token.
      if (message.type() === "error" && !message.text().includes("status of 401"))
        complaints.push(message.text());
    });
  });
  afterEach(async () => await context.close());

  async function open(path = example.path ?? "/"): Promise<Page> {
    const page = await context.newPage();
    await page.goto(new URL(path, running.url).href);
    return page;
  }

  /** Without scripts, only the server can show the signed-in user's page. */
  async function isServerRendered(): Promise<void> {
    const scriptless = await browser().newContext({
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    });
    const page = await scriptless.newPage();
    await page.goto(running.url);
    await example.isSignedIn(page, email);
    await scriptless.close();
  }

  test("starting it changes none of its generated files", async () => {
    const read = async (directory: string, name: string) =>
      await readFile(join(directory, "convex/_generated", name), "utf8");
    for (const name of ["api.d.ts", "server.d.ts"])
      expect(await read(running.directory, name)).toBe(
        await read(join(repository, "examples", example.name), name),
      );
  });

  test("sign-up, a reload, and sign-out in another tab", async () => {
    const page = await open();
    await example.isSignedOut(page);
    await example.signUp(page, email);
    await example.isSignedIn(page, email);
    await page.reload();
    await example.isSignedIn(page, email);
    if (example.name === "nextjs") await isServerRendered();
    const other = await open();
    await example.isSignedIn(other, email);
    await example.signOut(other);
    await Promise.all([example.isSignedOut(other), example.isSignedOut(page)]);
    await page.reload();
    await example.isSignedOut(page);
    expect(complaints).toEqual([]);
  }, 300_000);

  test("sign-in by a link to the form, which leads to no other site, and a ban", async () => {
    const page = await open();
    await example.isSignedOut(page);
    const form = new URL(page.url());
    form.searchParams.set("redirectTo", "//example.com/stolen");
    await page.goto(form.href);
    await example.signIn(page, email);
    await example.isSignedIn(page, email);
    expect(new URL(page.url()).origin).toBe(new URL(running.url).origin);
    const { data } = await running.client.users.listUsers({ email });
    await running.client.users.banUser({ userId: data[0]!.id });
    await example.isSignedOut(page);
    expect(complaints).toEqual([]);
  }, 300_000);

  test.each(example.hosted)(
    "sign-up, sign-out and sign-in at the hosted pages, on another site, from $from",
    async (hosted) => {
      const page = await open(hosted.from);
      const address = "bea@example.com";
      const isBack = async () => {
        await page.getByRole("heading", { name: "Hello Bea" }).waitFor();
        expect(page.url()).toBe(new URL(hosted.to, running.url).href);
      };
      await hosted.enter(page);
      await page.getByRole("link", { name: "Create an account" }).click();
      await page.getByLabel("New password").waitFor();
      expect(new URL(page.url()).hostname).not.toBe(new URL(running.url).hostname);
      await page.getByLabel("Name").fill("Bea");
      await page.getByLabel("Email address").fill(address);
      await page.getByLabel("New password").fill(password);
      await page.getByRole("button", { name: "Create account" }).click();
      await isBack();
      await page.reload();
      await isBack();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.waitForURL(new URL(hosted.out, running.url).href);
      await page.goto(new URL(hosted.from, running.url).href);
      await hosted.enter(page);
      await page.getByLabel("Email address").fill(address);
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await isBack();
      expect(complaints).toEqual([]);
    },
    300_000,
  );
});
