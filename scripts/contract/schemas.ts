/** The exported shapes of the contract by name, with the docstrings of the shapes and their fields. */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import * as z from "zod/mini";
import * as apiKeys from "../../convex/component/apiKeys/contract";
import * as auditLogs from "../../convex/component/auditLogs/contract";
import * as authClients from "../../convex/component/authClients/contract";
import * as configuration from "../../convex/component/configuration/contract";
import * as directories from "../../convex/component/directories/contract";
import * as domains from "../../convex/component/domains/contract";
import * as emails from "../../convex/component/emails/contract";
import * as events from "../../convex/component/events/contract";
import * as organizations from "../../convex/component/organizations/contract";
import * as portal from "../../convex/component/portal/contract";
import * as projects from "../../convex/component/projects/contract";
import * as rbac from "../../convex/component/rbac/contract";
import * as sessions from "../../convex/component/sessions/contract";
import * as sso from "../../convex/component/sso/contract";
import * as statistics from "../../convex/component/statistics/contract";
import * as users from "../../convex/component/users/contract";
import * as vault from "../../convex/component/vault/contract";
import * as webhooks from "../../convex/component/webhooks/contract";

const slices: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  users,
  sessions,
  organizations,
  rbac,
  apiKeys,
  projects,
  authClients,
  configuration,
  emails,
  events,
  statistics,
  auditLogs,
  webhooks,
  sso,
  directories,
  domains,
  portal,
  vault,
};

export interface NamedSchema {
  readonly name: string;
  /** The folder in `convex/component` whose contract exports it. */
  readonly slice: string;
  readonly schema: z.ZodMiniObject;
}

/** The object schemas that the slices' contracts export. */
export const namedSchemas: readonly NamedSchema[] = Object.entries(slices).flatMap(
  ([slice, exports]) =>
    Object.entries(exports).flatMap(([name, schema]) =>
      schema instanceof z.ZodMiniObject ? [{ name, slice, schema }] : [],
    ),
);

function readSchemaDocs(): Map<z.core.$ZodType, string> {
  const docs = new Map<z.core.$ZodType, string>();
  for (const slice of findContracts()) {
    if (!slices[slice])
      throw new Error(`List ${slice}/contract.ts in scripts/contract/schemas.ts.`);
    const { statements } = parseContract(slice);
    for (const { name, initializer, statement } of statements.flatMap(findDeclarations)) {
      const schema = namedSchemas.find(
        (each) => each.slice === slice && each.name === name,
      )?.schema;
      if (!schema) continue;
      addDoc(docs, schema, statement);
      for (const field of findFields(initializer)) {
        const fieldSchema = schema.shape[field.name.getText()];
        if (fieldSchema) addDoc(docs, fieldSchema, field);
      }
    }
  }
  return docs;
}

const folder = new URL("../../convex/component/", import.meta.url);
const findContracts = () =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /^\w+\/contract\.ts$/.test(path))
    .map((path) => path.split("/")[0]!);

const parseContract = (slice: string) =>
  ts.createSourceFile(
    "contract.ts",
    readFileSync(new URL(`${slice}/contract.ts`, folder), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );

const findDeclarations = (statement: ts.Statement) =>
  ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap(({ name, initializer }) =>
        initializer ? [{ name: name.getText(), initializer, statement }] : [],
      )
    : [];

/** The fields of `z.object({ … })`. */
const findFields = (initializer: ts.Expression): ts.PropertyAssignment[] =>
  ts.isCallExpression(initializer)
    ? initializer.arguments
        .filter(ts.isObjectLiteralExpression)
        .flatMap(({ properties }) => properties.filter(ts.isPropertyAssignment))
    : [];

function addDoc(docs: Map<z.core.$ZodType, string>, schema: z.core.$ZodType, node: ts.Node): void {
  const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  const text = doc && ts.getTextOfJSDocComment(doc.comment);
  if (text) docs.set(schema, text.replace(/\s*\n\s*/g, " "));
}

/** The docstring of each exported schema and of its fields. */
export const schemaDocs: ReadonlyMap<z.core.$ZodType, string> = readSchemaDocs();
