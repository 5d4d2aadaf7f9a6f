/** What an app ships that uses the client over HTTP alone, and where that bundle runs. */
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";
import { createContext, runInContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { serve, user } from "./scriptedServer";

const LARGEST_BYTES = 34 * 1024;
const root = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

let bundle: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { BanataAuth } from "./src/index";
        globalThis.connect = (options) => new BanataAuth(options);
      `,
      resolveDir: root,
    },
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    treeShaking: true,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  bundle = outputFiles[0]!.text;
});

test(`with \`new BanataAuth\` over HTTP it has less than ${LARGEST_BYTES / 1024} KiB`, () => {
  expect(Buffer.byteLength(bundle)).toBeLessThan(LARGEST_BYTES);
});

const program = (baseUrl: string) => `(async () => {
  const client = connect({ apiKey: "sk_1", baseUrl: ${JSON.stringify(baseUrl)} });
  const { id, createdAt } = await client.users.getUser("usr_1");
  const error = await client.users.getUser("usr_2").catch((thrown) => thrown);
  return JSON.stringify([id, createdAt.getTime(), error.name, error.status]);
})()`;

describe("runs without Node's globals", () => {
  const script = [
    { body: user() },
    { status: 404, body: { code: "not_found", message: "User not found", status: 404 } },
  ];
  const expected = JSON.stringify([
    "usr_1",
    Date.parse("2026-01-02T03:04:05.678Z"),
    "NotFoundError",
    404,
  ]);

  test("in a worker's runtime", async () => {
    const { baseUrl } = await serve(...script);
    const vm = new EdgeVM();
    vm.evaluate(bundle);
    expect(vm.evaluate<string>("typeof process + typeof Buffer + typeof require")).toBe(
      "undefinedundefinedundefined",
    );
    expect(await vm.evaluate<Promise<string>>(program(baseUrl))).toBe(expected);
  });

  test("with a browser's globals alone", async () => {
    const { baseUrl } = await serve(...script);
    const page = createContext({
      fetch,
      URL,
      URLSearchParams,
      Headers,
      AbortController,
      crypto,
      setTimeout,
      clearTimeout,
      TextEncoder,
      TextDecoder,
    });
    runInContext(bundle, page);
    expect(await (runInContext(program(baseUrl), page) as Promise<string>)).toBe(expected);
  });
});
