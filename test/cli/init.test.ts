/** `banata-auth init`, run in apps as they come. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  authConfig,
  authFunctions,
  convexConfig,
  DEFAULT_MOUNT,
  liveFunctions,
} from "../../src/cli/init/appFiles";
import { addComponent } from "../../src/cli/init/configEdit";
import { repository } from "../support/deployment";

// Bundled, because it is started many times.
let cli: string;
beforeAll(async () => {
  cli = join(await mkdtemp(join(tmpdir(), "banata-cli-")), "cli.mjs");
  await build({
    entryPoints: [join(repository, "src/cli/index.ts")],
    outfile: cli,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["@banata-auth/local"],
  });
});
afterAll(async () => await rm(dirname(cli), { recursive: true }));

let app: string;
beforeEach(async () => {
  app = await mkdtemp(join(tmpdir(), "banata-init-"));
});
afterEach(async () => await rm(app, { recursive: true }));

const manifest = (dependencies: object = { typescript: "5.9.3" }) =>
  `${JSON.stringify({ name: "app", dependencies }, null, 2)}\n`;

async function write(files: { readonly [path: string]: string }): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(app, path)), { recursive: true });
    await writeFile(join(app, path), text);
  }
}

const read = async (path: string) => await readFile(join(app, path), "utf8");

async function run(...args: string[]): Promise<{ exitCode: number; output: string }> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { cwd: app }, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
  });
}

const init = async (...args: string[]) => await run("init", ...args);

/** The code blocks that the README and the guides show for a file of an app. */
async function shownBlocks(path: string): Promise<string[]> {
  const docs = (await readdir(join(repository, "docs"))).filter((name) => name.endsWith(".md"));
  const find = async (page: string) =>
    [
      ...(await readFile(join(repository, page), "utf8")).matchAll(
        /^<!-- (?:app|file): (.+) -->\n\n```\w+\n([^]*?)^```$/gm,
      ),
    ].flatMap(([, shown, code = ""]) => (shown === path ? [code] : []));
  const inReadme = await find("README.md");
  if (inReadme.length > 0) return inReadme;
  return (await Promise.all(docs.map((name) => find(`docs/${name}`)))).flat();
}

test.each([
  ["convex/convex.config.ts", convexConfig],
  ["convex/auth.config.ts", authConfig(DEFAULT_MOUNT)],
  ["convex/auth.ts", authFunctions],
  ["convex/live.ts", liveFunctions],
])("it writes %s as the documentation shows it", async (path, text) => {
  expect([...new Set(await shownBlocks(path))]).toEqual([text]);
});

describe("in an app without a Convex folder", () => {
  test("it shows the files, and writes them only with --yes", async () => {
    await write({ "package.json": manifest() });
    const shown = await init();
    expect(shown.exitCode).toBe(1);
    expect(shown.output).toContain("convex/convex.config.ts (new)\n  + import banataAuth from");
    expect(shown.output).toContain(
      "Nothing was written. To write these files, run: npx banata-auth init --yes",
    );
    expect(await readdir(app)).toEqual(["package.json"]);

    const written = await init("--yes");
    expect(written.exitCode).toBe(0);
    expect(written.output).toContain(
      "Next:\n  npm install @banata-auth/convex convex\n  npm install --save-dev @banata-auth/local @types/node\n  npx banata-auth dev\n",
    );
    expect(await read("convex/convex.config.ts")).toBe(convexConfig);
    expect(await read("convex/auth.config.ts")).toBe(authConfig("/banata"));
    expect(await read("convex/auth.ts")).toBe(authFunctions);
    expect(await read("convex/live.ts")).toBe(liveFunctions);

    expect(await init()).toEqual({
      exitCode: 0,
      output: expect.stringMatching(
        /^convex\/convex\.config\.ts: already there\n[^]*The runtime is already installed\./,
      ),
    });
  });

  test.each([
    [
      "the functions folder of convex.json",
      { "convex.json": '{ "functions": "./backend/convex/" }' },
      "backend/convex",
    ],
    [
      "the one of create-react-app",
      { "package.json": manifest({ "react-scripts": "5.0.1", typescript: "5" }) },
      "src/convex",
    ],
  ])("it takes %s", async (_, files, folder) => {
    await write({ "package.json": manifest(), ...files });
    expect((await init("--yes")).exitCode).toBe(0);
    expect((await readdir(join(app, folder))).toSorted()).toEqual([
      "auth.config.ts",
      "auth.ts",
      "convex.config.ts",
      "live.ts",
    ]);
  });

  test("without TypeScript it writes JavaScript and does not ask for types", async () => {
    await write({ "package.json": manifest({ convex: "1" }) });
    expect((await init("--yes")).output).not.toContain("@types/node");
    expect((await readdir(join(app, "convex"))).toSorted()).toEqual([
      "auth.config.js",
      "auth.js",
      "convex.config.js",
      "live.js",
    ]);
  });

  test("it ends lines as the app does", async () => {
    await write({ "package.json": manifest().replaceAll("\n", "\r\n") });
    await init("--yes");
    for (const name of await readdir(join(app, "convex")))
      expect(await read(`convex/${name}`)).not.toMatch(/(?<!\r)\n/);
  });

  test.each([
    ["no package.json", {}, /has no package\.json\. Run this command in the directory/],
    ["a package.json that is not JSON", { "package.json": "{" }, /^package\.json cannot be read: /],
    [
      "a convex.json of another shape",
      { "package.json": manifest(), "convex.json": '{ "functions": 3 }' },
      /^convex\.json cannot be read: /,
    ],
  ])("it says what is wrong with %s, without a stack", async (_, files, message) => {
    await write(files);
    const { exitCode, output } = await init("--yes");
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: expect.stringMatching(message) });
    expect(output).not.toContain("    at ");
  });

  test("--provider adds the React provider of an app with Vite, and is refused in others", async () => {
    await write({ "package.json": manifest({ vite: "8", typescript: "5" }) });
    const { output } = await init("--yes", "--provider");
    expect(output).toContain("Created src/AuthProvider.tsx");
    expect(output).toContain("Wrap your app in <AuthProvider> of src/AuthProvider.tsx");
    expect(await read("src/AuthProvider.tsx")).toContain(
      "baseUrl={import.meta.env.VITE_BANATA_URL}",
    );
    await write({ "package.json": manifest({ next: "16" }) });
    expect(await init("--yes", "--provider")).toEqual({
      exitCode: 1,
      output: "--provider is for apps that have vite in their package.json.\n",
    });
  });
});

describe("in an app with files of its own", () => {
  const own = {
    "package.json": manifest(),
    "convex/convex.config.ts": `import { defineApp } from "convex/server";
import rateLimiter from "@convex-dev/rate-limiter/convex.config";

const app = defineApp();
app.use(rateLimiter);

export default app;
`,
  };

  test("it adds the component to the others", async () => {
    await write(own);
    const { exitCode, output } = await init("--yes");
    expect(exitCode).toBe(0);
    expect(output).toContain(
      "  - const app = defineApp();\n  + const app = defineApp({\n  +   env: {",
    );
    expect(await read("convex/convex.config.ts")).toBe(`import { defineApp } from "convex/server";
import rateLimiter from "@convex-dev/rate-limiter/convex.config";
import banataAuth from "@banata-auth/convex/convex.config";
import { v } from "convex/values";

const app = defineApp({
  env: {
    BANATA_AUTH_SECRET: v.string(),
    BANATA_AUTH_CLIENT_ADDRESS: v.optional(v.string()),
    BANATA_AUTH_PAGES: v.optional(v.string()),
    BANATA_AUTH_CONSOLE_ORIGIN: v.optional(v.string()),
    BANATA_AUTH_LIVE_FUNCTION: v.optional(v.string()),
  },
});
app.use(rateLimiter);

app.use(banataAuth, {
  httpPrefix: "/banata/",
  env: {
    BANATA_AUTH_SECRET: app.env.BANATA_AUTH_SECRET,
    BANATA_AUTH_CLIENT_ADDRESS: app.env.BANATA_AUTH_CLIENT_ADDRESS,
    BANATA_AUTH_PAGES: app.env.BANATA_AUTH_PAGES,
    BANATA_AUTH_CONSOLE_ORIGIN: app.env.BANATA_AUTH_CONSOLE_ORIGIN,
    BANATA_AUTH_LIVE_FUNCTION: app.env.BANATA_AUTH_LIVE_FUNCTION,
  },
});

export default app;
`);
    expect((await init()).exitCode).toBe(0);
  });

  test("it replaces none, prints what to add, and writes the rest", async () => {
    const files = {
      ...own,
      "convex/auth.config.ts": `export default { providers: [{ domain: "https://clerk.example.com", applicationID: "convex" }] };\n`,
      "convex/auth.ts": `export const { auth } = convexAuth({ providers: [] });\n`,
      "convex/live.ts": `export const score = 1;\n`,
    };
    await write(files);
    const { exitCode, output } = await init("--yes");
    expect(exitCode).toBe(1);
    expect(output).toContain(
      "convex/auth.config.ts has providers of its own. Add this one to its list:",
    );
    expect(output).toContain("convex/auth.ts has content of its own.");
    expect(output).toContain("convex/live.ts has content of its own.");
    expect(output).toContain("Changed convex/convex.config.ts");
    for (const path of ["convex/auth.config.ts", "convex/auth.ts", "convex/live.ts"] as const)
      expect(await read(path)).toBe(files[path]);
  });

  test("tokens are issued at the path of an installation that is there", async () => {
    const mounted = convexConfig.replace("/banata/", "/auth/v1/");
    await write({ ...own, "convex/convex.config.ts": mounted });
    expect((await init("--yes")).exitCode).toBe(0);
    expect(await read("convex/convex.config.ts")).toBe(mounted);
    expect(await read("convex/auth.config.ts")).toBe(authConfig("/auth/v1"));
  });

  test("an installation without a path for HTTP is named", async () => {
    await write({
      ...own,
      "convex/convex.config.ts": convexConfig.replace('  httpPrefix: "/banata/",\n', ""),
    });
    const { exitCode, output } = await init("--yes");
    expect(exitCode).toBe(1);
    expect(output).toContain('add to its app.use(…):\n\n  httpPrefix: "/banata/",');
  });
});

describe("a convex.config.ts is edited when the edit is certain", () => {
  const declarations = `  env: {
    BANATA_AUTH_SECRET: v.string(),
    BANATA_AUTH_CLIENT_ADDRESS: v.optional(v.string()),
    BANATA_AUTH_PAGES: v.optional(v.string()),
    BANATA_AUTH_CONSOLE_ORIGIN: v.optional(v.string()),
    BANATA_AUTH_LIVE_FUNCTION: v.optional(v.string()),
  },
`;
  const plain = `import { defineApp } from "convex/server";\n\nconst app = defineApp();\n\nexport default app;\n`;

  test.each<[string, string]>([
    ["another name for the app", plain.replaceAll(/\bapp\b/g, "root")],
    ["Windows newlines", plain.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${plain}`],
    ["single quotes and no semicolons", plain.replaceAll('"', "'").replaceAll(";", "")],
    [
      "comments that look like code",
      `// export default app;\n/* const app = defineApp(); */\n${plain}`,
    ],
    ["an import over several lines", plain.replace("{ defineApp }", "{\n  defineApp,\n}")],
    ["an import of v", `import { v } from "convex/values";\n${plain}`],
  ])("%s", (_, text) => {
    const edited = addComponent(text);
    // Removing what was added gives the original, line by line.
    const name = text.includes("root") ? "root" : "app";
    expect(edited?.replaceAll("\r\n", "\n")).toContain(
      `const ${name} = defineApp({\n${declarations}})`,
    );
    expect(edited).toContain(`${name}.use(banataAuth, {`);
    expect(edited!.match(/import \{ v \} from "convex\/values"/g)).toHaveLength(1);
    const added =
      /^(import banataAuth .*|import \{ v \} from "convex\/values";|\w+\.use\(banataAuth, \{|  httpPrefix: .*|  env: \{|    BANATA_.*: \w+\.env\..*|  \},|\}\);)\r?\n/gm;
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    const before = edited!
      .replace(`{${newline}${declarations.replaceAll("\n", newline)}}`, "")
      .replaceAll(added, "");
    const lines = (code: string) =>
      code
        .replaceAll(/^import \{ v \}.*\n/gm, "")
        .split("\n")
        .filter((line) => line.trim() !== "");
    expect(lines(before)).toEqual(lines(text));
    if (text.includes("\r\n")) expect(edited).not.toMatch(/(?<!\r)\n/);
  });

  test.each<[string, string]>([
    ["an app with arguments", plain.replace("defineApp()", "defineApp({ httpPrefix: '/api/' })")],
    ["two apps", plain.replace("\n\nexport", "\nconst other = defineApp();\n\nexport")],
    [
      "an export of something else",
      plain.replace("export default app", "export default wrap(app)"),
    ],
    ["an export of another app", plain.replace("default app", "default other")],
    [
      "an app that a function creates",
      plain.replace("const app = defineApp()", "const app = create(defineApp)"),
    ],
    ["an indented app", plain.replace("const app", "  const app")],
    ["a variable v", plain.replace("const app", "const v = 1;\nconst app")],
    [
      "an import of v under another name",
      `import { v as values } from "convex/values";\nconst v = 1;\n${plain}`,
    ],
    ["a variable banataAuth", plain.replace("const app", "const banataAuth = 1;\nconst app")],
    [
      "an app only in a comment",
      plain.replace("const app = defineApp();", "// const app = defineApp();"),
    ],
    ["a regular expression", plain.replace("const app", "const pattern = /'/;\nconst app")],
    ["a string that does not end", plain.replace('"convex/server"', '"convex/server')],
    ["nothing", ""],
  ])("and not when it is not: %s", (_, text) => {
    expect(addComponent(text)).toBeNull();
  });
});

test("the first word of a command lists what it can do", async () => {
  const { exitCode, output } = await run("operator");
  expect(exitCode).toBe(1);
  expect(output).toContain("operator create");
  expect(output).not.toContain("key create");
  expect((await run("--help")).output).toContain("key create");
});
