import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listAddedPackages, measureFiles } from "../../scripts/installedWeight";
import { BanataAuth } from "../../src";
import { linksIn } from "../docs/referencePages";
import { readBlocks, writeBlock } from "../start/guides";
import { collect, shell, terminalEnvironment } from "../start/shell";
import { startApp } from "../start/startedApp";
import { installApp, type InstalledApp } from "./installedApp";

// One app for the file: packing builds. The tests run in order.
let app: InstalledApp;
let local: ChildProcess;
let deployment: { cloudUrl: string; siteUrl: string; adminKey: string };
/** What the guides' commands have made. */
const made = { project: "", key: "" };

/** In the app, with the CLI's rights on the local deployment. */
const run = (line: string) =>
  shell(line, app.directory, {
    CONVEX_SELF_HOSTED_URL: deployment.cloudUrl,
    CONVEX_SELF_HOSTED_ADMIN_KEY: deployment.adminKey,
    PROJECT: made.project,
  });

beforeAll(async () => {
  app = await installApp();
  local = spawn(process.execPath, ["local.mjs"], {
    cwd: app.directory,
    env: terminalEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collect(local);
  await new Promise<void>((resolve, reject) => {
    local.stdout!.once("data", () => resolve());
    local.once("exit", () => reject(new Error(output())));
  });
  deployment = JSON.parse(output()) as typeof deployment; // printed by local.mjs
}, 600_000); // builds both packages

afterAll(async () => {
  // Not there when the set-up failed, whose error is the one to show.
  local?.kill("SIGTERM");
  await app?.remove();
});

const DEPLOYMENT = "docs/deployment.md";
const packages = ["convex", "local"] as const;
type PackageName = (typeof packages)[number];

test.each([
  [
    "convex",
    /^(package\.json|README\.md|LICENSE|openapi\.json|llms\.txt|docs\/([\w-]+|reference\/\w+)\.md|dist\/(src|convex\/component)\/[\w./-]+\.(js|js\.map|d\.ts)|dist\/src\/test\.ts)$/,
  ],
  ["local", /^(package\.json|README\.md|LICENSE|dist\/[\w./-]+\.(js|js\.map|d\.ts))$/],
] as const)(
  "the tarball of %s holds its build, and nothing of tests, secrets or the other package",
  (name, expected) => {
    const { files } = app[name];
    expect(files.filter((path) => !expected.test(path))).toEqual([]);
    expect(
      files.filter((path) => /\.test\.|fixture|\.env|local\.json|\.banata|\.pem|\.key$/.test(path)),
    ).toEqual([]);
    expect(files.filter((path) => /(^|\/)local\//.test(path))).toEqual([]);
    for (const path of files)
      expect([
        path,
        /\b(sk|whsec)_\w*[A-Za-z0-9]{32}\b|local\|[0-9a-f]{64}/.test(read(name, path)),
      ]).toEqual([path, false]);
  },
);

test("the guides and references that the README links to are in the tarball", () => {
  const linked = linksIn(read("convex", "README.md"))
    .map((link) => link.split("#", 1).join())
    .filter((path) => /^(docs\/|openapi)/.test(path));
  expect(linked.length).toBeGreaterThan(10);
  expect(linked.filter((path) => !app.convex.files.includes(path))).toEqual([]);
});

test.each(packages)("no module of %s names a source map that is missing", (name) => {
  const { files } = app[name];
  const maps = files.filter((path) => path.endsWith(".map"));
  const named = files
    .filter((path) => path.endsWith(".js") && read(name, path).includes("//# sourceMappingURL="))
    .map((path) => `${path}.map`);
  expect(named.length).toBeGreaterThan(0);
  expect(named.toSorted()).toEqual(maps.toSorted());
});

test("only modules behind an export have source maps", () => {
  const maps = app.convex.files.filter((path) => path.endsWith(".map"));
  expect(maps).toContain("dist/src/index.js.map");
  expect(maps.filter((path) => /^dist\/(src\/cli|convex\/component\/users)\//.test(path))).toEqual(
    [],
  );
});

test.each([
  ["convex", 8],
  ["local", 2],
] as const)("what %s exports exists", (name, atLeast) => {
  const { exports, bin = {} } = readManifest(name);
  const paths = [
    ...JSON.stringify([exports, bin]).matchAll(/"((?:\.\/)?(?:dist|src|package)[^"]*)"/g),
  ].map(([, path]) => path!.replace("./", ""));
  expect(paths.length).toBeGreaterThan(atLeast);
  expect(paths.filter((path) => !app[name].files.includes(path))).toEqual([]);
});

test("the package adds at most 59 packages and 62 MB to an app", () => {
  const added = listAddedPackages();
  const own = measureFiles(
    app.convex.files.map((path) => statSync(join(app.convex.directory, path)).size),
  );
  expect(added.length + 1).toBeLessThanOrEqual(59);
  expect(added.reduce((sum, { bytes }) => sum + bytes, own) / 1e6).toBeLessThan(62);
});

test.each(packages)("the app has the lowest version of convex that %s allows", (name) => {
  const lowest = readFileSync(join(app.directory, "node_modules/convex/package.json"), "utf8");
  const { version } = JSON.parse(lowest) as { version: string }; // npm's shape
  expect(readManifest(name).peerDependencies).toMatchObject({ convex: `^${version}` });
});

test.each(packages)("installing %s runs none of its scripts", (name) => {
  // `prepare` runs in a checkout only.
  expect(
    Object.keys(readManifest(name).scripts ?? {}).filter((script) =>
      /^(pre|post)?install$/.test(script),
    ),
  ).toEqual([]);
});

test.each(packages)(
  "the build of %s imports files that are there, declared dependencies, and in the component nothing of Node",
  (name) => {
    const { dependencies, peerDependencies } = readManifest(name);
    const declared = Object.keys({ ...dependencies, ...peerDependencies });
    const wrong = [];
    for (const path of app[name].files.filter((file) => /^dist.*\.(js|d\.ts)$/.test(file))) {
      for (const { fileName: imported } of ts.preProcessFile(read(name, path)).importedFiles) {
        const found = imported.startsWith(".")
          ? existsSync(
              join(
                app[name].directory,
                dirname(path),
                path.endsWith(".d.ts") ? imported.replace(/\.js$/, ".d.ts") : imported,
              ),
            )
          : declared.some((each) => imported === each || imported.startsWith(`${each}/`)) ||
            (isBuiltin(imported) && !path.startsWith("dist/convex/"));
        if (!found) wrong.push([path, imported]);
      }
    }
    expect(wrong).toEqual([]);
  },
);

const blocks = readBlocks();

test.each([
  ...blocks.filter(({ kind }) => kind === "app"),
  // The commands of other guides need what those of this one make.
  ...blocks
    .filter(({ kind }) => kind === "app run")
    .toSorted((a, b) => Number(b.document === DEPLOYMENT) - Number(a.document === DEPLOYMENT)),
])(
  "$document, $section: $kind $about",
  async (block) => {
    if (block.kind === "app") return await writeBlock(block, app.directory);
    const { exitCode, output } = await run(block.code);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringContaining(block.about),
    });
    if (/project create/.test(block.code)) made.project = /"id": "(proj_\w+)"/.exec(output)![1]!;
    if (/--permission/.test(block.code)) made.key = /"key": "(sk_live_\w+)"/.exec(output)![1]!;
  },
  300_000,
);

test("the runtime answers under its mount, and the app's own routes and functions beside it", async () => {
  const client = new BanataAuth({ apiKey: made.key, baseUrl: `${deployment.siteUrl}/banata` });
  const user = await client.users.createUser({ email: "ada@example.com", name: "Ada" });
  expect(await client.users.getUser(user.id)).toEqual(user);
  await expect(client.users.deleteUser(user.id)).rejects.toMatchObject({ status: 403 });
  expect(await (await fetch(`${deployment.siteUrl}/hello`)).text()).toBe("hello from the app");
  expect(await new ConvexHttpClient(deployment.cloudUrl).query(anyApi.notes!.count!, {})).toBe(0);
});

test("the app's Node file is handed over, and SMTP is there to choose", async () => {
  const { key } = JSON.parse(
    (
      await run(
        'npx convex run --component banataAuth setup:createKey "{\\"projectId\\":\\"$PROJECT\\",\\"name\\":\\"mail\\"}"',
      )
    ).output,
  ) as { key: string }; // setup's answer
  const { emails } = new BanataAuth({ apiKey: key, baseUrl: `${deployment.siteUrl}/banata` });
  const choice = {
    provider: "smtp" as const,
    host: "smtp.example.com",
    fromEmail: "hello@example.com",
  };
  await expect(emails.saveProvider(choice)).rejects.toMatchObject({
    status: 409,
    code: "not_available",
  });
  expect(await run("npx convex run mail:registerNode")).toMatchObject({ exitCode: 0 });
  expect(await emails.saveProvider(choice)).toMatchObject({
    host: "smtp.example.com",
    port: 587,
    secure: false,
  });
  await emails.saveProvider({ provider: null });
});

test("in process, what the app and the runtime do is one transaction", async () => {
  expect(await run('npx convex env set BANATA_PROJECT_ID "$PROJECT"')).toMatchObject({
    exitCode: 0,
  });
  const app_ = new ConvexHttpClient(deployment.cloudUrl, { logger: false });
  const author: unknown = await app_.mutation(anyApi.notes!.write!, {
    email: "grace@example.com",
    text: "first",
  });
  await expect(
    app_.mutation(anyApi.notes!.write!, { email: "joan@example.com", text: "" }),
  ).rejects.toThrow("An empty note");
  expect(await app_.query(anyApi.notes!.count!, {})).toBe(1);
  const client = new BanataAuth({ apiKey: made.key, baseUrl: `${deployment.siteUrl}/banata` });
  const { data } = await client.users.listUsers({ order: "asc" });
  expect(data.map(({ email }) => email)).toEqual(["ada@example.com", "grace@example.com"]);
  expect(data[1]!.id).toBe(author);
});

test("commands say what is wrong", async () => {
  const taken = await run("npx banata-auth project create --name Again --slug my-app");
  expect(taken).toEqual({
    exitCode: 1,
    output: "A project with this slug already exists\n  slug: Already used by another project\n",
  });
  expect(await run("npx banata-auth key create --name x")).toEqual({
    exitCode: 1,
    output: "Missing required option --project.\n",
  });
  expect((await run("npx banata-auth key create --project proj_none --name x")).output).toBe(
    "Project not found\n",
  );
  expect((await run("npx banata-auth key create --nonsense")).output).toContain("--nonsense");
  expect((await run("npx banata-auth nonsense")).output).toContain('Unknown command "nonsense"');
  expect(
    (await run("npx banata-auth key create --project x --name x --component elsewhere")).exitCode,
  ).toBe(1);
  expect(await run("npx banata-auth --help")).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining("operator create"),
  });
}, 60_000);

test.each(["tsconfig.json", "tsconfig.node.json"])(
  "the app type-checks with %s",
  async (config) => {
    expect(await run(`npx tsc -p ${config}`)).toEqual({ exitCode: 0, output: "" });
  },
  60_000,
);

test("no declaration of the package has an error of its own with skipLibCheck: false", () => {
  const declarations = app.convex.files
    .filter((path) => path.endsWith(".d.ts"))
    .map((path) => join(app.convex.directory, path));
  const program = ts.createProgram(declarations, {
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true },
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    typeRoots: [join(app.directory, "node_modules/@types")],
    types: ["node", "react"],
  });
  // The check of all libraries takes minutes, and other packages have errors.
  const problems = declarations.flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  expect(
    problems.map(({ file, messageText }) => [
      file?.fileName,
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    ]),
  ).toEqual([]);
}, 120_000);

test("the app's own tests have the runtime in them", async () => {
  const { exitCode, output } = await run("npx vitest run");
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/Tests.*\D3 passed/),
  });
}, 60_000);

test("without the package @banata-auth/local, npx banata-auth dev prints how to install it", async () => {
  const aside = `${app.local.directory}-aside`;
  await rename(app.local.directory, aside);
  try {
    for (const options of ["", "--reset"])
      expect(await run(`npx banata-auth dev ${options}`)).toEqual({
        exitCode: 1,
        output:
          "banata-auth dev needs the package @banata-auth/local. Install it with: npm install --save-dev @banata-auth/local\n",
      });
  } finally {
    await rename(aside, app.local.directory);
  }
}, 60_000);

test("npx banata-auth dev runs the app with a project and a key of its own", async () => {
  await writeFile(join(app.directory, ".env.local"), "CONVEX_DEPLOYMENT=dev:happy-otter-123\n");
  const started = await startApp(app.directory, "npx banata-auth dev");
  // The CLI takes it out; the app's own deployment is not lost.
  expect(await readFile(join(app.directory, ".banata/env.local.before"), "utf8")).toBe(
    "CONVEX_DEPLOYMENT=dev:happy-otter-123\n",
  );
  expect(
    await shell(
      "git init -q && git status --porcelain --untracked-files=all .banata",
      app.directory,
    ),
  ).toEqual({ exitCode: 0, output: "" });
  const { data } = await new BanataAuth({
    apiKey: started.facts.apiKey,
    baseUrl: started.facts.baseUrl,
  }).users.listUsers();
  expect(data).toEqual([]);
  const key = await shell(
    `npx banata-auth key create --project ${started.facts.projectId} --name more --env-file .banata/convex.env`,
    app.directory,
  );
  expect(key).toMatchObject({ exitCode: 0, output: expect.stringContaining("sk_test_") });
  started.signal("SIGINT");
  await started.ended;
}, 90_000);

function read(name: PackageName, path: string): string {
  return readFileSync(join(app[name].directory, path), "utf8");
}

/** Reads the packed package.json, whose shape is npm's. */
function readManifest(name: PackageName): { readonly [field: string]: object } {
  return JSON.parse(read(name, "package.json")) as { [field: string]: object };
}
