import { SourceMap } from "node:module";
import { posix } from "node:path";
import vm from "node:vm";
import { transform, transformSync, type TransformOptions } from "esbuild";
import type { ModuleSource } from "../types";
import { ModuleError } from "./refusals";

/** The prefix of file names in stack traces; the number after it identifies the module. */
const FILE_SCHEME = "convex-module:";
/**
 * Contexts have their own `process`, `console` and `Convex`; in Node's realm they are parameters.
 */
const WRAPPER_HEAD = {
  isolate: "(function (exports, require, module) {",
  node: "(function (exports, require, module, process, console, Convex) {",
};

/**
 * A module compiled to a function of `exports`, `require`, `module` (and for Node: `process`,
 * `console`, `Convex`).
 */
export interface CompiledModule {
  readonly path: string;
  readonly environment: ModuleSource["environment"];
  readonly script: vm.Script;
}
export type ModuleCode = ReadonlyMap<string, CompiledModule>;

const common: TransformOptions = {
  loader: "js",
  format: "cjs",
  target: "node20",
  charset: "utf8",
  legalComments: "inline",
  // import() becomes a deferred require(), which uses our loader.
  supported: { "dynamic-import": false },
  logLevel: "silent",
};
const options: Record<ModuleSource["environment"], TransformOptions> = {
  // The isolate has no CommonJS, so bundled libraries that look for it must not find the loader's.
  // References that esbuild writes are kept.
  isolate: {
    ...common,
    define: { require: "undefined", module: "undefined", exports: "undefined" },
  },
  node: common,
};

const compiledSets = new WeakMap<object, Promise<ModuleCode>>();
const compiledModules = new WeakMap<ModuleSource, Promise<CompiledModule>>();
const sources = new Map<number, WeakRef<ModuleSource>>();
let nextFile = 1;

/**
 * Compiles all modules of a component, cached per set and per module. Throws ModuleError when a
 * module does not compile.
 */
export function compileModules(modules: ReadonlyMap<string, ModuleSource>): Promise<ModuleCode> {
  let compiled = compiledSets.get(modules);
  if (compiled === undefined) {
    compiled = compileAll([...modules.values()]);
    compiledSets.set(modules, compiled);
  }
  return compiled;
}

async function compileAll(modules: readonly ModuleSource[]): Promise<ModuleCode> {
  const compiled = await Promise.all(modules.map(compileModule));
  return new Map(compiled.map((module) => [module.path, module]));
}

function compileModule(module: ModuleSource): Promise<CompiledModule> {
  let compiled = compiledModules.get(module);
  if (compiled === undefined) {
    compiled = compile(module);
    compiledModules.set(module, compiled);
  }
  return compiled;
}

async function compile(module: ModuleSource): Promise<CompiledModule> {
  let code: string;
  try {
    const transformed = await transform(module.source, {
      ...options[module.environment],
      sourcefile: module.path,
    });
    code = withDirectExports(transformed.code);
  } catch (error) {
    throw new ModuleError(
      `Failed to compile ${module.path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const file = nextFile++;
  sources.set(file, new WeakRef(module));
  const head = WRAPPER_HEAD[module.environment];
  const script = new vm.Script(`${head}${code}\n})`, {
    filename: `${FILE_SCHEME}${file}`,
    columnOffset: -head.length,
  });
  return { path: module.path, environment: module.environment, script };
}

/** What esbuild writes above the module, if it needs it. */
const HELPER_LINES = 40;
const helpers = [
  [
    `var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);`,
    `var __toCommonJS = (mod) => __defProp(mod, "__esModule", { value: true });`,
  ],
  [
    `var __toESM = (mod, isNodeMode, target) => (`,
    `var __toESM = (mod, isNodeMode, target) => !isNodeMode && mod?.__esModule ? mod : (`,
  ],
] as const;

/**
 * esbuild copies a module's exports into another object, and again for each `import *`, as getters
 * that look each value up by its name in the copied object. Modules that come from ESM need no copy:
 * every use of an import is one getter then. Replaces text within lines, which source maps count.
 */
function withDirectExports(code: string): string {
  if (!code.startsWith("var __")) return code;
  const lines = code.split("\n", HELPER_LINES);
  const changed = lines.map((line) => {
    const helper = helpers.find(([found]) => line.startsWith(found));
    return helper === undefined ? line : helper[1] + line.slice(helper[0].length);
  });
  return changed.join("\n") + code.slice(lines.join("\n").length);
}

/** Resolves a relative import: "../_deps/A.js" in "users/functions.js" is "_deps/A.js". */
export function resolveImport(importer: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(importer), specifier));
}

const FRAME = new RegExp(`^\\s*at (?:(.*?) \\()?${FILE_SCHEME}(\\d+):(\\d+):(\\d+)\\)?$`);

/** Returns the lines of a V8 stack in deployed code, mapped to the developer's sources. */
export function deployedFrames(stack: string): string[] {
  const frames: string[] = [];
  for (const line of stack.split("\n")) {
    const match = FRAME.exec(line);
    if (match === null) continue;
    const [, name, file, row, column] = match;
    const place = originalPlace(Number(file), Number(row), Number(column));
    frames.push(`    at ${name === undefined ? place : `${name} (${place})`}`);
  }
  return frames;
}

const maps = new WeakMap<ModuleSource, SourceMap>();

function originalPlace(file: number, row: number, column: number): string {
  const module = sources.get(file)?.deref();
  if (module === undefined) return "<unknown>";
  let map = maps.get(module);
  if (map === undefined) maps.set(module, (map = composedMap(module)));
  const entry = map.findEntry(row - 1, column - 1);
  return "originalSource" in entry
    ? `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
    : `${module.path}:${row}:${column}`;
}

/** Created when the first error needs it: esbuild combines its own map with the bundler's. */
function composedMap(module: ModuleSource): SourceMap {
  const source = module.source.replace(/\n\/\/# sourceMappingURL=\S*\s*$/, "\n");
  const inner =
    module.sourceMap === undefined
      ? ""
      : `//# sourceMappingURL=data:application/json;base64,${Buffer.from(module.sourceMap).toString("base64")}`;
  const { map } = transformSync(source + inner, {
    ...options[module.environment],
    sourcefile: module.path,
    sourcemap: "external",
    sourcesContent: false,
  });
  return new SourceMap(JSON.parse(map));
}
