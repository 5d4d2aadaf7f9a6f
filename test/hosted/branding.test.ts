/** The logo and the style sheet of a project on its hosted pages. */
import { beforeEach, expect, test, vi } from "vitest";
import { begin, engines, neighbour } from "../support/signIn";
import { beginFlow, newApp, openPage } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;
const CSS = "main { border-style: dashed }";

async function branded() {
  const scene = await begin(start, {
    features: { hostedUi: true },
    branding: { customCss: CSS, logoUrl: "https://cdn.example.com/logo.png" },
  });
  const { clientId } = await newApp(scene);
  const shown = await openPage(scene, beginFlow(scene, clientId).path);
  const [, href = ""] = /<link rel="stylesheet" href="([^"]*)"/.exec(shown.text) ?? [];
  return { scene, shown, path: href.slice(href.indexOf("/p/")) };
}

test("the style sheet is a file of its own, which the policy allows and nothing else", async () => {
  const { scene, shown, path } = await branded();
  expect(shown.text).not.toContain(CSS);
  expect(shown.response.headers.get("content-security-policy")).toMatch(
    /style-src 'nonce-[^']*' 'self'; img-src https:\/\/cdn\.example\.com;/,
  );
  const file = await scene.browse(path);
  expect(await file.text()).toBe(CSS);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    "content-type": "text/css; charset=utf-8",
    "cache-control": "public, max-age=86400",
    "x-content-type-options": "nosniff",
  });
});

test("a new one has another address, and the old address is not kept", async () => {
  const { scene, path } = await branded();
  await scene.admin.configuration.saveDashboardConfig({ branding: { customCss: "p{margin:0}" } });
  const { text } = await openPage(scene, `/p/${scene.project.id}/logout`);
  expect(text).toMatch(/hosted\/custom\.css/);
  expect(text).not.toContain(path);
  const old = await scene.browse(path);
  expect([await old.text(), old.headers.get("cache-control")]).toEqual(["p{margin:0}", "no-store"]);
});

test("the logo is an image with the project's name", async () => {
  const { shown } = await branded();
  expect(shown.text).toContain(`<img src="https://cdn.example.com/logo.png" alt="test-`);
});

test("without branding there is neither, and another project's is not shown", async () => {
  const { scene } = await branded();
  const other = await neighbour(scene, { features: { hostedUi: true } });
  const shown = await openPage(other, `/p/${other.project.id}/logout`);
  expect(shown.text).not.toMatch(/<link|<img/);
  expect(shown.response.headers.get("content-security-policy")).not.toMatch(
    /img-src|style-src [^;]*'self'/,
  );
  expect(await (await other.browse(`/p/${other.project.id}/hosted/custom.css`)).text()).toBe("");
});

test("the style sheet of a project that turned the pages off is not served", async () => {
  const { scene, path } = await branded();
  await scene.admin.configuration.saveDashboardConfig({ features: { hostedUi: false } });
  const file = await scene.browse(path);
  expect([file.status, await file.text()]).not.toContain(CSS);
});

test.each(["@import 'https://evil.example/x.css';", "p{background:url(//evil.example)}"])(
  "%s is refused as a setting",
  async (customCss) => {
    const { scene } = await branded();
    await expect(
      scene.admin.configuration.saveDashboardConfig({ branding: { customCss } }),
    ).rejects.toThrow(/customCss/);
  },
);
