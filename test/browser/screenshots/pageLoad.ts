/** Loads a page with an empty cache, and measures what was sent and when it could be used. */
import type { BrowserContext, CDPSession, Page } from "playwright-core";

export interface PageLoad {
  readonly requests: number;
  /** As sent: compressed, with the headers. */
  readonly sentBytes: number;
  /** Of the bodies, unpacked. */
  readonly bodyBytes: number;
  /** Since the navigation began: the first paint with text or an image. */
  readonly firstContentMs: number;
  /**
   * Since the navigation began: the heading and every list are painted, and no task over 50 ms
   * follows within a second. The end of the last such task counts, if it is later.
   */
  readonly interactiveMs: number;
}

/** What `observe` collects in the document. */
interface Observed {
  readonly longTasks: { readonly start: number; readonly end: number }[];
  readonly violations: string[];
  /** When the content was first complete; null while something loads. */
  contentAt: number | null;
}

declare global {
  interface Window {
    observed: Observed;
  }
}

const QUIET_MS = 1_000;

/** Runs in every document before its own scripts. */
export async function observeDocuments(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const observed: Observed = { longTasks: [], violations: [], contentAt: null };
    window.observed = observed;
    document.addEventListener("securitypolicyviolation", (event) =>
      observed.violations.push(`${event.violatedDirective}: ${event.blockedURI}`),
    );
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        observed.longTasks.push({ start: startTime, end: startTime + duration });
    }).observe({ type: "longtask", buffered: true });
    const look = () => {
      const isComplete =
        document.querySelector("h1") !== null &&
        document.querySelector('.loading, [aria-busy="true"]') === null;
      if (!isComplete) observed.contentAt = null;
      else observed.contentAt ??= performance.now();
      requestAnimationFrame(look);
    };
    look();
  });
}

export async function measurePageLoad(page: Page, address: string): Promise<PageLoad> {
  const devTools = await page.context().newCDPSession(page);
  const traffic = await countTraffic(devTools);
  try {
    await page.goto(address);
    await page.waitForFunction(
      (quiet) => {
        const { contentAt, longTasks } = window.observed;
        const since = Math.max(contentAt ?? Infinity, longTasks.at(-1)?.end ?? 0);
        return performance.now() - since > quiet;
      },
      QUIET_MS,
      { polling: 100 },
    );
    const times = await page.evaluate(() => {
      const { contentAt, longTasks } = window.observed;
      const [paint] = performance.getEntriesByName("first-contentful-paint");
      const firstContentMs = paint?.startTime ?? NaN;
      const lastTaskMs = longTasks.at(-1)?.end ?? 0;
      // The content is in the document before it is painted.
      const interactiveMs = Math.max(contentAt ?? NaN, lastTaskMs, firstContentMs);
      return { firstContentMs, interactiveMs };
    });
    return { ...traffic(), ...times };
  } finally {
    await devTools.detach();
  }
}

async function countTraffic(devTools: CDPSession) {
  const sum = { requests: 0, sentBytes: 0, bodyBytes: 0 };
  devTools.on("Network.requestWillBeSent", () => void sum.requests++);
  devTools.on("Network.dataReceived", ({ dataLength }) => void (sum.bodyBytes += dataLength));
  devTools.on(
    "Network.loadingFinished",
    ({ encodedDataLength }) => void (sum.sentBytes += encodedDataLength),
  );
  await devTools.send("Network.enable");
  await devTools.send("Network.setCacheDisabled", { cacheDisabled: true });
  return () => sum;
}

/** Of an odd number of loads, each measure by itself. */
export function toMedian(loads: readonly PageLoad[]): PageLoad {
  const median = (name: keyof PageLoad) =>
    loads.map((load) => load[name]).toSorted((a, b) => a - b)[(loads.length - 1) / 2]!;
  return {
    requests: median("requests"),
    sentBytes: median("sentBytes"),
    bodyBytes: median("bodyBytes"),
    firstContentMs: median("firstContentMs"),
    interactiveMs: median("interactiveMs"),
  };
}
