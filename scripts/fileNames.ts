import { dirname, relative } from "node:path";
import ts from "typescript";

/**
 * Returns transformers for `program.emit` that add file extensions to relative imports: in
 * `import`, `export … from`, `import(…)` and `import("…").Type`. The compiler resolves each import.
 */
export function fileNames(program: ts.Program): ts.CustomTransformers {
  const transformSource: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
    ts.visitEachChild(file, createVisitor(file, context, program), context);
  return {
    after: [transformSource],
    // Bundles occur only with `outFile`.
    afterDeclarations: [
      (context) => (file) => (ts.isSourceFile(file) ? transformSource(context)(file) : file),
    ],
  };
}

function createVisitor(
  file: ts.SourceFile,
  context: ts.TransformationContext,
  program: ts.Program,
): ts.Visitor {
  const { factory } = context;
  const withFileName = ({ text }: ts.StringLiteral) =>
    factory.createStringLiteral(resolveFileName(text, file.fileName, program));
  const visit = (unvisited: ts.Node): ts.Node => {
    const node = ts.visitEachChild(unvisited, visit, context);
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      return factory.updateImportDeclaration(
        node,
        node.modifiers,
        node.importClause,
        withFileName(node.moduleSpecifier),
        node.attributes,
      );
    if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    )
      return factory.updateExportDeclaration(
        node,
        node.modifiers,
        node.isTypeOnly,
        node.exportClause,
        withFileName(node.moduleSpecifier),
        node.attributes,
      );
    if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      const argument = factory.updateLiteralTypeNode(
        node.argument,
        withFileName(node.argument.literal),
      );
      return factory.updateImportTypeNode(
        node,
        argument,
        node.attributes,
        node.qualifier,
        node.typeArguments,
        node.isTypeOf,
      );
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier))
        return factory.updateCallExpression(node, node.expression, undefined, [
          withFileName(specifier),
        ]);
    }
    return node;
  };
  return visit;
}

/** Resolves `./users` to `./users.js` or `./users/index.js`. Package names are unchanged. */
function resolveFileName(specifier: string, from: string, program: ts.Program): string {
  if (!specifier.startsWith(".")) return specifier;
  const { resolvedModule } = ts.resolveModuleName(
    specifier,
    from,
    program.getCompilerOptions(),
    ts.sys,
  );
  if (!resolvedModule) throw new Error(`${from} imports ${specifier}, which does not exist.`);
  const path = relative(dirname(from), resolvedModule.resolvedFileName)
    .replaceAll("\\", "/")
    .replace(/\.tsx?$/, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}
