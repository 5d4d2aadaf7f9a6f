/**
 * Builds this package into the generated modules of `convex/component/pages/generated`: each asset
 * compressed, as base64, in a module of its own, so that a request evaluates only what it answers.
 * `tsx pages/build.ts --check` only checks, and fails when a module is stale.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { gzipSync } from "fflate";
import { build, type Plugin, type Rolldown } from "vite";

const repository = join(import.meta.dirname, "..");
const source = import.meta.dirname;
const target = join(repository, "convex/component/pages/generated");
const ENTRY = "console";

interface Asset {
  /** The name of its module, without the hash of the content. */
  readonly name: string;
  /** The name in its address. */
  readonly file: string;
  readonly type: string;
  readonly content: Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** The console is in English: leaves React Aria's texts in other languages out. */
const englishOnly: Plugin = {
  name: "english-only",
  load: (id) =>
    /\/react-(aria|stately)\/.*\/intl\/.*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
      ? "export default {};"
      : null,
};

async function buildAssets(): Promise<Asset[]> {
  const built = await build({
    root: source,
    configFile: false,
    base: "./",
    logLevel: "warn",
    plugins: [react(), englishOnly],
    build: {
      write: false,
      target: "es2022",
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        input: { [ENTRY]: join(source, "src/main.tsx") },
        output: {
          entryFileNames: "[name]-[hash].js",
          chunkFileNames: "[name]-[hash].js",
          assetFileNames: "[name]-[hash][extname]",
          hashCharacters: "base36",
        },
      },
    },
  });
  const { output } = built as Rolldown.RolldownOutput; // one build, which does not watch
  const icon = readFileSync(join(source, "src/icon.svg"));
  return [
    ...output.map(toAsset),
    { name: "icon", file: `icon-${hash(icon).slice(0, 8)}.svg`, type: types.svg!, content: icon },
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function toAsset(part: Rolldown.OutputChunk | Rolldown.OutputAsset): Asset {
  const content = Buffer.from(part.type === "chunk" ? part.code : part.source);
  const extension = part.fileName.split(".").at(-1)!;
  const type = types[extension];
  if (type === undefined) throw new Error(`${part.fileName} has no type; add it to pages/build.ts`);
  const name = part.fileName.replace(/-[a-z0-9]{8}\.\w+$/, extension === "css" ? "Style" : "");
  return { name, file: part.fileName, type, content };
}

const hash = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");
const integrity = (content: Uint8Array): string =>
  `sha384-${createHash("sha384").update(content).digest("base64")}`;
const GENERATED = "/* Generated from pages/ by `npm run pages`. Do not edit. */\n";

/** File name → text. */
function toModules(assets: readonly Asset[]): Record<string, string> {
  const names = assets.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined)
    throw new Error(`Two assets are called ${repeated}; rename a module.`);
  const find = (type: string) =>
    assets.find(
      (asset) =>
        asset.type === types[type] && new RegExp(`^(${ENTRY}|style|icon)`).test(asset.name),
    )!;
  const [script, style, icon] = [find("js"), find("css"), find("svg")];
  const describe = ({ file, content }: Asset) =>
    JSON.stringify({ file, integrity: integrity(content) });
  const rows = assets.map(
    ({ name, file, type }) =>
      `  ${JSON.stringify(file)}: { type: ${JSON.stringify(type)}, load: async () => await import("./${name}.generated") },`,
  );
  return {
    "entry.generated.ts": `${GENERATED}
/** What the document loads. */
export const entry = {
  script: ${describe(script)},
  style: ${describe(style)},
  icon: ${JSON.stringify(icon.file)},
};
`,
    "assets.generated.ts": `${GENERATED}
interface Asset {
  readonly type: string;
  /** The content, compressed with gzip, in base64. */
  readonly load: () => Promise<{ default: string }>;
}

export const assets: Readonly<Record<string, Asset>> = {
${rows.join("\n")}
};
`,
    ...Object.fromEntries(
      assets.map(({ name, content }) => [`${name}.generated.ts`, formatContent(content)]),
    ),
  };
}

/** Without the time, so that the same pages give the same text. Typed: the literal is long. */
function formatContent(content: Uint8Array): string {
  const compressed = Buffer.from(gzipSync(content, { level: 9, mtime: 0 })).toString("base64");
  return `${GENERATED}const content: string = "${compressed}";\nexport default content;\n`;
}

const check = process.argv.includes("--check");
const assets = await buildAssets();
const modules = toModules(assets);
mkdirSync(target, { recursive: true });
for (const name of readdirSync(target)) {
  if (name in modules) continue;
  if (check) fail(`${name} is not generated any more`);
  else rmSync(join(target, name));
}
for (const [name, text] of Object.entries(modules)) {
  const path = join(target, name);
  if (!check) writeFileSync(path, text);
  else if (!readdirSync(target).includes(name) || readFileSync(path, "utf8") !== text)
    fail(`${name} is stale`);
}
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
if (!check)
  for (const { file, content } of assets)
    console.log(file, kib(content.length), kib(gzipSync(content, { level: 9, mtime: 0 }).length));

function fail(what: string): void {
  console.error(`convex/component/pages/generated: ${what}: run \`npm run pages\` and commit it.`);
  process.exitCode = 1;
}
