import { groupAliases } from "../../src/aliases";
import type { Contract } from "../../convex/component/contract";
import { resources } from "../contract/resources";
import type { DocumentedOperation } from "../contract/operations";
import { eventTypesSection } from "./eventTypes";
import { outputTable } from "./fields";
import { code, GENERATED, joinBlocks, table, toAnchor } from "./markdown";
import { apiObjects, withObjectReferences } from "./objects";
import { operationSection } from "./operationSection";

/** The page of a group: its operations, then the objects that they return. */
export function groupPage(
  group: keyof Contract,
  operations: readonly DocumentedOperation[],
): string {
  const { title, description } = resources[group];
  const objects = apiObjects.filter((each) => each.group === group);
  return `${joinBlocks([
    GENERATED,
    `# ${title}`,
    description,
    `${describeClient(group)} [All groups](README.md).`,
    table(
      ["operation", "does"],
      operations.map(({ name, summary }) => [`[${code(name)}](#${toAnchor(name)})`, summary]),
    ),
    objects.length > 0 ? `Objects: ${objects.map(linkTo).join(", ")}.` : null,
    ...operations.map(operationSection),
    ...(group === "events" ? [eventTypesSection()] : []),
    objects.length > 0 ? "## Objects" : null,
    ...objects.map(({ name, schema }) => describeObject(name, schema)),
  ])}\n`;
}

const linkTo = ({ name }: { readonly name: string }) => `[${name}](#${toAnchor(name)})`;

function describeClient(group: keyof Contract): string {
  const aliases = Object.entries(groupAliases).flatMap(([alias, target]) =>
    target === group ? [`, or \`banata.${alias}\``] : [],
  );
  return `In the client: \`banata.${group}\`${aliases.join("")}.`;
}

function describeObject(name: string, schema: (typeof apiObjects)[number]["schema"]): string {
  const { description, ...fields } = schema;
  // Only its fields: a reference to itself says nothing.
  const properties = Object.fromEntries(
    Object.entries(fields.properties ?? {}).map(([field, inner]) => [
      field,
      withObjectReferences(inner),
    ]),
  );
  return joinBlocks([`### ${name}`, description ?? null, outputTable({ ...fields, properties })]);
}
