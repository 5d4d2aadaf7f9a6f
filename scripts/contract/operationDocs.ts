import { readFileSync } from "node:fs";
import ts from "typescript";

/** Reads the docstrings of a group's operations from the source of its contract. */
export function operationDocs(group: string): Map<string, string> {
  const path = new URL(`../../convex/component/${group}/contract.ts`, import.meta.url);
  const source = ts.createSourceFile(
    "contract.ts",
    readFileSync(path, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const docs = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) &&
      ts.isCallExpression(node.initializer) &&
      node.initializer.expression.getText() === "operation"
    ) {
      const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
      const text = doc && ts.getTextOfJSDocComment(doc.comment);
      if (text) docs.set(node.name.getText(), unwrap(text));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return docs;
}

/** Joins the lines of each paragraph; keeps lists and blank lines. */
const unwrap = (text: string): string => text.replace(/(?<!\n)\n(?!\n|[-*] |\d+\. )/g, " ");
