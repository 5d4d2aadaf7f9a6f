/** A list of 10,000 users: the page has a part of it, and as much at the end as at the beginning. */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp } from "../../support/deployment";
import { Seeding } from "../../support/largeTenant";
import { useChromium } from "../chromium";
import { ConsoleStage } from "./stage";

const USERS = 10_000;
const PAGE_SIZE = 50;
const TURNS = 30;

const browser = useChromium();
let deployment: LocalDeployment;
let stage: ConsoleStage;
beforeAll(async () => {
  deployment = await deployApp();
  stage = await ConsoleStage.start(browser(), deployment);
  const seeding = new Seeding(deployment, stage.project.id);
  for (let i = 0; i < USERS; i++) await seeding.user();
  await seeding.commit();
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await deployment?.close();
});

async function heapSize(): Promise<number> {
  const devTools = await stage.context.newCDPSession(stage.page);
  await devTools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devTools.send("Runtime.getHeapUsage");
  await devTools.detach();
  return usedSize;
}

test("every page of the list is one request and the same number of rows", async () => {
  const { page } = stage;
  const rows = page.getByRole("grid", { name: "Users" }).getByRole("rowheader");
  const mark = stage.mark();
  await stage.open("users");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(PAGE_SIZE);
  expect(stage.countAnswers("users.listUsers", mark)).toBe(1);
  // Announcements for screen readers stay for seven seconds, so fast turns of pages add to them.
  const elements = async () =>
    await page.evaluate(() => document.querySelectorAll(":not([data-live-announcer] *)").length);
  await stage.press("Next page");
  await page.getByText("Page 2", { exact: true }).first().waitFor();
  await page.locator('[aria-busy="false"]').waitFor();
  const before = await elements();
  const heapBefore = await heapSize();
  const times: number[] = [];
  const seen = new Set(await rows.allTextContents());
  for (let turn = 1; turn <= TURNS; turn++) {
    const turnMark = stage.mark();
    const first = await rows.first().textContent();
    const began = performance.now();
    await stage.press("Next page");
    await expect.poll(async () => await rows.first().textContent()).not.toBe(first);
    times.push(performance.now() - began);
    expect(await rows.count()).toBe(PAGE_SIZE);
    expect(stage.countAnswers("users.listUsers", turnMark)).toBe(1);
    for (const text of await rows.allTextContents()) seen.add(text);
  }
  // No user is on two pages.
  expect(seen.size).toBe((TURNS + 1) * PAGE_SIZE);
  // Less than one a row: what a page has beside the list, such as a notice.
  expect(Math.abs((await elements()) - before)).toBeLessThan(PAGE_SIZE);
  const growth = ((await heapSize()) - heapBefore) / TURNS;
  const mean = (some: number[]) => some.reduce((sum, each) => sum + each, 0) / some.length;
  const [early, late] = [mean(times.slice(0, 10)), mean(times.slice(-10))];
  console.info(
    `A page of ${PAGE_SIZE} of ${USERS} users: ${early.toFixed(0)} ms early, ${late.toFixed(0)} ms late; ${(growth / 1024).toFixed(0)} KiB more memory a page`,
  );
  // A page of users is 40 KiB of text; a leak of its elements would be ten times as much.
  expect(growth).toBeLessThan(250 * 1024);
});
