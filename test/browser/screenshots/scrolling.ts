/** How smoothly a list scrolls: by the wheel, through several of its pages. */
import type { Page } from "playwright-core";

export interface Scrolling {
  readonly frames: number;
  /** The longest time between two frames. */
  readonly longestFrameMs: number;
  /** Zero when no task took more than 50 ms. */
  readonly longestTaskMs: number;
}

const WHEEL_TURNS = 60;

/** Scrolls the open list down and up again, one wheel turn a frame. */
export async function scrollList(page: Page): Promise<Scrolling> {
  const recording = page.evaluate(
    async () =>
      await new Promise<Scrolling>((resolve) => {
        const began = performance.now();
        let [frames, longestFrameMs, last] = [0, 0, began];
        const step = (now: number) => {
          longestFrameMs = Math.max(longestFrameMs, now - last);
          last = now;
          frames++;
          if (!document.documentElement.dataset.scrolled) return requestAnimationFrame(step);
          delete document.documentElement.dataset.scrolled;
          const tasks = window.observed.longTasks.filter(({ start }) => start >= began);
          const longestTaskMs = Math.max(0, ...tasks.map(({ start, end }) => end - start));
          return resolve({ frames, longestFrameMs, longestTaskMs });
        };
        requestAnimationFrame(step);
      }),
  );
  await page.mouse.move(640, 400);
  for (let turn = 0; turn < WHEEL_TURNS; turn++) {
    await page.mouse.wheel(0, turn < WHEEL_TURNS / 2 ? 120 : -120);
    await page.evaluate(async () => await new Promise(requestAnimationFrame));
  }
  await page.evaluate(() => void (document.documentElement.dataset.scrolled = "yes"));
  return await recording;
}

/** The worst of several. */
export const toWorst = (some: readonly Scrolling[]): Scrolling => ({
  frames: some.reduce((sum, { frames }) => sum + frames, 0),
  longestFrameMs: Math.max(...some.map(({ longestFrameMs }) => longestFrameMs)),
  longestTaskMs: Math.max(...some.map(({ longestTaskMs }) => longestTaskMs)),
});
