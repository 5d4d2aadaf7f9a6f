/**
 * Compiles the packages into their `dist/`: first `local/`, whose declarations the main package
 * needs, then `src/` and `convex/component/`. `tsx scripts/build.ts local` compiles only the former.
 *
 * It is tsc with four additions: relative imports get file extensions, which Node's ESM requires;
 * only declarations that a published entry reaches are written; only modules that such an entry
 * reaches get a source map, unless they are generated; and `src/test.ts` is copied.
 */
import { chmodSync, copyFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import mainPackage from "../package.json" with { type: "json" };
import localPackage from "../local/package.json" with { type: "json" };
import { fileNames } from "./fileNames";

const repository = join(import.meta.dirname, "..");
const host = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (problem: ts.Diagnostic) => fail([problem]),
};

interface Exports {
  readonly [entry: string]: string | { readonly types?: string; readonly default?: string };
}

build(join(repository, "local"), localPackage.exports);
if (process.argv[2] !== "local") {
  build(repository, mainPackage.exports);
  chmodSync(join(repository, mainPackage.bin["banata-auth"]), 0o755);
  rmSync(join(repository, "dist/src/test.js"));
  copyFileSync(join(repository, "src/test.ts"), join(repository, "dist/src/test.ts"));
}

/** Compiles the package in this folder, as its tsconfig.build.json says. */
function build(folder: string, exports: Exports): void {
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, "tsconfig.build.json"), {}, host);
  if (!config) throw new Error(`${folder}/tsconfig.build.json cannot be read.`);
  const program = ts.createProgram(config.fileNames, config.options);
  const problems = [
    ...config.errors,
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ];
  if (problems.length > 0) fail(problems);

  rmSync(join(folder, "dist"), { recursive: true, force: true });
  const outputs = new Map<string, string>();
  const { diagnostics } = program.emit(
    undefined,
    (path, text) => outputs.set(resolve(path), text),
    undefined,
    undefined,
    fileNames(program),
  );
  const listEntries = (condition: "types" | "default") =>
    Object.values(exports).flatMap((entry) => {
      const path = typeof entry === "string" ? undefined : entry[condition];
      return path === undefined ? [] : [join(folder, path)];
    });
  const declarations = listReachable(listEntries("types"), outputs);
  // A type without a declaration is an error only where it is published.
  const missing = declarations.filter((path) => !outputs.has(path));
  if (missing.length > 0) {
    console.error(`No declarations for ${missing.join(", ")}.`);
    fail(diagnostics);
  }
  const published = new Set([...declarations, ...listReachable(listEntries("default"), outputs)]);
  for (const [path, text] of outputs) {
    const isMapped = published.has(path.replace(/\.map$/, "")) && !path.includes(".generated.js");
    if (isMapped || (published.has(path) && path.endsWith(".d.ts"))) ts.sys.writeFile(path, text);
    else if (path.endsWith(".js"))
      ts.sys.writeFile(path, text.replace(/\n\/\/# sourceMappingURL=.*$/, "\n"));
  }
}

/** Lists these outputs and everything that they import, whether it was emitted or not. */
function listReachable(entries: readonly string[], outputs: ReadonlyMap<string, string>): string[] {
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

function fail(problems: readonly ts.Diagnostic[]): never {
  const format = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => repository,
    getNewLine: () => "\n",
  };
  console.error(ts.formatDiagnostics(problems, format));
  process.exit(1);
}
