/**
 * The Chromium of the browser tests: `CHROMIUM_PATH`, else one in `PATH`, else the one that an npm
 * package carries.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const PACKAGE = join(import.meta.dirname, "../../node_modules/@sparticuz/chromium");
/** A new version of the package replaces it. */
const UNPACKED = join(PACKAGE, "unpacked");
const decompress = promisify(brotliDecompress);

/**
 * Starts a Chromium for the tests of a file, with more arguments if it needs them. Where none starts,
 * the tests are skipped and the end of the run says why; in CI they fail.
 */
export function useChromium(
  moreArguments: () => Promise<readonly string[]> = async () => [],
): () => Browser {
  let browser: Browser | undefined;
  let failure = "";
  beforeAll(async () => {
    try {
      browser = await launchChromium(await moreArguments());
    } catch (error) {
      // What is checked before a merge must not pass because something is missing.
      if (process.env.CHROMIUM_PATH || process.env.CI || !(error instanceof Error)) throw error;
      failure = error.message;
    }
  });
  afterAll(async () => await browser?.close());
  beforeEach(({ skip }) => skip(browser === undefined, failure));
  return () => {
    if (browser === undefined) throw new Error(failure);
    return browser;
  };
}

async function launchChromium(more: readonly string[]): Promise<Browser> {
  const failures: string[] = [];
  for (const candidate of candidates())
    try {
      const { args = [], ...options } = await candidate();
      return await chromium.launch({ ...options, args: [...args, ...more] });
    } catch (error) {
      failures.push(firstComplaint(error));
    }
  const details = failures.length > 0 ? ` that starts (${failures.join("; ")})` : "";
  throw new Error(`no Chromium${details}; set CHROMIUM_PATH`);
}

function candidates(): (() => LaunchOptions | Promise<LaunchOptions>)[] {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  if (CHROMIUM_PATH) return [() => installed(CHROMIUM_PATH)];
  const found = PATH.split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .filter((path) => existsSync(path))
    .map((path) => () => installed(path));
  return process.platform === "linux" && process.arch === "x64" ? [...found, carried] : found;
}

/** A container's root has no sandbox. */
const installed = (executablePath: string): LaunchOptions => ({
  executablePath,
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});

/**
 * The package's Chromium, with the libraries it needs besides the C library: a container has none.
 * It comes without the sandbox's helper, and opens pages of the tests only.
 */
async function carried(): Promise<LaunchOptions> {
  if (!existsSync(UNPACKED)) await unpack();
  return {
    executablePath: join(UNPACKED, "chromium"),
    args: ["--no-sandbox"],
    env: { ...process.env, LD_LIBRARY_PATH: join(UNPACKED, "lib") },
  };
}

/**
 * By ourselves: the package unpacks into the temporary directory of all programs, and takes what is
 * half written there for complete when two files' tests start at once.
 */
async function unpack(): Promise<void> {
  const partial = await mkdtemp(`${UNPACKED}-`);
  const read = async (name: string) =>
    await decompress(await readFile(join(PACKAGE, "bin", `${name}.br`)));
  try {
    await writeFile(join(partial, "chromium"), await read("chromium"), { mode: 0o755 });
    execFileSync("tar", ["-x", "-C", partial], { input: await read("al2023.tar") });
    await rename(partial, UNPACKED);
  } catch (error) {
    if (!existsSync(UNPACKED)) throw error; // else another file's tests were first
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** What the browser printed, else the first line. Playwright adds a log of many lines. */
function firstComplaint(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /\[err\] (.+)/.exec(text)?.[1] ?? text.split("\n", 1).join();
}
