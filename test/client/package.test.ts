import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

describe("what a user of the client gets", () => {
  test("loads no schema library, no function of the runtime, and the password hash only when it is needed", async () => {
    const { metafile } = await build({
      entryPoints: ["src/index.ts"],
      absWorkingDir: root,
      outdir: "out",
      write: false,
      metafile: true,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      external: ["better-auth", "bcryptjs"],
    });
    const entry = Object.values(metafile.outputs).find(
      ({ entryPoint }) => entryPoint === "src/index.ts",
    )!;
    const loaded = new Set<string>();
    const load = (output: (typeof metafile.outputs)[string]) => {
      for (const input of Object.keys(output.inputs)) loaded.add(input);
      for (const { path, kind } of output.imports)
        if (kind === "import-statement" && metafile.outputs[path]) load(metafile.outputs[path]);
    };
    load(entry);
    const ofRuntime = [...loaded].filter((path) => path.startsWith("convex/")).sort();
    expect(ofRuntime).toEqual([
      "convex/component/api/manifest.generated.ts",
      "convex/component/core/apiKey.ts",
      "convex/component/core/errors.ts",
      "convex/component/core/permissions.ts",
      // What `contractFunctions` checks of an input before it is written again.
      "convex/component/core/requestLimits.ts",
      "convex/component/core/storableJson.ts",
      "convex/component/core/text.ts",
    ]);
    expect([...loaded].filter((path) => /node_modules\/(?!convex\/)/.test(path))).toEqual([]);
  });

  test("reads the contract's docstring at each method, also under a second name of its group", () => {
    const hover = hoverIn(`
      import { BanataAuth } from "../../src/index";
      const client = new BanataAuth("sk_1");
      client.users.createUser; client.users.listUsers; client.userManagement.getUser; client.apiKeys.create;
    `);
    expect(hover("createUser")).toMatch(/^Creates a user/);
    expect(hover("listUsers")).toMatch(/^Lists the project's users/);
    expect(hover("getUser")).toMatch(/^Returns a user/);
    expect(hover("create;")).toBe("The same as `createKey`.");
  });
});

/** What an editor shows in this file beside these tests where the text first stands. */
function hoverIn(source: string): (text: string) => string {
  const file = `${root}/test/client/hover.ts`;
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const textOf = (path: string) =>
    path === file ? source : ts.sys.fileExists(path) ? readFileSync(path, "utf8") : undefined;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => {
      const text = textOf(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => ({ ...options, types: ["node"] }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: textOf,
  });
  return (text) =>
    ts.displayPartsToString(
      service.getQuickInfoAtPosition(file, source.indexOf(`.${text}`) + 1)?.documentation,
    );
}
