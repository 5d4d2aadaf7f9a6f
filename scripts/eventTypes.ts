import { readFileSync } from "node:fs";
import ts from "typescript";
import { auditOnlyActions, eventTypes } from "../convex/component/events/types";

/** The docstring of each type of event. */
export function eventDocs(): Map<string, string> {
  const path = new URL("../convex/component/events/types.ts", import.meta.url);
  const source = ts.createSourceFile(
    "types.ts",
    readFileSync(path, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const docs = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) {
      const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
      const text = doc && ts.getTextOfJSDocComment(doc.comment);
      if (text) docs.set(node.name.text, text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return docs;
}

/** The names alone, for functions that need not know the shapes. */
export function eventNamesText(): string {
  const names = [...Object.keys(eventTypes), ...Object.keys(auditOnlyActions)].sort();
  return `/* Generated from events/types.ts by \`npm run generate\`. Do not edit. */

/**
 * Every action of the runtime's own: the types of events, and what stands in the audit log alone.
 */
export const eventNames = [
${names.map((name) => `  ${JSON.stringify(name)},`).join("\n")}
] as const;
`;
}
