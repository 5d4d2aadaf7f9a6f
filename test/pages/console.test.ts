/** How the runtime serves the console: its document, its assets, and when it does at all. */
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { assets } from "../../convex/component/pages/generated/assets.generated";
import { entry } from "../../convex/component/pages/generated/entry.generated";
import { linkFor, newOperatorEmail } from "../support/operators";
import { httpRuntime, newProject, type HttpRuntime } from "../support/runtime";
import { pathIn } from "../support/visitor";

let runtime: HttpRuntime;
beforeEach(() => {
  runtime = httpRuntime();
  vi.stubEnv("BANATA_AUTH_PAGES", "console");
  return () => vi.unstubAllEnvs();
});

const asset = (name: string) => `/console/assets/${name}`;

test.each(["", "portal", "consoles", undefined])(
  "with BANATA_AUTH_PAGES=%s there is no console",
  async (value) => {
    vi.stubEnv("BANATA_AUTH_PAGES", value);
    for (const path of ["/console", "/console/sign-in", asset(entry.script.file)])
      expect((await runtime.fetch(path)).status, path).toBe(404);
  },
);

test.each(["console", "hosted, console", "console,portal"])(
  "with BANATA_AUTH_PAGES=%s there is one",
  async (value) => {
    vi.stubEnv("BANATA_AUTH_PAGES", value);
    expect((await runtime.fetch("/console")).status).toBe(200);
  },
);

describe("the document", () => {
  test("is the same at every address of the console, and at no other", async () => {
    for (const path of ["/console", "/console/", "/console/projects/proj_1/users"])
      expect((await runtime.fetch(path)).headers.get("content-type"), path).toContain("text/html");
    const project = await newProject(runtime);
    for (const path of ["/consoles", `/p/${project.id}/console`, "/api/auth/console"])
      expect((await runtime.fetch(path)).status, path).toBe(404);
  });

  test("has a policy without inline code, other hosts and frames, and a nonce of its own", async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const response = await runtime.fetch("/console");
      const policy = response.headers.get("content-security-policy")!;
      const [, nonce] = /script-src 'nonce-([\w+/=]{24})' 'strict-dynamic'/.exec(policy)!;
      nonces.add(nonce!);
      expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
      expect(policy.split("; ")).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          `style-src 'nonce-${nonce}'`,
          "img-src 'self'",
          "connect-src 'self'",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "require-trusted-types-for 'script'",
        ]),
      );
      const text = await response.text();
      expect([...text.matchAll(/<(script|style)\b/g)]).toHaveLength(1);
      expect(text).not.toMatch(/\s(style|on\w+)=/);
      expect(text.match(new RegExp(`nonce="${nonce!.replaceAll("+", "\\+")}"`, "g"))).toHaveLength(
        3,
      );
    }
    expect(nonces.size).toBe(3);
  });

  test("is not cached, and opens in a browsing context group of its own", async () => {
    const { headers } = await runtime.fetch("/console");
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "x-content-type-options": "nosniff",
    });
  });

  test("names the admin project once there is one", async () => {
    expect(await (await runtime.fetch("/console")).text()).toContain(
      '<meta name="banata-admin-project" content="" />',
    );
    const { link } = await linkFor(runtime, newOperatorEmail());
    const [, admin] = /\/p\/([^/]+)\//.exec(link)!;
    expect(await (await runtime.fetch("/console")).text()).toContain(
      `<meta name="banata-admin-project" content="${admin}" />`,
    );
  });

  test("answers GET and HEAD only", async () => {
    expect((await runtime.fetch("/console", { method: "HEAD" })).status).toBe(200);
    const refused = await runtime.fetch("/console", { method: "POST", body: "{}" });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("an asset", () => {
  const names = Object.keys(assets);

  test.each(names)(
    "%s is the same with and without compression, and cached for good",
    async (name) => {
      const packed = await runtime.fetch(asset(name), {
        headers: { "accept-encoding": "br, gzip" },
      });
      const plain = await runtime.fetch(asset(name), {
        headers: { "accept-encoding": "identity" },
      });
      expect(packed.headers.get("content-encoding")).toBe("gzip");
      expect(plain.headers.get("content-encoding")).toBe(null);
      expect(packed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      const content = Buffer.from(await plain.arrayBuffer());
      expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).equals(content)).toBe(true);
      // Nothing of another host, and no way around the document's policy.
      expect(content.toString()).not.toMatch(/@import|@font-face|\blocalStorage\b|\beval\(/);
    },
  );

  test.each([
    ["script", entry.script],
    ["style sheet", entry.style],
  ])("the %s is what the document's hash says", async (_what, { file, integrity }) => {
    const response = await runtime.fetch(asset(file));
    const content = Buffer.from(await response.arrayBuffer());
    expect(`sha384-${createHash("sha384").update(content).digest("base64")}`).toBe(integrity);
  });

  test.each(["none.js", "__proto__", "constructor", "toString", "..%2fconsole"])(
    "%s is not found",
    async (name) => {
      expect((await runtime.fetch(asset(name))).status).toBe(404);
    },
  );

  test.each([
    ["gzip;q=0", null],
    ["gzip; q=0.000", null],
    ["", null],
    ["GZIP", "gzip"],
    ["br;q=1, gzip;q=0.5", "gzip"],
    ["*", "gzip"],
  ])("accept-encoding %s gives %s", async (accepted, expected) => {
    const response = await runtime.fetch(asset(entry.icon), {
      headers: { "accept-encoding": accepted },
    });
    expect(response.headers.get("content-encoding")).toBe(expected);
  });
});

test("an operator's link leads to the console", async () => {
  const { link } = await linkFor(runtime, newOperatorEmail());
  const response = await runtime.fetch(pathIn(link), {
    method: "POST",
    headers: { origin: runtime.origin },
  });
  expect([response.status, response.headers.get("location")]).toEqual([303, "/console"]);
  expect(response.headers.get("set-cookie")).toContain("SameSite=Strict");
});
