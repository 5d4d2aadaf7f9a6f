/** The logo and the style sheet of a project, and of an auth client, on the hosted pages. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { failureOf } from "../support/transports";
import { begin, engines, neighbour } from "../support/signIn";
import { beginFlow, newApp, openPage, submit } from "../support/hosted";

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

describe("of a client", () => {
  const OWN = "h1 { letter-spacing: 2px }";

  /** A client with branding of its own beside one without, in a project with branding. */
  async function withOwn(branding: object) {
    const scene = await begin(start, {
      features: { hostedUi: true },
      branding: { customCss: CSS, logoUrl: "https://cdn.example.com/logo.png" },
    });
    const plain = await newApp(scene, { name: "Plain" });
    const { clientId } = await newApp(scene, { name: "Shop", branding });
    const open = async (id: string) => await openPage(scene, beginFlow(scene, id).path);
    return { scene, clientId, plain: plain.clientId, open };
  }
  const sheetIn = ({ text }: { readonly text: string }) => {
    const [, href = ""] = /<link rel="stylesheet" href="([^"]*)"/.exec(text) ?? [];
    return href.slice(href.indexOf("/p/")).replaceAll("&amp;", "&");
  };

  test("it wins over the project's on the pages of its flow, and on no others", async () => {
    const { scene, clientId, plain, open } = await withOwn({
      primaryColor: "#0a0b0c",
      logoUrl: "https://shop.example.com/own.svg",
      customCss: OWN,
    });
    const own = await open(clientId);
    expect(own.text).toContain('<img src="https://shop.example.com/own.svg" alt="Shop"');
    expect(own.text).toMatch(/--accent:#0a0b0c/);
    expect(own.response.headers.get("content-security-policy")).toContain(
      "img-src https://shop.example.com;",
    );
    expect(await (await scene.browse(sheetIn(own))).text()).toBe(OWN);
    // The next page of the flow, too.
    const next = await submit(scene, own, { email: scene.ada.email });
    expect([sheetIn(next), next.text.includes("own.svg")]).toEqual([sheetIn(own), true]);
    for (const other of [
      await open(plain),
      await openPage(scene, `/p/${scene.project.id}/logout`),
    ]) {
      expect(other.text).toContain('<img src="https://cdn.example.com/logo.png" alt="test-');
      expect(other.text).not.toContain("#0a0b0c");
      expect(sheetIn(other)).not.toContain("client_id");
      expect(await (await scene.browse(sheetIn(other))).text()).toBe(CSS);
    }
  });

  test("fields that it leaves out are the project's, and an empty one is none", async () => {
    const { clientId, open, scene } = await withOwn({ borderRadius: 3 });
    const shown = await open(clientId);
    expect(shown.text).toMatch(/cdn\.example\.com\/logo\.png[^]*--radius:3px|--radius:3px/);
    expect(shown.text).toContain('<img src="https://cdn.example.com/logo.png" alt="Shop"');
    expect(sheetIn(shown)).not.toContain("client_id");
    await scene.admin.authClients.updateClient({
      ...{ clientId, branding: { customCss: "", logoUrl: "" } },
    });
    const none = await open(clientId);
    expect(none.text).toMatch(/--radius:3px/);
    expect(none.text).not.toMatch(/<link|<img/);
  });

  test("each has an address of its own, and another project's client none here", async () => {
    const { scene, clientId, open } = await withOwn({ customCss: OWN });
    const path = sheetIn(await open(clientId));
    const { searchParams } = new URL(path, "https://runtime.invalid");
    expect([...searchParams.keys()].toSorted()).toEqual(["client_id", "v"]);
    const file = await scene.browse(path);
    expect(file.headers.get("cache-control")).toBe("public, max-age=86400");
    const foreign = await neighbour(scene, { features: { hostedUi: true } });
    const other = await newApp(foreign, { branding: { customCss: "p{color:red}" } });
    for (const id of [other.clientId, "cli_x", clientId.toLowerCase(), "x".repeat(9_000)]) {
      const answer = await scene.browse(path.replace(clientId, id));
      expect([id.slice(0, 9), answer.status]).toEqual([id.slice(0, 9), 404]);
      expect(await answer.text()).not.toContain("color:red");
    }
    await scene.admin.authClients.updateClient({ clientId, disabled: true });
    expect((await scene.browse(path)).status).toBe(404);
  });

  test("it is merged field by field, and removed by null", async () => {
    const { scene, clientId } = await withOwn({ customCss: OWN, darkMode: true });
    const { authClients } = scene.admin;
    const change = async (branding: Parameters<typeof authClients.updateClient>[0]["branding"]) =>
      (await authClients.updateClient({ clientId, branding })).branding;
    const none = { primaryColor: null, bgColor: null, borderRadius: null, font: null };
    const own = { ...none, darkMode: true, customCss: OWN, logoUrl: null };
    expect((await authClients.getClient(clientId)).branding).toEqual(own);
    expect(await change({ font: "Inter", customCss: null })).toEqual({
      ...own,
      ...{ font: "Inter", customCss: null },
    });
    expect(await change({})).toMatchObject({ font: "Inter" });
    const shown = await scene.admin.configuration.getPublicConfig(clientId);
    expect(shown.branding).toMatchObject({ font: "Inter", darkMode: true, customCss: CSS });
    expect(await change({ font: null, darkMode: null })).toBeNull();
    expect(await change({ font: "Inter" })).toMatchObject({ font: "Inter" });
    expect(await change(null)).toBeNull();
  });

  test.each([
    ["customCss", "@import 'https://evil.example/x.css';"],
    ["customCss", "x".repeat(10_001)],
    ["primaryColor", "red;}"],
    ["logoUrl", "javascript:alert(1)"],
    ["borderRadius", 65],
    ["unknown", ""],
  ])("%s: %s is refused, as the project's is", async (field, value) => {
    const scene = await begin(start, { features: { hostedUi: true } });
    const failure = await failureOf(newApp(scene, { branding: { [field]: value } }));
    expect(failure).toMatchObject({ status: 422 });
    expect(JSON.stringify(failure.errors)).toContain(field);
  });
});
