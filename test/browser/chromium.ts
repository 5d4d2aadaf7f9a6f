import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** `CHROMIUM_PATH`, or where Debian and others put it; null when there is none. */
export const chromiumPath: string | null =
  [
    process.env.CHROMIUM_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ].find((path) => path !== undefined && existsSync(path)) ?? null;

// What is checked before a merge must not pass because something is missing.
if (chromiumPath === null && process.env.CI)
  throw new Error(
    "The browser tests need a Chromium: apt-get install chromium, or set CHROMIUM_PATH.",
  );

/** Headless. A container's root has no sandbox. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: chromiumPath ?? undefined,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
}
