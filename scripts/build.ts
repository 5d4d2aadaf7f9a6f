/**
 * Compiles `src/` and `convex/component/` into `dist/`: tsc, with two additions. Relative imports
 * get the file name that they resolve to, because Node's ESM asks for it while the sources are
 * written without; and declarations are kept only where a published entry leads to them.
 */
import { chmodSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import packageJson from "../package.json" with { type: "json" };
import { fileNames } from "./fileNames";

const root = join(import.meta.dirname, "..");
const host = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (problem: ts.Diagnostic) => finish([problem]),
};
const config = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.build.json"), {}, host);
if (!config) throw new Error("tsconfig.build.json cannot be read.");

const program = ts.createProgram(config.fileNames, config.options);
const found = [
  ...config.errors,
  ...program.getOptionsDiagnostics(),
  ...program.getSyntacticDiagnostics(),
  ...program.getSemanticDiagnostics(),
];
if (found.length > 0) finish(found);

rmSync(join(root, "dist"), { recursive: true, force: true });
const declarations = new Map<string, string>();
const { diagnostics } = program.emit(
  undefined,
  (path, text) =>
    path.endsWith(".d.ts") ? declarations.set(resolve(path), text) : ts.sys.writeFile(path, text),
  undefined,
  undefined,
  fileNames(program),
);
const missing = writeReached(entryDeclarations(packageJson.exports));
// A type that cannot be written down is a problem only where it is published.
if (missing.length > 0) {
  console.error(`No declarations for ${missing.join(", ")}.`);
  finish(diagnostics);
}
chmodSync(join(root, packageJson.bin["banata-auth"]), 0o755);

/** The declaration files that the package's exports name. */
function entryDeclarations(exports: object): string[] {
  return Object.values(exports).flatMap((entry: unknown) =>
    typeof entry === "object" &&
    entry !== null &&
    "types" in entry &&
    typeof entry.types === "string"
      ? [join(root, entry.types)]
      : [],
  );
}

/** Writes these declarations and all that they import; answers those that there are none of. */
function writeReached(entries: readonly string[]): string[] {
  const reached = new Set(entries);
  for (const path of reached) {
    const text = declarations.get(path);
    if (text === undefined) continue;
    ts.sys.writeFile(path, text);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (fileName.startsWith("."))
        reached.add(join(dirname(path), fileName.replace(/\.js$/, ".d.ts")));
    }
  }
  return [...reached].filter((path) => !declarations.has(path));
}

function finish(problems: readonly ts.Diagnostic[]): never {
  const format = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
  console.error(ts.formatDiagnostics(problems, format));
  process.exit(1);
}
