import { dirname, relative } from "node:path";
import ts from "typescript";

/**
 * Transformers for `program.emit` that put file names where the sources import without: in
 * `import`, `export … from`, `import(…)` and
 * `import("…").Type`. The compiler's own resolution decides; nothing is guessed from text.
 */
export function fileNames(program: ts.Program): ts.CustomTransformers {
  const transformSource: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
    ts.visitEachChild(file, visitor(file, context, program), context);
  return {
    after: [transformSource],
    // Bundles are only made with `outFile`.
    afterDeclarations: [
      (context) => (file) => (ts.isSourceFile(file) ? transformSource(context)(file) : file),
    ],
  };
}

function visitor(
  file: ts.SourceFile,
  context: ts.TransformationContext,
  program: ts.Program,
): ts.Visitor {
  const { factory } = context;
  const named = ({ text }: ts.StringLiteral) =>
    factory.createStringLiteral(fileNameOf(text, file.fileName, program));
  const visit = (unvisited: ts.Node): ts.Node => {
    const node = ts.visitEachChild(unvisited, visit, context);
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      return factory.updateImportDeclaration(
        node,
        node.modifiers,
        node.importClause,
        named(node.moduleSpecifier),
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
        named(node.moduleSpecifier),
        node.attributes,
      );
    if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      const argument = factory.updateLiteralTypeNode(node.argument, named(node.argument.literal));
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
        return factory.updateCallExpression(node, node.expression, undefined, [named(specifier)]);
    }
    return node;
  };
  return visit;
}

/**
 * `./users` from one file is `./users.js`, from another `./users/index.js`; names of packages stay
 * as they are.
 */
function fileNameOf(specifier: string, from: string, program: ts.Program): string {
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
