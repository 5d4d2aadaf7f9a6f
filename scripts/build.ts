/**
 * Compiles `src/` and `convex/component/` into `dist/`. It is tsc with three additions: relative
 * imports get file extensions, which Node's ESM requires; only declarations that a published entry
 * reaches are written; and only modules that such an entry reaches get a source map.
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
const outputs = new Map<string, string>();
const { diagnostics } = program.emit(
  undefined,
  (path, text) => outputs.set(resolve(path), text),
  undefined,
  undefined,
  fileNames(program),
);
const declarations = listReachable(listEntries("types"));
// A type without a declaration is an error only where it is published.
const missing = declarations.filter((path) => !outputs.has(path));
if (missing.length > 0) {
  console.error(`No declarations for ${missing.join(", ")}.`);
  finish(diagnostics);
}
const published = new Set([...declarations, ...listReachable(listEntries("default"))]);
for (const [path, text] of outputs) {
  if (published.has(path.replace(/\.map$/, ""))) ts.sys.writeFile(path, text);
  else if (path.endsWith(".js"))
    ts.sys.writeFile(path, text.replace(/\n\/\/# sourceMappingURL=.*$/, "\n"));
}
chmodSync(join(root, packageJson.bin["banata-auth"]), 0o755);

/** Lists the files that the package's exports name under this condition. */
function listEntries(condition: "types" | "default"): string[] {
  return Object.values<string | { types?: string; default?: string }>(packageJson.exports).flatMap(
    (entry) => {
      const path = typeof entry === "string" ? undefined : entry[condition];
      return path === undefined ? [] : [join(root, path)];
    },
  );
}

/** Lists these emitted files and everything that they import, whether it was emitted or not. */
function listReachable(entries: readonly string[]): string[] {
  const reached = new Set(entries);
  for (const path of reached) {
    const isDeclaration = path.endsWith(".d.ts");
    for (const { fileName } of ts.preProcessFile(outputs.get(path) ?? "").importedFiles) {
      if (fileName.startsWith("."))
        reached.add(
          join(dirname(path), isDeclaration ? fileName.replace(/\.js$/, ".d.ts") : fileName),
        );
    }
  }
  return [...reached];
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
