import { readFileSync } from "node:fs";
import ts from "typescript";
import { auditOnlyActions, eventTypes } from "../convex/component/events/types";

/** Reads the docstring of each event type from the source. */
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

/** Generates the list of names, for functions that do not need the shapes. */
export function eventNamesText(): string {
  const names = [...Object.keys(eventTypes), ...Object.keys(auditOnlyActions)].sort();
  return `/* Generated from events/types.ts by \`npm run generate\`. Do not edit. */

/**
 * Every action that the runtime records: the event types, and the actions that only the audit log
 * has.
 */
export const eventNames = [
${names.map((name) => `  ${JSON.stringify(name)},`).join("\n")}
] as const;
`;
}
