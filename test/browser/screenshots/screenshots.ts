/**
 * Writes a screenshot of every page of the console in light, dark and narrow, and prints what each
 * page weighs, when it can be used, and how a list of 10,000 users scrolls. A violation of the
 * policy of the documents, or an error of a script, fails the run.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pages, type PageName } from "../../../pages/src/pages";
import { deployApp, repository } from "../../support/deployment";
import { Seeding } from "../../support/largeTenant";
import { useChromium } from "../chromium";
import { makeSamplePages } from "../console/samplePages";
import { ConsoleStage } from "../console/stage";
import { measurePageLoad, observeDocuments, toMedian, type PageLoad } from "./pageLoad";
import { scrollList, toWorst } from "./scrolling";

const FOLDER = join(repository, "screenshots");
const LOADS = 3;
const USERS = 10_000;
const LIST_PAGES = 10;

const wide = { width: 1280, height: 800 };
const looks = {
  light: { colorScheme: "light", viewport: wide },
  dark: { colorScheme: "dark", viewport: wide },
  narrow: { colorScheme: "light", viewport: { width: 320, height: 640 } },
} as const;

const browser = useChromium();
let deployment: LocalDeployment | undefined;
let stage: ConsoleStage;
/** Another browser, which is not signed in. */
let visitor: Page;
const violations: string[] = [];

beforeAll(async () => {
  deployment = await deployApp();
  stage = await ConsoleStage.start(browser(), deployment);
  await observeDocuments(stage.context);
  const context = await browser().newContext();
  await observeDocuments(context);
  visitor = await context.newPage();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER);
});
afterAll(async () => {
  await visitor?.context().close();
  await stage?.close();
  await deployment?.close();
});

async function takeScreenshots(page: Page, name: string, address: string): Promise<void> {
  for (const [look, { colorScheme, viewport }] of Object.entries(looks)) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(viewport);
    await page.goto(address);
    await page.waitForFunction(() => window.observed.contentAt !== null);
    await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`), fullPage: true });
    violations.push(...(await readViolations(page)).map((text) => `${name}: ${text}`));
  }
}

const readViolations = async (page: Page) => await page.evaluate(() => window.observed.violations);

async function measure(page: Page, name: string, address: string): Promise<PageLoad> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(wide);
  const loads: PageLoad[] = [];
  for (let load = 0; load < LOADS; load++) {
    loads.push(await measurePageLoad(page, address));
    violations.push(...(await readViolations(page)).map((text) => `${name}: ${text}`));
  }
  return toMedian(loads);
}

test("every page", async () => {
  const { findPath, details } = await makeSamplePages(stage);
  const names = Object.keys(pages) as PageName[]; // of an object literal
  const signedIn = {
    ...Object.fromEntries(names.map((name) => [name, stage.address(findPath(name))])),
    ...Object.fromEntries(
      Object.entries(details).map(([name, path]) => [name, stage.address(path)]),
    ),
    security: `${stage.address()}/security`,
  };
  const rows: Record<string, PageLoad> = {};
  const signInPage = `${stage.address()}/sign-in`;
  rows.signIn = await measure(visitor, "signIn", signInPage);
  await takeScreenshots(visitor, "signIn", signInPage);
  for (const [name, address] of Object.entries(signedIn)) {
    rows[name] = await measure(stage.page, name, address);
    await takeScreenshots(stage.page, name, address);
  }
  printTable(rows);
  expect({ violations, errors: stage.errors }).toEqual({ violations: [], errors: [] });
});

test(`a list of ${USERS} users`, async () => {
  const seeding = new Seeding(deployment!, stage.project.id); // made above
  for (let i = 0; i < USERS; i++) await seeding.user();
  await seeding.commit();
  const { page } = stage;
  await page.setViewportSize(wide);
  await stage.open("users");
  const rows = page.getByRole("grid", { name: "Users" }).getByRole("rowheader");
  await rows.first().waitFor();
  const results = [];
  for (let number = 2; number <= LIST_PAGES + 1; number++) {
    results.push(await scrollList(page));
    await stage.press("Next page");
    await page.getByText(`Page ${number}`, { exact: true }).first().waitFor();
    await page.locator('[aria-busy="false"]').waitFor();
  }
  const { frames, longestFrameMs, longestTaskMs } = toWorst(results);
  console.log(
    `Scrolling ${LIST_PAGES} pages of a list of ${USERS} users: ${frames} frames, ` +
      `the longest ${longestFrameMs.toFixed(0)} ms; the longest task ` +
      (longestTaskMs === 0 ? "under 50 ms" : `${longestTaskMs.toFixed(0)} ms`),
  );
  expect(stage.errors).toEqual([]);
});

function printTable(loads: Readonly<Record<string, PageLoad>>): void {
  const kib = (bytes: number) => (bytes / 1024).toFixed(0);
  const cells = Object.entries(loads).map(([name, load]) => [
    name,
    String(load.requests),
    kib(load.sentBytes),
    kib(load.bodyBytes),
    load.firstContentMs.toFixed(0),
    load.interactiveMs.toFixed(0),
  ]);
  const table = [
    ["page", "requests", "sent KiB", "unpacked KiB", "first content ms", "interactive ms"],
    ...cells,
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join("  "),
  );
  console.log(`\nMedian of ${LOADS} loads with an empty cache\n${lines.join("\n")}`);
  console.log(`Violations of the policy: ${violations.length}\nScreenshots: ${FOLDER}\n`);
}
